"""The outbox: what must happen after a commit, written in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK
from matchmaker.web.context import request_facts


def _request_id() -> str:
    return request_facts().request_id


class OutboxRow(Base):
    """One thing to do: index a row again (`key` = kind:id), or send a mail.

    `lease_owner` names the claim that works on it; only that claim may say it is done. Of rows
    with the same `once_key` there is one. `sending_at` is set just before a mail server gets a
    message: from then on nobody but the server knows whether it left.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "done_at", "run_at"),)

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    once_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    sending_at: Mapped[datetime | None]
    request_id: Mapped[str] = mapped_column(String(32), default=_request_id)  # that queued it
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    parked_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class TableChange(Base):
    """That a transaction changed rows of a table; written with it, read by all that keep values."""

    __tablename__ = "table_change"

    id: Mapped[IntPK]
    name: Mapped[str] = mapped_column(String(60))
