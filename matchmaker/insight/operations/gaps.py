"""Holding the lines of public demands against all offerings, for the worker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select

from matchmaker import clock
from matchmaker.db import db, reading
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import is_public
from matchmaker.insight.models.gaps import DemandGap, GapLine
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_lines
from matchmaker.matching.models import DemandStanding
from matchmaker.matching.queries.many import asked_demands
from matchmaker.matching.queries.standings import in_portions
from matchmaker.matching.scoring.lines import HeldNeed, hold

AT_ONCE: Final = 50  # demands a round: about half a second at 20,000 offerings
OLDEST: Final = timedelta(hours=20)  # what an offering says may change without a standing changing


def hold_next(_rows: Sequence[OutboxRow] = ()) -> None:
    """Hold some demands that are due, and queue the next round until none is. The caller commits.

    A round is short, and whatever else waits for the worker comes between two of them.
    """
    if hold_lines():
        queue_lines(clock.now())


@dataclass(frozen=True, slots=True)
class _Due:
    demand_id: int
    version: int


def hold_lines(at_once: int = AT_ONCE) -> int:
    """Hold demands anew whose standing changed or that were last held yesterday; gives how many.

    Demands of which nothing is on record go first. For the worker: what is read is read outside
    any transaction, writing is one, which the caller commits. A standing written in between makes
    a demand due again.
    """
    with reading():
        due = _due(at_once)
        asked = asked_demands({row.demand_id for row in due})
        good = asked.ranker.model.good
        db.session.rollback()
    held = {
        number: hold(asked.ranker, need, good)
        for number, need in zip(asked.numbers, asked.needs, strict=True)
    }
    _drop([row.demand_id for row in due] + _past())
    _write(held, {row.demand_id: row.version for row in due})
    return len(held)


def _due(at_once: int) -> list[_Due]:
    horizon = clock.now() - OLDEST
    statement = (
        select(DemandStanding.demand_id, DemandStanding.version)
        .join(Demand, Demand.id == DemandStanding.demand_id)
        .outerjoin(DemandGap, DemandGap.demand_id == DemandStanding.demand_id)
        .where(
            is_public(),
            or_(
                DemandGap.demand_id.is_(None),
                DemandGap.standing_version != DemandStanding.version,
                DemandGap.read_at < horizon,
            ),
        )
        .order_by(DemandGap.read_at.asc().nulls_first(), DemandStanding.demand_id)
        .limit(at_once)
    )
    return [_Due(number, version) for number, version in db.session.execute(statement)]


def _past() -> list[int]:
    """Name the demands on record that are public no more."""
    statement = select(DemandGap.demand_id).join(Demand, Demand.id == DemandGap.demand_id)
    return list(db.session.scalars(statement.where(~is_public())))


def _drop(numbers: Iterable[int]) -> None:
    for some in in_portions(set(numbers)):
        db.session.execute(delete(DemandGap).where(DemandGap.demand_id.in_(some)))


def _write(held: Mapping[int, HeldNeed], versions: Mapping[int, int]) -> None:
    now = clock.now()
    heads = [
        {
            "demand_id": number,
            "standing_version": versions[number],
            "candidates": need.candidates,
            "read_at": now,
        }
        for number, need in held.items()
    ]
    lines = [row for number, need in held.items() for row in _lines(number, need)]
    if heads:
        db.session.execute(insert(DemandGap), heads)
    if lines:
        db.session.execute(insert(GapLine), lines)


def _lines(number: int, need: HeldNeed) -> Iterable[dict[str, Any]]:
    for line in need.lines:
        row = line.requirement
        yield {
            "demand_id": number,
            "kind": row.kind,
            "subject": row.subject,
            "op": row.op,
            "value": row.value,
            "value2": row.value2,
            "is_must": row.must,
            "met": line.met,
            "unknown": line.unknown,
            "missed": line.missed,
            "anywhere": line.anywhere,
            "alone": line.alone,
            "unlocked_tenths": None if line.unlocked is None else round(line.unlocked * 10),
        }
