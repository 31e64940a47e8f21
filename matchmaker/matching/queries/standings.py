"""The best offerings of public demands as last ranked, and what changed among them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Row, Select, select

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import is_public
from matchmaker.errors import Words
from matchmaker.matching.enums import OF_THE_DEMAND, ChangeKind, ChangeReason
from matchmaker.matching.models import DemandStanding, StandingChange, StandingPlace
from matchmaker.matching.scoring.moves import Seat
from matchmaker.matching.words import CHANGE_LABELS, REASON_LABELS

LISTED: Final = 20  # offerings kept of a demand
LATEST: Final = 20  # changes shown
_AT_ONCE: Final = 500  # numbers in one question


@dataclass(frozen=True, slots=True)
class NotedChange:
    """One change as a side sees it: `title` and `is_open` are of the other side's row.

    The title is empty where the other side took its demand back; `is_open` says whether there is a
    page to go to. Ranks and scores (points) are None where the offering was not among the best.
    """

    changed_at: datetime
    kind: ChangeKind
    kind_label: Words
    reason: ChangeReason
    reason_label: Words
    demand_id: int
    offering_id: int
    title: str
    is_open: bool
    rank_before: int | None
    rank_after: int | None
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True, slots=True)
class Stood:
    """A demand as last ranked: the model, the places by offering, and the mark of that writing."""

    model_number: int
    mark: tuple[int, datetime]
    seats: Mapping[int, Seat]


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """What a change tells of an offering; `published_at` is None where it is not public."""

    title: str
    published_at: datetime | None


def changes_for_demand(demand: Demand, limit: int = LATEST) -> list[NotedChange]:
    """Give the latest changes among a demand's best offerings, newest first.

    The list it began with is no change to its own people.
    """
    is_news = StandingChange.reason.not_in(OF_THE_DEMAND)
    statement = _newest(limit).where(StandingChange.demand_id == demand.id, is_news)
    rows = db.session.scalars(statement).all()
    facts = offering_facts({row.offering_id for row in rows})
    return [
        _noted(row, row.offering_title, is_open=facts[row.offering_id].published_at is not None)
        for row in rows
    ]


def changes_for_offering(offering: Offering, limit: int = LATEST) -> list[NotedChange]:
    """Give the latest demands an offering came, rose, fell for or left, newest first."""
    statement = _newest(limit).where(StandingChange.offering_id == offering.id)
    rows = db.session.scalars(statement).all()
    demands = select(Demand.id, Demand.title).where(
        Demand.id.in_({row.demand_id for row in rows}), is_public()
    )
    titles = dict(_pairs(demands))
    return [
        _noted(row, titles.get(row.demand_id, ""), is_open=row.demand_id in titles) for row in rows
    ]


def stood_demands(numbers: Collection[int] | None = None) -> dict[int, Stood]:
    """Give public and former demands as last ranked, all or those asked for."""
    heads = select(DemandStanding)
    places = select(
        StandingPlace.demand_id, StandingPlace.offering_id, StandingPlace.rank, StandingPlace.tenths
    )
    if numbers is not None:
        heads = heads.where(DemandStanding.demand_id.in_(numbers))
        places = places.where(StandingPlace.demand_id.in_(numbers))
    seats: dict[int, dict[int, Seat]] = {}
    for demand_id, offering_id, rank, tenths in db.session.execute(places):
        seats.setdefault(demand_id, {})[offering_id] = Seat(rank, tenths)
    return {
        row.demand_id: Stood(
            row.model_number, (row.version, row.stood_at), seats.get(row.demand_id, {})
        )
        for row in db.session.scalars(heads)
    }


def never_stood() -> set[int]:
    """Name the public demands of which nothing is on record."""
    statement = (
        select(Demand.id)
        .outerjoin(DemandStanding, DemandStanding.demand_id == Demand.id)
        .where(is_public(), DemandStanding.demand_id.is_(None))
    )
    return set(db.session.scalars(statement))


def stood_past() -> set[int]:
    """Name the demands on record that are public no more: their last day passed."""
    statement = select(DemandStanding.demand_id).join(Demand, Demand.id == DemandStanding.demand_id)
    return set(db.session.scalars(statement.where(~is_public())))


def offering_facts(numbers: Collection[int]) -> dict[int, OfferingFacts]:
    """Give what a change tells of offerings, public or not."""
    found = {}
    for some in in_portions(numbers):
        public = select(published_offerings().with_only_columns(Offering.id).subquery().c.id)
        is_public = Offering.id.in_(public)
        statement = select(Offering.id, Offering.title, Offering.published_at, is_public)
        for number, title, published_at, is_seen in db.session.execute(
            statement.where(Offering.id.in_(some))
        ):
            found[number] = OfferingFacts(title, published_at if is_seen else None)
    return found


def in_portions(numbers: Collection[int]) -> Iterator[Sequence[int]]:
    """Divide numbers into portions one question may name."""
    ordered = sorted(numbers)
    for at in range(0, len(ordered), _AT_ONCE):
        yield ordered[at : at + _AT_ONCE]


def _newest(limit: int) -> Select[StandingChange]:
    return select(StandingChange).order_by(StandingChange.id.desc()).limit(limit)


def _pairs(statement: Select[int, str]) -> list[tuple[int, str]]:
    rows: Sequence[Row[int, str]] = db.session.execute(statement).all()
    return [(row[0], row[1]) for row in rows]


def _noted(row: StandingChange, title: str, *, is_open: bool) -> NotedChange:
    return NotedChange(
        changed_at=row.changed_at,
        kind=row.kind,
        kind_label=CHANGE_LABELS[row.kind],
        reason=row.reason,
        reason_label=REASON_LABELS[row.reason],
        demand_id=row.demand_id,
        offering_id=row.offering_id,
        title=title,
        is_open=is_open,
        rank_before=row.rank_before,
        rank_after=row.rank_after,
        score_before=_points(row.tenths_before),
        score_after=_points(row.tenths_after),
    )


def _points(tenths: int | None) -> float | None:
    return None if tenths is None else tenths / 10
