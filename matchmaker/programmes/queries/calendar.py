"""What a call looks like in time: by stage, and as a file for calendars."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import selectinload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.programmes.enums import CallStage, CallState, PhaseKind
from matchmaker.programmes.models import Call, CallChange, CallPhase
from matchmaker.programmes.words import PHASE_LABELS
from matchmaker.web.language import localised

PRODUCT = "-//5G Inside//Matchmaker//ZH"


def calls_at(stage: CallStage, now: datetime) -> Select[Call]:
    """Select the public calls of a stage, with phases and sectors.

    Running ones come with the nearest deadline of submitting first, those past it last; coming
    ones as they begin; those that are over with the latest first.
    """
    ends = _instant(PhaseKind.SUBMISSION, CallPhase.ends_at)
    starts = _instant(PhaseKind.SUBMISSION, CallPhase.starts_at)
    order = {
        CallStage.RUNNING: (case((ends > now, 0), else_=1), ends, Call.id),
        CallStage.COMING: (starts, Call.id),
        CallStage.OVER: (ends.desc(), Call.id.desc()),
    }[stage]
    return (
        select(Call)
        .where(Call.state != CallState.DRAFT, _is_at(stage, now))
        .options(selectinload(Call.phases), selectinload(Call.sectors))
        .order_by(*order)
    )


def count_at(now: datetime) -> dict[CallStage, int]:
    """Count the public calls of each stage."""
    columns = [
        func.count(case((_is_at(stage, now), Call.id))).label(stage.value) for stage in CallStage
    ]
    row = db.session.execute(select(*columns).where(Call.state != CallState.DRAFT)).one()
    return dict(zip(CallStage, row, strict=True))


def changes_of(call: Call) -> list[CallChange]:
    """List what was moved after publishing, the latest first."""
    statement = select(CallChange).where(CallChange.call_id == call.id)
    return list(db.session.scalars(statement.order_by(CallChange.id.desc())))


def stage_of(call: Call, now: datetime) -> CallStage:
    """Say where a published call stands."""
    results = next((row for row in call.phases if row.kind is PhaseKind.RESULTS), None)
    if call.state is CallState.CANCELLED or (results and results.starts_at <= now):
        return CallStage.OVER
    has_begun = any(row.starts_at <= now for row in call.phases)
    return CallStage.RUNNING if has_begun else CallStage.COMING


def deadlines_file(call: Call, address: str) -> bytes:
    """Write the steps of a call as calendar events (RFC 5545), in the reader's language.

    A step that ends is an event at its end, as long as nothing: the deadline. The results are one
    at their start. A calendar that reads the file again replaces what it holds; of a cancelled
    call it drops it.
    """
    calendar = new_calendar("CANCEL" if call.state is CallState.CANCELLED else "PUBLISH")
    for event in deadline_events(call, address):
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def new_calendar(method: str = "PUBLISH") -> Calendar:
    """Begin a calendar of this site."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def deadline_events(call: Call, address: str) -> Iterator[Event]:
    """Give the steps of a call as events; `address` is its page."""
    is_cancelled = call.state is CallState.CANCELLED
    for phase in call.phases:
        instant = (phase.ends_at or phase.starts_at).astimezone(clock.CHINA)
        event = Event()
        event.add("uid", f"call-{call.id}-{phase.kind}@{address.split('/')[2]}")
        event.add("sequence", call.version)
        event.add("dtstamp", call.updated_at)
        event.add("dtstart", instant)
        event.add("duration", timedelta(0))
        event.add("summary", f"{PHASE_LABELS[phase.kind]} · {localised(call, 'title')}")
        event.add("url", address)
        event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
        yield event


def _instant(kind: PhaseKind, column: Any) -> ScalarSelect[Any]:
    return (
        select(column).where(CallPhase.call_id == Call.id, CallPhase.kind == kind).scalar_subquery()
    )


def _is_at(stage: CallStage, now: datetime) -> ColumnElement[bool]:
    begun = exists().where(CallPhase.call_id == Call.id, CallPhase.starts_at <= now)
    out = exists().where(
        CallPhase.call_id == Call.id,
        CallPhase.kind == PhaseKind.RESULTS,
        CallPhase.starts_at <= now,
    )
    is_cancelled = Call.state == CallState.CANCELLED
    return {
        CallStage.RUNNING: and_(~is_cancelled, begun, ~out),
        CallStage.COMING: and_(~is_cancelled, ~begun),
        CallStage.OVER: or_(is_cancelled, out),
    }[stage]
