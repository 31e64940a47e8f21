"""Applications of organisations to be verified, part by part."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.enums import PartKind, PartState, VerificationState
from matchmaker.accounts.models.people import Account, Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.db import Base, IntPK, Name, Prose, Versioned, enum_column

_UNDECIDED = text("state IN ('draft', 'submitted', 'returned')")


class Verification(Versioned, Base):
    """One application of an organisation to be verified, from the first draft to the decision."""

    __tablename__ = "verification"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted_has_date"
        ),
        CheckConstraint(
            "(state IN ('approved', 'refused', 'withdrawn')) = (closed_at IS NOT NULL)",
            name="closed_has_date",
        ),
        Index(
            "uq_verification_undecided",
            "organisation_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
        Index(None, "state", "submitted_at"),
    )
    audited_children: ClassVar[tuple[str, ...]] = ("parts",)

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    applicant_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[VerificationState] = mapped_column(
        enum_column(VerificationState), default=VerificationState.DRAFT
    )
    legal_name: Mapped[Name] = mapped_column(default="")
    uscc: Mapped[str] = mapped_column(String(18), default="", index=True)
    contact_name: Mapped[str] = mapped_column(String(40), default="")
    contact_position: Mapped[str] = mapped_column(String(40), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    submitted_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    applicant: Mapped[Account | None] = relationship()
    parts: Mapped[list["VerificationPart"]] = relationship(
        back_populates="verification",
        cascade="all, delete-orphan",
        order_by="VerificationPart.id",
    )

    def part(self, kind: PartKind) -> "VerificationPart":
        """Give one part; an application has all of them from its start."""
        return next(part for part in self.parts if part.kind == kind)


class VerificationPart(Base):
    """One part of an application, and what staff found of it."""

    __tablename__ = "verification_part"
    __table_args__ = (UniqueConstraint("verification_id", "kind"),)

    id: Mapped[IntPK]
    verification_id: Mapped[int] = mapped_column(ForeignKey("verification.id", ondelete="CASCADE"))
    kind: Mapped[PartKind] = mapped_column(enum_column(PartKind))
    state: Mapped[PartState] = mapped_column(enum_column(PartState), default=PartState.OPEN)
    reasons: Mapped[list[str]] = mapped_column(default=list)
    words: Mapped[Prose] = mapped_column(default="")
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)

    verification: Mapped[Verification] = relationship(back_populates="parts")
    attachment: Mapped[Attachment | None] = relationship()
