"""Forms that were sent: what each created."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.db import Base, IntPK
from matchmaker.web.forms import KEY_MAX


class SentForm(Base):
    """A form that was sent, and the address of what it created."""

    __tablename__ = "sent_form"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_MAX))
    address: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
