"""What was selected, what was said against it, and what its people ask for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import Base, IntPK, Name, Prose, Versioned, enum_column
from matchmaker.programmes.enums.results import (
    AppealState,
    EntryAct,
    EntryState,
    ObjectionReason,
    ObjectionState,
    RenewalState,
    Standing,
)
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission


class Entry(Versioned, Base):
    """A selected submission once the results are out: what it was selected as, and how long.

    It holds from `valid_from` to `valid_until`, both days included. `renewed_from` is an entry of
    the same organisation that an earlier call of the kind gave.
    """

    __tablename__ = "programme_entry"
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="days_in_order"),
        CheckConstraint("state <> 'warned' OR warned_at IS NOT NULL", name="warned_has_date"),
        CheckConstraint(
            "state <> 'rectifying' OR rectify_until IS NOT NULL", name="rectifying_has_last_day"
        ),
        CheckConstraint("(state = 'removed') = (removed_at IS NOT NULL)", name="removed_has_date"),
        Index(None, "call_id", "state"),
        Index(None, "organisation_id", "state"),
    )

    id: Mapped[IntPK]
    number: Mapped[str] = mapped_column(String(40), unique=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[EntryState] = mapped_column(enum_column(EntryState), default=EntryState.LISTED)
    listed_at: Mapped[datetime] = mapped_column(default=clock.now)
    valid_from: Mapped[date]
    valid_until: Mapped[date] = mapped_column(index=True)
    warned_at: Mapped[datetime | None]
    rectify_until: Mapped[date | None]
    removed_at: Mapped[datetime | None]
    renewed_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("programme_entry.id"), index=True
    )

    submission: Mapped[Submission] = relationship()
    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation] = relationship()
    renewed_from: Mapped["Entry | None"] = relationship(remote_side="Entry.id")

    def standing(self, today: date) -> Standing:
        """Say what it is worth on a day; its last day still counts."""
        if self.state is EntryState.REMOVED:
            return Standing.REMOVED
        if self.valid_until < today:
            return Standing.EXPIRED
        return {
            EntryState.WARNED: Standing.WARNED,
            EntryState.RECTIFYING: Standing.RECTIFYING,
        }.get(self.state, Standing.VALID)


class EntryStep(Base):
    """What was done about an entry, why and until when; written, never changed."""

    __tablename__ = "entry_step"

    id: Mapped[IntPK]
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("programme_entry.id", ondelete="CASCADE"), index=True
    )
    act: Mapped[EntryAct] = mapped_column(enum_column(EntryAct))
    reasons: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[Prose] = mapped_column(default="")
    until: Mapped[date | None]
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)

    entry: Mapped[Entry] = relationship()


class Objection(Versioned, Base):
    """What somebody says against a submission on the public notice, with who to answer.

    Whoever knows the receipt reads the answer; name, contact and words are for staff alone.
    """

    __tablename__ = "objection"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_date"),
        Index(None, "call_id", "state"),
    )

    id: Mapped[IntPK]
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[ObjectionReason] = mapped_column(enum_column(ObjectionReason))
    name: Mapped[Name]
    contact: Mapped[Name]
    words: Mapped[Prose]
    state: Mapped[ObjectionState] = mapped_column(
        enum_column(ObjectionState), default=ObjectionState.OPEN
    )
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    call: Mapped[Call] = relationship()
    submission: Mapped[Submission] = relationship()
    author: Mapped[Account | None] = relationship(foreign_keys=[author_id])


class Appeal(Versioned, Base):
    """What an entrant says against a decision on its submission, or on its entry.

    One at a time is open for a submission.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_date"),
        Index(
            "uq_appeal_open",
            "submission_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[IntPK]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("programme_entry.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[Prose]
    state: Mapped[AppealState] = mapped_column(enum_column(AppealState), default=AppealState.OPEN)
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    submission: Mapped[Submission] = relationship()
    entry: Mapped[Entry | None] = relationship()
    author: Mapped[Account] = relationship(foreign_keys=[author_id])


class Renewal(Versioned, Base):
    """A request of an entry's organisation that it holds longer; one at a time is open."""

    __tablename__ = "entry_renewal"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_date"),
        Index(
            "uq_entry_renewal_open",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[IntPK]
    entry_id: Mapped[int] = mapped_column(ForeignKey("programme_entry.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[Prose]
    state: Mapped[RenewalState] = mapped_column(
        enum_column(RenewalState), default=RenewalState.OPEN
    )
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answerer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    entry: Mapped[Entry] = relationship()
    author: Mapped[Account] = relationship(foreign_keys=[author_id])
