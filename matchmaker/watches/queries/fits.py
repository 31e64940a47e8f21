"""What came to fit what people of an organisation post and offer, on both sides."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from matchmaker.accounts.enums import AccountState, OrganisationState
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.accounts.policies import SPEAKERS
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import WITH_LINES, is_open, is_public
from matchmaker.matching.enums import Answer, ChangeKind, ChangeReason
from matchmaker.matching.models import StandingChange, StandingPlace
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.standings import in_portions
from matchmaker.matching.scoring.standings import fits
from matchmaker.watches.enums import WatchKind

MOST_WEIGHED: Final = 300  # pairs of demand and offering in one run; the others keep their score
_OF_OFFERING: Final = (ChangeReason.OFFERING_NEW, ChangeReason.OFFERING_CHANGED)
_OF_DEMAND: Final = (ChangeReason.DEMAND_NEW, ChangeReason.DEMAND_CHANGED)
PUBLISHED: Final = frozenset({ChangeReason.OFFERING_NEW, ChangeReason.DEMAND_NEW})


@dataclass(frozen=True, slots=True)
class Came:
    """An offering came among the best of a demand, and is there now."""

    demand_id: int
    offering_id: int
    reason: ChangeReason
    at: datetime
    tenths: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """How well a pair fits: tenths of a point, lines met of all; None where nobody looked."""

    tenths: int
    met: int | None = None
    lines: int | None = None
    is_same_scene: bool = False


def speakers_with(kind: WatchKind) -> Select[int]:
    """Select the people who may edit an open demand, or a published offering."""
    owned = _open_demands() if kind is WatchKind.OWN_DEMANDS else published_offerings()
    mine = _organisation(kind) == Membership.organisation_id
    acting = aliased(Organisation)
    return (
        select(Membership.account_id)
        .join(acting, acting.id == Membership.organisation_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role.in_(SPEAKERS),
            acting.state == OrganisationState.ACTIVE,
            Account.state == AccountState.ACTIVE,
            owned.where(mine).correlate(Membership).exists(),
        )
        .distinct()
    )


def own_rows(kind: WatchKind, accounts: Collection[int]) -> dict[int, set[int]]:
    """Give the open demands, or published offerings, each person may edit now."""
    owned = _open_demands() if kind is WatchKind.OWN_DEMANDS else published_offerings()
    row_id = Demand.id if kind is WatchKind.OWN_DEMANDS else Offering.id
    acting = aliased(Organisation)
    statement = (
        owned.join(Membership, Membership.organisation_id == _organisation(kind))
        .join(acting, acting.id == Membership.organisation_id)
        .where(
            Membership.account_id.in_(accounts),
            Membership.role.in_(SPEAKERS),
            acting.state == OrganisationState.ACTIVE,
        )
        .with_only_columns(Membership.account_id, row_id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for account_id, number in db.session.execute(statement):
        found[account_id].add(number)
    return dict(found)


def came_for(
    kind: WatchKind, numbers: Collection[int], after: datetime, until: datetime
) -> dict[int, list[Came]]:
    """Give, by own row, what came to fit it in a stretch of time and does now, newest first.

    Only what the other side did counts: published or changed; never what fits within one
    organisation.
    """
    found: dict[int, list[Came]] = defaultdict(list)
    is_demands = kind is WatchKind.OWN_DEMANDS
    for some in in_portions(numbers):
        mine = StandingChange.demand_id if is_demands else StandingChange.offering_id
        statement = _changes(_OF_OFFERING if is_demands else _OF_DEMAND).where(
            mine.in_(some), StandingChange.changed_at > after, StandingChange.changed_at <= until
        )
        for row in db.session.execute(statement):
            came = Came(*row)
            found[came.demand_id if is_demands else came.offering_id].append(came)
    return dict(found)


def weighed(pairs: Sequence[Came]) -> dict[tuple[int, int], Weighed]:
    """Weigh pairs of demand and offering as the page of the demand does.

    Those that fit no more are left out.
    """
    known = {(row.demand_id, row.offering_id): Weighed(row.tenths) for row in pairs}
    wanted: dict[int, list[int]] = defaultdict(list)
    for demand_id, offering_id in list(known)[:MOST_WEIGHED]:
        wanted[demand_id].append(offering_id)
    ranker = live_ranker() if wanted else None
    for some in in_portions(wanted):
        statement = select(Demand).where(Demand.id.in_(some)).options(*WITH_LINES)
        for demand in db.session.scalars(statement).unique():
            need = demand_to_rank(demand, ranker).need
            for offering_id in wanted[demand.id]:
                found = fits(ranker, [need], offering_id) if ranker else []
                del known[demand.id, offering_id]
                if found and found[0].reaches:
                    match = found[0].match
                    answers = [verdict.answer for verdict in match.requirements]
                    scene = next(part for part in match.signals if part.name == "scene")
                    known[demand.id, offering_id] = Weighed(
                        round(match.score * 10),
                        answers.count(Answer.MET),
                        len(answers),
                        is_same_scene=scene.value > 0 and bool(scene.basis),
                    )
    return known


def _changes(reasons: Sequence[ChangeReason]) -> Select[int, int, ChangeReason, datetime, int]:
    """Select what came among the best, is still there, and is open on both sides."""
    still = and_(
        StandingPlace.demand_id == StandingChange.demand_id,
        StandingPlace.offering_id == StandingChange.offering_id,
    )
    return (
        select(
            StandingChange.demand_id,
            StandingChange.offering_id,
            StandingChange.reason,
            StandingChange.changed_at,
            StandingPlace.tenths,
        )
        .join(StandingPlace, still)
        .join(Demand, Demand.id == StandingChange.demand_id)
        .join(Offering, Offering.id == StandingChange.offering_id)
        .where(
            StandingChange.kind == ChangeKind.NEW,
            StandingChange.reason.in_(reasons),
            Demand.id.in_(public_demands().with_only_columns(Demand.id)),
            is_public(),
            Offering.id.in_(published_offerings().with_only_columns(Offering.id)),
            # Notices are published elsewhere, by nobody here.
            Demand.organisation_id.is_distinct_from(Offering.organisation_id),
        )
        .order_by(StandingChange.id.desc())
    )


def _organisation(kind: WatchKind) -> InstrumentedAttribute[Any]:
    is_demands = kind is WatchKind.OWN_DEMANDS
    return Demand.organisation_id if is_demands else Offering.organisation_id


def _open_demands() -> Select[Demand]:
    return select(Demand).where(is_open())
