"""The audit trail: rows are written, never changed; blanked only where content must be deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK


class AuditEvent(Base):
    """One change: who, what, when, before and after. No actor means the system itself."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "subject_kind", "subject_id"),)

    id: Mapped[IntPK]
    # No foreign key: the trail outlives the accounts it names.
    actor_id: Mapped[int | None] = mapped_column(Integer, index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))  # numbers, and the codes of regions
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    ip: Mapped[str] = mapped_column(String(45), default="")
    request_id: Mapped[str] = mapped_column(String(32), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
