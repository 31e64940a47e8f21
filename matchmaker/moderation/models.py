"""Decisions: rows are written, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK, Prose, enum_column
from matchmaker.moderation.enums import Outcome


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
