"""What providers sell."""

from datetime import date, datetime
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
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import EvidenceKind, OfferingState, PriceModel
from matchmaker.catalogue.models.cases import Case
from matchmaker.catalogue.models.files import ShownFile
from matchmaker.catalogue.models.profiles import ProviderProfile
from matchmaker.db import Base, IntPK, Link, Name, Prose, Versioned, enum_column
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard

offering_scene = Table(
    "offering_scene",
    Base.metadata,
    Column("offering_id", ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True),
    Column("scene_id", ForeignKey("scene.id"), primary_key=True, index=True),
)
offering_capability = Table(
    "offering_capability",
    Base.metadata,
    Column("offering_id", ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id"), primary_key=True, index=True),
)
offering_case = Table(
    "offering_case",
    Base.metadata,
    Column("offering_id", ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True),
    Column("case_id", ForeignKey("project_case.id"), primary_key=True, index=True),
)
offering_region = Table(
    "offering_region",
    Base.metadata,
    Column("offering_id", ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True),
    Column("region_code", ForeignKey("region.code"), primary_key=True, index=True),
)


class Offering(Versioned, Base):
    """One thing a provider sells, with scenes, capabilities, region and evidence."""

    __tablename__ = "offering"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('published', 'withdrawn') OR published_at IS NOT NULL",
            name="published_has_date",
        ),
        CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_has_date"
        ),
        CheckConstraint(
            "(state = 'archived') = (archived_at IS NOT NULL)", name="archived_has_date"
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        CheckConstraint(
            "price_min_wan IS NULL OR price_max_wan IS NULL OR price_min_wan <= price_max_wan",
            name="price_in_order",
        ),
        CheckConstraint(
            "lead_days_min IS NULL OR lead_days_max IS NULL OR lead_days_min <= lead_days_max",
            name="lead_in_order",
        ),
        # What is published, newest first, inside a region, by sector: without reading the rows.
        Index(None, "state", "published_at", "organisation_id", "region_code"),
        Index(None, "state", "sector_id", "organisation_id"),
        Index(None, "state", "title"),
        Index(None, "organisation_id", "state"),
        Index(None, "state", "submitted_at"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "capabilities", "cases", "served_regions")
    audited_children: ClassVar[tuple[str, ...]] = ("promises", "files")

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(60), unique=True)  # stable name in the seeds
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    summary: Mapped[Prose]
    summary_en: Mapped[Prose] = mapped_column(default="")
    is_translated: Mapped[bool] = mapped_column(default=False)  # its English is the platform's own
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[OfferingState] = mapped_column(
        enum_column(OfferingState), default=OfferingState.DRAFT
    )
    published_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    price_model: Mapped[PriceModel | None] = mapped_column(enum_column(PriceModel))
    price_min_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元, a whole project
    price_max_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    lead_days_min: Mapped[int | None] = mapped_column(Integer)  # from order to going live
    lead_days_max: Mapped[int | None] = mapped_column(Integer)
    is_nationwide: Mapped[bool] = mapped_column(default=False)  # serves all of China
    serves_abroad: Mapped[bool] = mapped_column(default=False)
    is_light: Mapped[bool] = mapped_column(default=False)  # 小快轻准, as the rule finds it

    organisation: Mapped[Organisation] = relationship()
    profile: Mapped[ProviderProfile | None] = relationship(  # of its provider
        primaryjoin=lambda: foreign(Offering.organisation_id) == ProviderProfile.organisation_id,
        viewonly=True,
    )
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=offering_scene, order_by=Scene.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=offering_capability, order_by=Capability.id
    )
    cases: Mapped[list[Case]] = relationship(secondary=offering_case, order_by=Case.id)
    served_regions: Mapped[list[Region]] = relationship(  # beside `region`
        secondary=offering_region, order_by=Region.code
    )
    files: Mapped[list["OfferingFile"]] = relationship(
        back_populates="offering", cascade="all, delete-orphan", order_by="OfferingFile.position"
    )
    promises: Mapped[list["Promise"]] = relationship(
        back_populates="offering", cascade="all, delete-orphan", order_by="Promise.position"
    )


class OfferingFile(ShownFile, Base):
    """A picture or a document of an offering."""

    __tablename__ = "offering_file"
    __table_args__ = (UniqueConstraint("offering_id", "attachment_id"),)

    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))

    offering: Mapped[Offering] = relationship(back_populates="files")

    @property
    def owner(self) -> Offering:
        return self.offering


class OfferingVersion(Base):
    """What an offering said after a save that others could see or were asked to review."""

    __tablename__ = "offering_version"
    __table_args__ = (UniqueConstraint("offering_id", "number"),)

    id: Mapped[IntPK]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    content: Mapped[dict[str, Any]]  # as the audit trail writes rows
    reviewed_at: Mapped[datetime | None] = mapped_column(index=True)  # approved or acknowledged
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    offering: Mapped[Offering] = relationship()
    actor: Mapped[Account | None] = relationship(foreign_keys=[actor_id])


class Promise(Base):
    """What an offering assures, in the terms of requirements, and what it rests on.

    A capability an offering is filed under is its provider's statement; a promise about it adds
    the proof.
    """

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'metric' AND metric IS NOT NULL AND op IS NOT NULL AND value IS NOT NULL"
            " AND capability_id IS NULL AND standard_id IS NULL)"
            " OR (kind = 'capability' AND capability_id IS NOT NULL"
            " AND metric IS NULL AND standard_id IS NULL)"
            " OR (kind = 'standard' AND standard_id IS NOT NULL"
            " AND metric IS NULL AND capability_id IS NULL)",
            name="kind_has_its_subject",
        ),
        CheckConstraint("(op = 'range') = (value2 IS NOT NULL)", name="range_has_two_ends"),
        CheckConstraint("value2 IS NULL OR value <= value2", name="range_in_order"),
        CheckConstraint("(evidence = 'case') = (case_id IS NOT NULL)", name="case_is_named"),
    )

    id: Mapped[IntPK]
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[RequirementKind] = mapped_column(enum_column(RequirementKind))
    metric: Mapped[Metric | None] = mapped_column(enum_column(Metric))
    capability_id: Mapped[int | None] = mapped_column(ForeignKey("capability.id"), index=True)
    standard_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    op: Mapped[Operator | None] = mapped_column(enum_column(Operator))
    value: Mapped[float | None]  # in the unit of the metric
    value2: Mapped[float | None]  # upper end of a range
    evidence: Mapped[EvidenceKind] = mapped_column(enum_column(EvidenceKind))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("project_case.id"), index=True)
    evidence_note: Mapped[Prose] = mapped_column(default="")  # number of a report, words of a case
    evidence_url: Mapped[Link] = mapped_column(default="")
    valid_until: Mapped[date | None]  # of a certificate
    reviewed_at: Mapped[datetime | None]  # seen by staff, or carrying a public source

    offering: Mapped[Offering] = relationship(back_populates="promises")
    capability: Mapped[Capability | None] = relationship()
    standard: Mapped[Standard | None] = relationship()
    case: Mapped[Case | None] = relationship()
