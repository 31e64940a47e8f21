"""What a provider answers to a demand: line by line, price, plan, partners."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.demands.models import Demand, Requirement
from matchmaker.engagements.enums.responses import LineAnswer, PartnerState, ResponseState
from matchmaker.engagements.models import Engagement

EVIDENCE_MAX = 300

response_cover = Table(
    "response_cover",
    Base.metadata,
    Column(
        "partner_id", ForeignKey("response_partner.id", ondelete="CASCADE"), primary_key=True
    ),
    Column(
        "requirement_id",
        ForeignKey("requirement.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)  # fmt: skip


class Response(Versioned, Base):
    """One provider's answer to a demand; its own people's alone until it is submitted.

    The engagement begins with the first submission, unless the two talked before.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("demand_id", "provider_id"),
        Index(None, "provider_id", "state"),
        CheckConstraint(
            "state <> 'submitted' OR (submitted_at IS NOT NULL AND engagement_id IS NOT NULL)",
            name="submitted_has_date",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        CheckConstraint(
            "price_min_wan IS NULL OR price_max_wan IS NULL OR price_min_wan <= price_max_wan",
            name="price_in_order",
        ),
        CheckConstraint("weeks IS NULL OR weeks > 0", name="weeks_positive"),
    )
    audited_children: ClassVar[tuple[str, ...]] = ("lines", "partners")

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagement.id"), unique=True)
    offering_id: Mapped[int | None] = mapped_column(
        ForeignKey("offering.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[ResponseState] = mapped_column(
        enum_column(ResponseState), default=ResponseState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    price_min_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    price_max_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    price_words: Mapped[str] = mapped_column(String(300), default="")
    plan: Mapped[Prose] = mapped_column(default="")
    weeks: Mapped[int | None] = mapped_column(Integer)  # from order to going live

    demand: Mapped[Demand] = relationship()
    provider: Mapped[Organisation] = relationship()
    engagement: Mapped[Engagement | None] = relationship()
    offering: Mapped[Offering | None] = relationship()
    lines: Mapped[list["ResponseLine"]] = relationship(
        back_populates="response", cascade="all, delete-orphan", order_by="ResponseLine.position"
    )
    partners: Mapped[list["ResponsePartner"]] = relationship(
        back_populates="response", cascade="all, delete-orphan", order_by="ResponsePartner.id"
    )


class ResponseLine(Base):
    """The answer to one requirement, and the requirement as it was then.

    A requirement that is changed becomes another row: then `requirement_id` is empty, and `asked`
    still says what was answered.
    """

    __tablename__ = "response_line"
    __table_args__ = (UniqueConstraint("response_id", "requirement_id"),)

    id: Mapped[IntPK]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    requirement_id: Mapped[int | None] = mapped_column(
        ForeignKey("requirement.id", ondelete="SET NULL"), index=True
    )
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answer: Mapped[LineAnswer | None] = mapped_column(enum_column(LineAnswer))
    figure: Mapped[float | None]  # in the unit of the metric
    evidence: Mapped[str] = mapped_column(String(EVIDENCE_MAX), default="")
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_case.id", ondelete="SET NULL"), index=True
    )

    response: Mapped[Response] = relationship(back_populates="lines")
    requirement: Mapped[Requirement | None] = relationship(passive_deletes="all")
    case: Mapped[Case | None] = relationship()


class ResponsePartner(Base):
    """Another organisation that stands in a response: in which role, for which requirements."""

    __tablename__ = "response_partner"
    __table_args__ = (
        UniqueConstraint("response_id", "organisation_id"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name="answered_has_date"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("covers",)

    id: Mapped[IntPK]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[PartnerState] = mapped_column(
        enum_column(PartnerState), default=PartnerState.ASKED
    )
    answered_at: Mapped[datetime | None]

    response: Mapped[Response] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship()
    covers: Mapped[list[Requirement]] = relationship(
        secondary=response_cover, order_by=Requirement.position
    )
