"""Figures as they were on a day: history is read from here, never worked out anew."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK


class Snapshot(Base):
    """The figures of one kind on a day of China's time, written once and kept as they are."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("kind", "day"),)

    id: Mapped[IntPK]
    day: Mapped[date] = mapped_column(Date)
    kind: Mapped[str] = mapped_column(String(40))
    data: Mapped[dict[str, Any]]
    taken_at: Mapped[datetime] = mapped_column(default=clock.now)
