"""Claims: people of an organisation ask to take an unclaimed profile over."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.enums import ClaimState
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column

_UNDECIDED = text("state IN ('submitted', 'returned')")


class Claim(Versioned, Base):
    """One organisation's claim to one unclaimed profile, with what it rests on."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('approved', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)",
            name="closed_has_date",
        ),
        Index(
            "uq_claim_undecided",
            "provider_id",
            "organisation_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index(None, "state", "submitted_at"),
    )

    id: Mapped[IntPK]
    # The unclaimed organisation; the row stays after it was merged, with what was decided.
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    claimant_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[ClaimState] = mapped_column(enum_column(ClaimState), default=ClaimState.SUBMITTED)
    words: Mapped[Prose]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    submitted_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]

    provider: Mapped[Organisation] = relationship(foreign_keys=[provider_id])
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    claimant: Mapped[Account | None] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
