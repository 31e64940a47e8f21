"""Writing down once a day what the figures are."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.db import db
from matchmaker.insight.models.snapshots import Snapshot
from matchmaker.insight.queries.gaps import gap_totals
from matchmaker.insight.queries.kept_figures import fairness_totals, funnel_totals

# What is written down of each kind: plain data for JSON, from the query the pages show.
KINDS: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "gaps": gap_totals,
    "funnel": funnel_totals,
    "fairness": fairness_totals,
}


def take_snapshots(kinds: Mapping[str, Callable[[], dict[str, Any]]] = KINDS) -> int:
    """Write down today's figures of each kind that has none yet; gives how many. Caller commits.

    What stands is never rewritten. Two workers at once write one row between them.
    """
    today = clock.today()
    stands = set(db.session.scalars(select(Snapshot.kind).where(Snapshot.day == today)))
    taken = 0
    for kind, make in kinds.items():
        if kind not in stands:
            taken += _take(kind, make())
    return taken


def _take(kind: str, data: dict[str, Any]) -> int:
    try:
        with db.session.begin_nested():
            db.session.add(Snapshot(day=clock.today(), kind=kind, data=data))
    except IntegrityError:  # another worker was first
        return 0
    return 1
