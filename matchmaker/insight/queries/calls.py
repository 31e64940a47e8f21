"""Calls of a period, for a report: when they took submissions, how many came, what was selected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from matchmaker.db import db
from matchmaker.insight.queries.scope import Scope
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.taxonomy.models import Sector


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call of a period: from when to when it took submissions, and when its results came.

    `sent` counts the submissions first sent in the period, `selected` the entries its results gave
    in it: both of the sector and province of the scope, which the submissions themselves name.
    """

    call: Call
    opens_at: datetime
    closes_at: datetime | None
    sent: int
    selected: int


@dataclass(frozen=True, slots=True)
class CallsTold:
    """The calls of a period, the earliest first, and how many of them opened and closed in it."""

    lines: Sequence[CallLine]
    opened: int
    closed: int
    gave_results: int

    @property
    def sent(self) -> int:
        """Submissions sent to them."""
        return sum(line.sent for line in self.lines)

    @property
    def selected(self) -> int:
        """Entries of their results."""
        return sum(line.selected for line in self.lines)


def calls_of(scope: Scope) -> CallsTold:
    """Tell of the calls that took submissions or gave results in a period: one question."""
    sent = select(func.count(Submission.id)).where(
        Submission.call_id == Call.id, _within(scope, Submission.submitted_at), *_narrowed(scope)
    )
    selected = (
        select(func.count(Entry.id))
        .join(Submission, Submission.id == Entry.submission_id)
        .where(Entry.call_id == Call.id, _within(scope, Entry.listed_at), *_narrowed(scope))
    )
    counted = (
        select(
            Call,
            CallPhase.starts_at,
            CallPhase.ends_at,
            sent.correlate(Call).scalar_subquery(),
            selected.correlate(Call).scalar_subquery(),
        )
        .join(CallPhase, and_(CallPhase.call_id == Call.id, CallPhase.kind == PhaseKind.SUBMISSION))
        .where(
            Call.state != CallState.DRAFT,
            or_(
                and_(CallPhase.starts_at < scope.end, CallPhase.ends_at >= scope.begin),
                _within(scope, Call.results_at),
            ),
        )
        .order_by(CallPhase.starts_at, Call.id)
    )
    lines = [CallLine(*row) for row in db.session.execute(counted)]
    return CallsTold(
        lines,
        opened=sum(_is_in(scope, line.opens_at) for line in lines),
        closed=sum(_is_in(scope, line.closes_at) for line in lines),
        gave_results=sum(_is_in(scope, line.call.results_at) for line in lines),
    )


def _within(scope: Scope, moment: Any) -> ColumnElement[bool]:
    return and_(moment >= scope.begin, moment < scope.end)


def _is_in(scope: Scope, moment: datetime | None) -> bool:
    return moment is not None and scope.begin <= moment < scope.end


def _narrowed(scope: Scope) -> list[ColumnElement[bool]]:
    said: list[ColumnElement[bool]] = []
    if scope.sector:
        said.append(Submission.sector_id.in_(select(Sector.id).where(Sector.code == scope.sector)))
    if scope.region:
        said.append(Submission.region_code.startswith(scope.province, autoescape=True))
    return said
