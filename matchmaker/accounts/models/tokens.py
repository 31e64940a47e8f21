"""Keys for programs: they act as a person, or for one organisation of theirs."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models.people import Account, Organisation
from matchmaker.db import Base, IntPK


class AccessToken(Base):
    """A key a program shows instead of a password: scoped, for a time, revocable.

    Only its hash is stored; `prefix` is what people know it by. With an organisation it reaches
    only what is that organisation's; `account` made it and answers for it either way.
    """

    __tablename__ = "access_token"
    __table_args__ = (CheckConstraint("expires_at > created_at", name="lasts_for_a_time"),)
    unaudited: ClassVar[frozenset[str]] = frozenset({"token_hash", "last_used_at"})

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(80))
    prefix: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]  # when its people were told that it ends soon

    account: Mapped[Account] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def is_usable(self) -> bool:
        """Neither revoked nor past its end; who made it and what for is asked elsewhere."""
        return self.revoked_at is None and self.expires_at > clock.now()
