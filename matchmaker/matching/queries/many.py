"""All public demands ranked at once: for the command line, and for telling what changed."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand
from matchmaker.matching.queries.live import live_ranker
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import DAYS_PER_PERIOD
from matchmaker.matching.scoring.batch import rank_many
from matchmaker.matching.scoring.ranker import Best


class RankedDemand(NamedTuple):
    """A demand's number and the best offerings for it."""

    demand_id: int
    best: Best


def public_demand_count() -> int:
    """Count what `ranked_demands` ranks."""
    return db.session.scalar(select(func.count()).where(Demand.state.in_(PUBLIC))) or 0


def ranked_demands(limit: int, processes: int | None = None) -> Iterator[RankedDemand]:
    """Give every public demand with its best offerings, in the order of their numbers.

    For the command line and the worker: it forks processes (see `rank_many`).
    """
    statement = select(Demand).where(Demand.state.in_(PUBLIC)).order_by(Demand.id)
    rows = db.session.scalars(
        statement.options(joinedload(Demand.sector), selectinload(Demand.scenes))
    ).all()
    period = clock.today().toordinal() // DAYS_PER_PERIOD
    numbers, needs = [row.id for row in rows], [demand_to_rank(row).need for row in rows]
    found = rank_many(live_ranker(), needs, limit, period=period, processes=processes)
    yield from map(RankedDemand, numbers, found)
