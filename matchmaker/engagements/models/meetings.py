"""Meetings of an engagement."""

from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Account
from matchmaker.db import Base, IntPK, Link, Prose, Versioned, enum_column
from matchmaker.engagements.enums.meetings import MeetingState
from matchmaker.engagements.models import Engagement


class Meeting(Versioned, Base):
    """A talk at an agreed time: one side names times, the other chooses one.

    `uid` and `sequence` tell calendars that a file is about a meeting they hold (RFC 5545).
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('accepted', 'held', 'missed')"
            " OR (starts_at IS NOT NULL AND minutes IS NOT NULL)",
            name="accepted_has_time",
        ),
        CheckConstraint(
            "(state IN ('held', 'missed')) = (noted_at IS NOT NULL)", name="noted_has_date"
        ),
        CheckConstraint(
            "(state IN ('declined', 'cancelled')) = (closed_at IS NOT NULL)", name="closed_has_date"
        ),
        Index(None, "state", "starts_at"),
        CheckConstraint("place <> '' OR link <> ''", name="somewhere"),
        CheckConstraint("link = '' OR link LIKE 'https://%'", name="link_is_safe"),
    )

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(
        ForeignKey("engagement.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[MeetingState] = mapped_column(
        enum_column(MeetingState), default=MeetingState.PROPOSED
    )
    is_by_provider: Mapped[bool]  # who named the times last
    proposer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    topic: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[Link] = mapped_column(default="")
    words: Mapped[Prose] = mapped_column(default="")
    uid: Mapped[str] = mapped_column(String(40), unique=True, default=lambda: token_hex(16))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    starts_at: Mapped[datetime | None]  # as chosen
    minutes: Mapped[int | None]
    proposed_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    close_words: Mapped[Prose] = mapped_column(default="")
    note: Mapped[Prose] = mapped_column(default="")  # what came of it
    noted_at: Mapped[datetime | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    engagement: Mapped[Engagement] = relationship()
    proposer: Mapped[Account] = relationship(foreign_keys=[proposer_id])
    noted_by: Mapped[Account | None] = relationship(foreign_keys=[noted_by_id])
    slots: Mapped[list["MeetingSlot"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="MeetingSlot.starts_at"
    )

    @property
    def ends_at(self) -> datetime | None:
        """When a meeting whose time is chosen ends."""
        if self.starts_at is None:
            return None
        return self.starts_at + timedelta(minutes=self.minutes or 0)


class MeetingSlot(Base):
    """A time that was named for a meeting."""

    __tablename__ = "meeting_slot"
    __table_args__ = (UniqueConstraint("meeting_id", "starts_at"),)

    id: Mapped[IntPK]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer)

    meeting: Mapped[Meeting] = relationship(back_populates="slots")
