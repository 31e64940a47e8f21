"""Who gets seen: showings and first places by provider, size, region and newness."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.words import size_label
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import Offering, ProviderProfile
from matchmaker.db import db
from matchmaker.errors import Words
from matchmaker.matching.models import ShownRanking
from matchmaker.matching.scoring.exposure import gini
from matchmaker.taxonomy.models import Region

NEVER_LISTED = 100
NEW_DAYS, YOUNG_DAYS, GROWN_DAYS = 30, 180, 365
TYPE_LABELS: dict[ProviderType, Words] = {
    ProviderType.OPERATOR: _("运营商"),
    ProviderType.VENDOR: _("设备商"),
    ProviderType.INTEGRATOR: _("集成商"),
    ProviderType.PLATFORM: _("平台与软件商"),
    ProviderType.TERMINAL: _("终端厂商"),
    ProviderType.MODULE: _("模组厂商"),
    ProviderType.SECURITY: _("安全厂商"),
    ProviderType.RESEARCH: _("科研院所"),
}


class Candidate(NamedTuple):
    """An offering that could have been shown; `area` is 华北, 华东 …, empty where not stated."""

    id: int
    title: str
    organisation_id: int
    provider: str
    area: str | None
    size: FirmSize | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """How a group of offerings gets seen; shares are in [0, 1]."""

    label: Words
    offerings: int
    shown: int
    first: int
    offering_share: float
    shown_share: float
    first_share: float
    never: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who was seen in the rankings of some days, beside who could have been."""

    days: int
    rankings: int
    offerings: int
    showings: int
    gini_offerings: float | None
    gini_providers: float | None
    by_type: Sequence[Share]
    by_size: Sequence[Share]
    by_region: Sequence[Share]
    by_age: Sequence[Share]
    never: Sequence[Candidate]
    never_count: int
    counts: Mapping[int, tuple[int, int]]
    rows: Sequence[Candidate]


def exposure(days: int) -> Exposure:
    """Count who was shown, and who first, in the rankings of the last days."""
    since = clock.now() - timedelta(days=days)
    shown: Counter[int] = Counter()
    first: Counter[int] = Counter()
    rankings = 0
    lists = select(ShownRanking.offerings).where(ShownRanking.shown_at >= since)
    for keys in db.session.scalars(lists.execution_options(yield_per=500)):
        rankings += 1
        shown.update(keys)
        first.update(keys[:1])
    rows = _could_be_shown()
    types = _types()
    never = [row for row in rows if not shown[row.id]]
    providers: Counter[int] = Counter()
    for row in rows:
        providers[row.organisation_id] += shown[row.id]
    counts = {row.id: (shown[row.id], first[row.id]) for row in rows}
    return Exposure(
        days=days,
        rankings=rankings,
        offerings=len(rows),
        showings=sum(pair[0] for pair in counts.values()),
        gini_offerings=gini([pair[0] for pair in counts.values()]),
        gini_providers=gini(list(providers.values())),
        by_type=_shares(rows, counts, lambda row: _type_label(types.get(row.organisation_id))),
        by_size=_shares(rows, counts, _size_label),
        by_region=_shares(rows, counts, lambda row: row.area or _("未写明地区")),
        by_age=_shares(rows, counts, lambda row: _age_label(row.published_at)),
        never=never[:NEVER_LISTED],
        never_count=len(never),
        counts=counts,
        rows=rows,
    )


def _could_be_shown() -> list[Candidate]:
    statement = published_offerings().outerjoin(Offering.region).order_by(Offering.id)
    columns = (
        Offering.id,
        Offering.title,
        Offering.organisation_id,
        Organisation.name,
        Region.geo_region,
        Organisation.size,
        Offering.published_at,
    )
    return [Candidate(*row) for row in db.session.execute(statement.with_only_columns(*columns))]


def _shares(
    rows: Iterable[Candidate],
    counts: Mapping[int, tuple[int, int]],
    label_of: Callable[[Candidate], Words],
) -> list[Share]:
    groups: dict[str, list[Candidate]] = {}
    for row in rows:
        groups.setdefault(str(label_of(row)), []).append(row)
    total = sum(map(len, groups.values()))
    all_shown = sum(pair[0] for pair in counts.values())
    all_first = sum(pair[1] for pair in counts.values())
    found = []
    for label, members in groups.items():
        shown = sum(counts[row.id][0] for row in members)
        first = sum(counts[row.id][1] for row in members)
        found.append(
            Share(
                label=label,
                offerings=len(members),
                shown=shown,
                first=first,
                offering_share=len(members) / total,
                shown_share=shown / all_shown if all_shown else 0.0,
                first_share=first / all_first if all_first else 0.0,
                never=sum(not counts[row.id][0] for row in members),
            )
        )
    return sorted(found, key=lambda share: (-share.offerings, str(share.label)))


def _types() -> dict[int, ProviderType]:
    rows = db.session.execute(select(ProviderProfile.organisation_id, ProviderProfile.type))
    return {row.organisation_id: row.type for row in rows}


def _type_label(kind: ProviderType | None) -> Words:
    return TYPE_LABELS[kind] if kind else _("未说明")


def _size_label(row: Candidate) -> Words:
    return size_label(row.size) if row.size else _("未说明")


def _age_label(published_at: datetime | None) -> Words:
    days = (clock.now() - published_at).days if published_at else 0
    if days <= NEW_DAYS:
        return _("发布不到 %(n)s 天", n=NEW_DAYS)
    if days <= YOUNG_DAYS:
        return _("发布 %(low)s–%(high)s 天", low=NEW_DAYS, high=YOUNG_DAYS)
    if days <= GROWN_DAYS:
        return _("发布 %(low)s–%(high)s 天", low=YOUNG_DAYS, high=GROWN_DAYS)
    return _("发布一年以上")
