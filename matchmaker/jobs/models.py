"""The outbox: what must happen after a commit, written in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK


class OutboxRow(Base):
    """One thing to do: index a row again (`key` = kind:id), or send a mail."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "done_at", "run_at"),)

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    parked_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
