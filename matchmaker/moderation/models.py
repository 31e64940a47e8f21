"""Decisions, reports, and notes of staff: rows of the first and last are never changed."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.moderation.enums import Outcome, ReportReason, ReportState


class Decision(Base):
    """What staff decided on one thing; `subject_kind` is the name of its table.

    `reasons` are codes of an enum of the slice the thing belongs to, `words` what was added to
    them; both are shown to the people concerned, the name of who decided is not.
    """

    __tablename__ = "decision"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[IntPK]
    # No foreign key: a decision outlives the thing it was about.
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    reasons: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[Prose] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class Report(Versioned, Base):
    """Somebody says that a public thing is not right; one a person and thing."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("reporter_id", "subject_kind", "subject_id"),
        Index(None, "subject_kind", "subject_id"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_date"),
    )

    id: Mapped[IntPK]
    receipt: Mapped[str] = mapped_column(String(16), unique=True)  # told to whoever reported
    reporter_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    # No foreign key: kinds are those of search, and a report outlives the thing it was about.
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Integer)
    subject_title: Mapped[str] = mapped_column(String(200))  # as it was then
    reason: Mapped[ReportReason] = mapped_column(enum_column(ReportReason))
    words: Mapped[Prose] = mapped_column(default="")
    state: Mapped[ReportState] = mapped_column(enum_column(ReportState), index=True)
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class ReportLook(Base):
    """A member of staff asked to see what only a report lets them see; one a person and report."""

    __tablename__ = "report_look"
    __table_args__ = (UniqueConstraint("report_id", "account_id"),)

    id: Mapped[IntPK]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    looked_at: Mapped[datetime] = mapped_column(default=clock.now)


class StaffNote(Base):
    """What staff write about a thing for those who decide on it after them; never changed.

    `subject_kind` is the name of its table. Those concerned never see it, not in the trail either.
    """

    __tablename__ = "staff_note"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)
    unaudited: ClassVar[frozenset[str]] = frozenset({"words"})

    id: Mapped[IntPK]
    # No foreign key: things of several tables have notes.
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(Integer)
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[Prose]
    at: Mapped[datetime] = mapped_column(default=clock.now)
