"""What the API keeps of requests it answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK, Prose


class SentRequest(Base):
    """A request sent with an `Idempotency-Key`, and how it was answered, for a day.

    `request_hash` tells the same request from another one that uses the key again; `headers` are
    those of the answer that belong to what was made.
    """

    __tablename__ = "sent_request"
    __table_args__ = (UniqueConstraint("token_id", "key_hash"),)

    id: Mapped[IntPK]
    token_id: Mapped[int] = mapped_column(ForeignKey("access_token.id", ondelete="CASCADE"))
    key_hash: Mapped[str] = mapped_column(String(64))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer)
    headers: Mapped[list[dict[str, str]]]
    body: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
