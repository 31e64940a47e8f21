"""What both sides of an engagement say to each other, and whom they may call."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.attachments.models import Attachment
from matchmaker.db import Base, IntPK, Prose
from matchmaker.engagements.models import Engagement


class Message(Base):
    """What a person of one side wrote to the other; taken back, only that it was is left."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("taken_back_at IS NULL OR text = ''", name="taken_back_is_empty"),
        Index(None, "engagement_id", "id"),
        Index(None, "author_id", "created_at"),
    )
    # What two sides write each other is nobody else's business.
    unaudited: ClassVar[frozenset[str]] = frozenset({"text"})

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_by_provider: Mapped[bool]
    text: Mapped[Prose]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    taken_back_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
    author: Mapped[Account] = relationship()
    files: Mapped[list["MessageFile"]] = relationship(
        back_populates="message", cascade="all, delete-orphan", order_by="MessageFile.id"
    )


class MessageFile(Base):
    """A file that came with a message."""

    __tablename__ = "message_file"
    __table_args__ = (UniqueConstraint("attachment_id"),)

    id: Mapped[IntPK]
    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), index=True
    )
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))

    message: Mapped[Message] = relationship(back_populates="files")
    attachment: Mapped[Attachment] = relationship()


class ThreadLook(Base):
    """How far a person has read the messages of an engagement."""

    __tablename__ = "thread_look"
    __table_args__ = (UniqueConstraint("engagement_id", "account_id"),)

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[int] = mapped_column(Integer)  # the newest that was shown


class Contact(Base):
    """Whom the other side may call: one person a side, who agreed that it may know how."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("engagement_id", "is_of_provider"),
        CheckConstraint("agreed_at IS NOT NULL OR phone = ''", name="phone_needs_consent"),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"phone"})

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    is_of_provider: Mapped[bool]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    phone: Mapped[str] = mapped_column(String(40), default="")
    agreed_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
    account: Mapped[Account] = relationship()


class ContactLook(Base):
    """That a person asked to see the other side's contact, and when first."""

    __tablename__ = "contact_look"
    __table_args__ = (UniqueConstraint("engagement_id", "account_id"),)

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    looked_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship()
