"""What happened to a demand: its moves between states, and what was changed for its readers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, select

from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason, DemandState
from matchmaker.demands.models import Demand, DemandChange

MOVES_MOST: Final = 200
MOVES: Final = (
    "demand.drafted",
    "demand.adopted",
    "demand.submitted",
    "demand.taken_back",
    "demand.returned",
    "demand.published",
    "demand.renewed",
    "demand.closed",
    "demand.reopened",
    "demand.suspended",
    "demand.restored",
)


@dataclass(frozen=True, slots=True)
class Move:
    """One move: what it was, when, by whom (nobody: the calendar), into which state and why."""

    action: str
    at: datetime
    by: str
    is_staff: bool
    state: DemandState | None
    close_reason: CloseReason | None
    words: str
    closes_on: date | None


def changes_of(demand: Demand) -> Select[DemandChange]:
    """Select what was changed after a demand was published, the latest first."""
    return (
        select(DemandChange)
        .where(DemandChange.demand_id == demand.id)
        .order_by(DemandChange.at.desc(), DemandChange.id.desc())
    )


def moves_of(demand: Demand) -> list[Move]:
    """List the moves of a demand, the latest first, as the trail has them."""
    rows = db.session.execute(
        select(AuditEvent, Account)
        .outerjoin(Account, Account.id == AuditEvent.actor_id)
        .where(
            AuditEvent.subject_kind == Demand.__tablename__,
            AuditEvent.subject_id == str(demand.id),
            AuditEvent.action.in_(MOVES),
        )
        .order_by(AuditEvent.id.desc())
        .limit(MOVES_MOST)
    )
    return [_move(event, account) for event, account in rows]


def _move(event: AuditEvent, account: Account | None) -> Move:
    after: dict[str, Any] = event.after
    state, reason = after.get("state"), after.get("close_reason")
    last_day = after.get("closes_on")
    return Move(
        action=event.action.partition(".")[2],
        at=event.at,
        by=account.name if account else "",
        is_staff=bool(account and account.staff_role),
        state=DemandState(state) if state in set(DemandState) else None,
        close_reason=CloseReason(reason) if reason else None,
        words=str(after.get("close_words") or ""),
        closes_on=date.fromisoformat(last_day) if last_day else None,
    )
