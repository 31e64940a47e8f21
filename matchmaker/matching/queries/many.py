"""All public demands ranked at once: for the command line, and for telling what changed."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import WITH_LINES, is_public
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import period
from matchmaker.matching.scoring.batch import rank_many
from matchmaker.matching.scoring.ranker import Best, Ranker
from matchmaker.matching.scoring.records import Need


class AskedDemands(NamedTuple):
    """Public demands by number, what each is ranked by, and the ranker of this moment."""

    ranker: Ranker
    numbers: Sequence[int]
    needs: Sequence[Need]


class RankedDemand(NamedTuple):
    """A demand's number and the best offerings for it."""

    demand_id: int
    best: Best


def public_demand_count() -> int:
    """Count what `ranked_demands` ranks."""
    return db.session.scalar(select(func.count()).where(is_public())) or 0


def asked_demands(numbers: Collection[int] | None = None) -> AskedDemands:
    """Read public demands, all or those asked for, in the order of their numbers."""
    statement = select(Demand).where(is_public()).order_by(Demand.id)
    if numbers is not None:
        statement = statement.where(Demand.id.in_(numbers))
    rows = db.session.scalars(statement.options(*WITH_LINES)).unique().all()
    ranker = live_ranker()
    needs = [demand_to_rank(row, ranker).need for row in rows]
    return AskedDemands(ranker, [row.id for row in rows], needs)


def ranked(asked: AskedDemands, limit: int, processes: int | None = None) -> Iterator[RankedDemand]:
    """Rank for demands that were read; asks the database nothing. It forks: see `rank_many`."""
    found = rank_many(asked.ranker, asked.needs, limit, period=period(), processes=processes)
    yield from map(RankedDemand, asked.numbers, found)


def ranked_demands(limit: int, processes: int | None = None) -> Iterator[RankedDemand]:
    """Give every public demand with its best offerings, in the order of their numbers.

    For the command line and the worker: it forks processes (see `rank_many`).
    """
    yield from ranked(asked_demands(), limit, processes)
