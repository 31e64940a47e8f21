"""What nobody meets, what is left open, and what would bring most demands a good match.

All of it is counted from the lines the worker held against the offerings (`DemandGap`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, or_, select

from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import is_public
from matchmaker.insight.models.gaps import DemandGap, GapLine
from matchmaker.insight.words import LINE_LABELS
from matchmaker.matching.queries.answers import Namer
from matchmaker.matching.queries.models import current_model
from matchmaker.matching.scoring.records import Requirement
from matchmaker.taxonomy.enums import Metric, RequirementKind
from matchmaker.taxonomy.words import metric_label

LISTED: Final = 30  # lines of each table


@dataclass(frozen=True, slots=True)
class Pain:
    """A line, or what lines are about, and demands by how it stands with them.

    `key` names it in addresses. `demands` ask for it. Of those no candidate meets it for `open`,
    of which at least one candidate misses it (`missed`) or none says enough (`unknown`). Ranked
    anew with one offering that promises it, `unlocked` would have a good match; this must alone
    keeps candidates from `alone`.
    """

    key: str
    label: str
    kind: RequirementKind
    demands: int
    open: int
    missed: int
    unknown: int
    unlocked: int
    alone: int


@dataclass(frozen=True, slots=True)
class Pains:
    """The tables of pain points of a slice; `read_at` is when the oldest of it was worked out."""

    unmet: Sequence[Pain]
    open: Sequence[Pain]
    unlock: Sequence[Pain]
    held: int
    read_at: datetime | None


def pains(numbers: Collection[int] | None = None, limit: int = LISTED) -> Pains:
    """Give the pain points of public demands, all or those asked for, largest first."""
    inside = _inside(numbers)
    held, read_at = db.session.execute(
        select(func.count(), func.min(DemandGap.read_at))
        .join(Demand, Demand.id == DemandGap.demand_id)
        .where(*inside)
    ).one()
    exact = (GapLine.op, GapLine.value, GapLine.value2)
    unmet = _counted(exact, (*inside, GapLine.anywhere == 0))
    subjects = _counted((), inside)
    open_ = sorted((row for row in subjects if row.open), key=lambda row: (-row.open, row.label))
    unlock = sorted(
        (row for row in subjects if row.unlocked),
        key=lambda row: (-row.unlocked, -row.alone, row.label),
    )
    return Pains(
        unmet=sorted(unmet, key=lambda row: (-row.demands, row.label))[:limit],
        open=open_[:limit],
        unlock=unlock[:limit],
        held=held,
        read_at=read_at,
    )


def demands_asking(kind: RequirementKind, subject: str) -> Select[int]:
    """Select the demands on record whose lines are about something."""
    return select(GapLine.demand_id).where(GapLine.kind == kind, GapLine.subject == subject)


def subject_label(kind: RequirementKind, subject: str) -> str:
    """Name what lines are about."""
    return _subject_label(Namer([_line(kind, subject)]), kind, subject)


def _inside(numbers: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    listed = public_demands().where(is_public()).with_only_columns(Demand.id)
    public: tuple[ColumnElement[bool], ...] = (Demand.id.in_(listed),)
    return public if numbers is None else (*public, Demand.id.in_(numbers))


def _counted(exact: Sequence[Any], where: Sequence[ColumnElement[bool]]) -> list[Pain]:
    """Count demands by what lines are about, or by whole lines."""
    good = round(current_model().good * 10)
    is_open = and_(GapLine.met == 0, or_(GapLine.missed > 0, GapLine.unknown > 0))
    columns = (GapLine.kind, GapLine.subject, *exact)
    statement = (
        select(
            *columns,
            func.count(distinct(GapLine.demand_id)),
            _demands(is_open),
            _demands(and_(GapLine.met == 0, GapLine.missed > 0)),
            _demands(and_(GapLine.met == 0, GapLine.missed == 0, GapLine.unknown > 0)),
            _demands(GapLine.unlocked_tenths >= good),
            _demands(GapLine.alone > 0),
        )
        .join(Demand, Demand.id == GapLine.demand_id)
        .where(*where)
        .group_by(*columns)
    )
    rows = db.session.execute(statement).all()
    lines = [_line(*row[: len(columns)]) for row in rows]
    namer = Namer(lines)
    return [
        Pain(
            f"{line.kind.value}:{line.subject}",
            namer.label(line) if exact else _subject_label(namer, line.kind, line.subject),
            line.kind,
            *row[len(columns) :],
        )
        for line, row in zip(lines, rows, strict=True)
    ]


def _demands(condition: ColumnElement[bool]) -> Any:
    return func.count(distinct(case((condition, GapLine.demand_id))))


def _line(
    kind: RequirementKind,
    subject: str,
    op: Any = None,
    value: float | None = None,
    value2: float | None = None,
) -> Requirement:
    return Requirement("", kind, subject, op, value, value2)


def _subject_label(namer: Namer, kind: RequirementKind, subject: str) -> str:
    if kind is RequirementKind.METRIC:
        return metric_label(Metric(subject))
    if kind in (RequirementKind.BUDGET, RequirementKind.TIME):
        return str(LINE_LABELS[kind])
    return namer.label(_line(kind, subject))
