"""Who gets shown, contacted and awarded, beside who could be.

Counted are the offerings that are public now, and their providers. An offering is shown when a
recorded ranking of the period lists it; a provider is contacted when a demand's people open an
engagement with it in the period, and awarded when it accepts an award in it. A scope narrows all
three to demands of its sector and province, and the providers to one size.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from matchmaker import clock
from matchmaker.accounts.enums import FirmSize
from matchmaker.catalogue.enums import ProviderType
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.models import Engagement
from matchmaker.insight.queries.scope import Scope
from matchmaker.matching.queries.exposure import Candidate, could_be_shown, showings
from matchmaker.matching.scoring.exposure import gini
from matchmaker.taxonomy.models import Sector

NEW_DAYS, YOUNG_DAYS, GROWN_DAYS = 30, 180, 365


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider with public offerings; `since` is when the first of them was published."""

    id: int
    type: ProviderType | None
    size: FirmSize | None
    area: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """How a group of providers fares; `key` is a code, empty where not stated.

    Counts are of offerings, of places in rankings (all, and first), of contacts and of awards;
    `shares` holds, by these names, each among all groups in [0, 1]. `never` offerings were not
    shown.
    """

    key: str
    providers: int
    offerings: int
    shown: int
    first: int
    contacts: int
    awards: int
    shares: Mapping[str, float]
    never: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who fares how in a scope; the measures of Gini are None where nobody got anything.

    `counts` holds by offering how often it was shown and shown first, in the order of `rows`.
    """

    scope: Scope
    rankings: int
    providers: int
    offerings: int
    showings: int
    contacts: int
    awards: int
    gini_offerings: float | None
    gini_shown: float | None
    gini_contacts: float | None
    gini_awards: float | None
    groups: Mapping[str, Sequence[Share]]
    never: int
    counts: Mapping[int, tuple[int, int]]
    rows: Sequence[Candidate]


def fairness(scope: Scope) -> Fairness:
    """Count who fares how: four questions, whatever the scope and the rankings on record."""
    narrowed = _of_demands(scope)
    seen = showings(scope.begin, scope.end, narrowed)
    rows = [
        row
        for row in could_be_shown()
        if scope.provider_size is None or row.size is scope.provider_size
    ]
    contacts, awards = _by_provider(scope)
    providers = _providers(rows)
    of = _by_organisation(rows)
    each = [
        _Fares(
            provider,
            len(of[number]),
            sum(seen.shown[row.id] for row in of[number]),
            sum(seen.first[row.id] for row in of[number]),
            contacts[number],
            awards[number],
            sum(not seen.shown[row.id] for row in of[number]),
        )
        for number, provider in providers.items()
    ]
    return Fairness(
        scope=scope,
        rankings=seen.rankings,
        providers=len(each),
        offerings=len(rows),
        showings=sum(one.shown for one in each),
        contacts=sum(one.contacts for one in each),
        awards=sum(one.awards for one in each),
        gini_offerings=gini([seen.shown[row.id] for row in rows]),
        gini_shown=gini([one.shown for one in each]),
        gini_contacts=gini([one.contacts for one in each]),
        gini_awards=gini([one.awards for one in each]),
        groups={name: _shares(each, key) for name, key in GROUPED_BY.items()},
        never=sum(one.never for one in each),
        counts={row.id: (seen.shown[row.id], seen.first[row.id]) for row in rows},
        rows=rows,
    )


def age_key(since: datetime | None) -> str:
    """Say how long a provider is on the site, in codes."""
    days = (clock.now() - since).days if since else 0
    for most, key in ((NEW_DAYS, "new"), (YOUNG_DAYS, "young"), (GROWN_DAYS, "grown")):
        if days <= most:
            return key
    return "old"


GROUPED_BY: Final[Mapping[str, Callable[[Provider], str]]] = {
    "type": lambda one: one.type.value if one.type else "",
    "size": lambda one: one.size.value if one.size else "",
    "area": lambda one: one.area,
    "age": lambda one: age_key(one.since),
}


@dataclass(frozen=True, slots=True)
class _Fares:
    """What one provider got."""

    provider: Provider
    offerings: int
    shown: int
    first: int
    contacts: int
    awards: int
    never: int


def _of_demands(scope: Scope) -> list[ColumnElement[bool]]:
    said: list[ColumnElement[bool]] = []
    if scope.sector:
        chosen = select(Sector.id).where(Sector.code == scope.sector)
        said.append(Demand.sector_id.in_(chosen))
    if scope.region:
        said.append(Demand.region_code.startswith(scope.province, autoescape=True))
    return said


def _by_provider(scope: Scope) -> tuple[Counter[int], Counter[int]]:
    """Count who was contacted, and who awarded."""

    def within(moment: Any) -> ColumnElement[bool]:
        return and_(moment >= scope.begin, moment < scope.end)

    is_contact = and_(Engagement.opened_by_provider.is_(False), within(Engagement.created_at))
    is_award = within(Engagement.agreed_at)
    counted = (
        select(
            Engagement.provider_id,
            *(func.sum(case((fact, 1), else_=0)) for fact in (is_contact, is_award)),
        )
        .join(Demand, Demand.id == Engagement.demand_id)
        .where(or_(is_contact, is_award), *_of_demands(scope))
        .group_by(Engagement.provider_id)
    )
    rows = db.session.execute(counted).all()
    return (
        Counter({number: int(contacts) for number, contacts, _awards in rows}),
        Counter({number: int(awards) for number, _contacts, awards in rows}),
    )


def _providers(rows: Sequence[Candidate]) -> dict[int, Provider]:
    """Give the providers of offerings; where theirs are in several areas, the first counts."""
    return {
        number: Provider(
            number,
            some[0].type,
            some[0].size,
            next((row.area for row in some if row.area), ""),
            min((row.published_at for row in some if row.published_at), default=None),
        )
        for number, some in _by_organisation(rows).items()
    }


def _by_organisation(rows: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = {}
    for row in rows:
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _shares(each: Sequence[_Fares], key_of: Callable[[Provider], str]) -> list[Share]:
    groups: dict[str, list[_Fares]] = {}
    for one in each:
        groups.setdefault(key_of(one.provider), []).append(one)
    names = ("offerings", "shown", "first", "contacts", "awards")
    totals = [sum(getattr(one, name) for one in each) for name in names]
    found = []
    for key, some in groups.items():
        sums = [sum(getattr(one, name) for one in some) for name in names]
        shares = [part / total if total else 0.0 for part, total in zip(sums, totals, strict=True)]
        offerings, shown, first, contacts, awards = sums
        found.append(
            Share(
                key=key,
                providers=len(some),
                offerings=offerings,
                shown=shown,
                first=first,
                contacts=contacts,
                awards=awards,
                shares=dict(zip(names, shares, strict=True)),
                never=sum(one.never for one in some),
            )
        )
    return sorted(found, key=lambda share: (-share.offerings, share.key))
