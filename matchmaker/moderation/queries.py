"""Decisions and notes on one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import inspect, select

from matchmaker.accounts.models import Account
from matchmaker.db import Base, db
from matchmaker.moderation.models import Decision, Report, ReportLook, StaffNote

NOTES_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, and for staff who made it; "" for the system and for others than staff."""

    decision: Decision
    by: str = ""


def decisions_of(row: Base, *, with_names: bool = False) -> list[DecisionLine]:
    """Give the decisions on a thing, newest first; names of staff are for staff only."""
    identity = inspect(row).identity
    if identity is None:
        return []
    return decisions_about(row.__tablename__, int(identity[0]), with_names=with_names)


def decisions_about(kind: str, number: int, *, with_names: bool = False) -> list[DecisionLine]:
    """Give the decisions on the thing of a table and number, newest first."""
    statement = select(Decision).where(Decision.subject_kind == kind, Decision.subject_id == number)
    rows = db.session.scalars(statement.order_by(Decision.id.desc())).all()
    names = _names(rows) if with_names else {}
    return [DecisionLine(row, names.get(row.actor_id or 0, "")) for row in rows]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note for colleagues, and who wrote it; "" where the account is gone."""

    note: StaffNote
    by: str


def notes_on(row: Base) -> list[NoteLine]:
    """Give the newest notes of staff on a thing, a hundred at most."""
    identity = inspect(row).identity
    if identity is None:
        return []
    about = (StaffNote.subject_kind == row.__tablename__, StaffNote.subject_id == int(identity[0]))
    wanted = (
        select(StaffNote, Account.name)
        .outerjoin(Account, Account.id == StaffNote.author_id)
        .where(*about)
        .order_by(StaffNote.id.desc())
        .limit(NOTES_SHOWN)
    )
    return [NoteLine(note, name or "") for note, name in db.session.execute(wanted)]


def has_looked(report: Report, actor: Account) -> bool:
    """Say whether a person asked to see what a report is about."""
    asked = select(ReportLook.id).where(
        ReportLook.report_id == report.id, ReportLook.account_id == actor.id
    )
    return db.session.scalar(asked) is not None


def _names(rows: Sequence[Decision]) -> dict[int, str]:
    ids = {row.actor_id for row in rows if row.actor_id is not None}
    statement = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(statement)} if ids else {}
