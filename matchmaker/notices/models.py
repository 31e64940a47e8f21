"""Notices to people, and how each person wants mail."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK, enum_column
from matchmaker.notices.enums import MailChoice


class Notice(Base):
    """One thing a person is told. Its words follow from `kind` and `facts` when it is read.

    The fact `words`, where there is one, is what a person wrote. `endpoint` and `target` name
    the page it leads to. `mail` is how mail was due when it was written, `mailed_at` when it went
    into a mail. Of notices of a person with the same `once_key` there is one.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "once_key"),
        CheckConstraint("mail != 'never' OR mailed_at IS NULL", name="mailed_if_wanted"),
        Index(None, "account_id", "read_at"),
        Index(None, "mail", "mailed_at", "account_id"),
    )

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    endpoint: Mapped[str] = mapped_column(String(80))
    target: Mapped[dict[str, Any]] = mapped_column(default=dict)
    once_key: Mapped[str | None] = mapped_column(String(120))
    mail: Mapped[MailChoice] = mapped_column(enum_column(MailChoice))
    mailed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    read_at: Mapped[datetime | None]


class NoticeSetting(Base):
    """How a person wants mail of one group; none for a group means its default."""

    __tablename__ = "notice_setting"
    __table_args__ = (UniqueConstraint("account_id", "notice_group"),)

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    notice_group: Mapped[str] = mapped_column(String(24))
    mail: Mapped[MailChoice] = mapped_column(enum_column(MailChoice))
