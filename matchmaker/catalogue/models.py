"""The supply side: provider profiles, offerings, cases."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.db import Base, IntPK, Link, Name, Prose, Versioned, enum_column
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

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
case_scene = Table(
    "case_scene",
    Base.metadata,
    Column("case_id", ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True),
    Column("scene_id", ForeignKey("scene.id"), primary_key=True, index=True),
)
case_capability = Table(
    "case_capability",
    Base.metadata,
    Column("case_id", ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id"), primary_key=True, index=True),
)


class ProviderProfile(Versioned, Base):
    """What the public sees of a providing organisation."""

    __tablename__ = "provider_profile"
    audited_links: ClassVar[tuple[str, ...]] = ()

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    type: Mapped[ProviderType] = mapped_column(enum_column(ProviderType), index=True)
    summary: Mapped[Prose] = mapped_column(default="")
    source_urls: Mapped[list[str]] = mapped_column(default=list)
    is_mention_only: Mapped[bool] = mapped_column(default=False)  # named somewhere, no case known

    organisation: Mapped[Organisation] = relationship()


class Case(Versioned, Base):
    """A delivered project: who, for whom, which scene, which effect, which source."""

    __tablename__ = "project_case"  # CASE is a reserved word of SQL
    __table_args__ = (
        CheckConstraint("year_from IS NULL OR year_to >= year_from", name="years_in_order"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "capabilities")

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(40), unique=True)  # stable name in the seeds
    title: Mapped[Name]
    client: Mapped[Name]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    place: Mapped[str] = mapped_column(String(120), default="")  # as written in the source
    problem: Mapped[Prose]
    is_problem_explicit: Mapped[bool]  # False: read off the setting, not stated by the source
    solution: Mapped[Prose]
    effects: Mapped[Prose] = mapped_column(default="")
    awards: Mapped[Prose] = mapped_column(default="")
    year_from: Mapped[int | None]
    year_to: Mapped[int | None]
    source_url: Mapped[Link]

    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=case_scene, order_by=Scene.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=case_capability, order_by=Capability.id
    )
    parts: Mapped[list["CasePart"]] = relationship(
        back_populates="case", cascade="all, delete-orphan", order_by="CasePart.id"
    )
    offerings: Mapped[list["Offering"]] = relationship(
        secondary=offering_case, back_populates="cases"
    )


class CasePart(Base):
    """What one provider did in a case."""

    __tablename__ = "case_part"
    __table_args__ = (UniqueConstraint("case_id", "organisation_id"),)

    id: Mapped[IntPK]
    case_id: Mapped[int] = mapped_column(ForeignKey("project_case.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[str] = mapped_column(String(200), default="")

    case: Mapped[Case] = relationship(back_populates="parts")
    organisation: Mapped[Organisation] = relationship()


class Offering(Versioned, Base):
    """One thing a provider sells, with scenes, capabilities, region and evidence."""

    __tablename__ = "offering"
    __table_args__ = (
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_has_date"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        # What is published, newest first, inside a region, by sector: without reading the rows.
        Index(None, "state", "published_at", "organisation_id", "region_code"),
        Index(None, "state", "sector_id", "organisation_id"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "capabilities", "cases")

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(60), unique=True)  # stable name in the seeds
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[Name]
    summary: Mapped[Prose]
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[OfferingState] = mapped_column(
        enum_column(OfferingState), default=OfferingState.DRAFT
    )
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    scenes: Mapped[list[Scene]] = relationship(secondary=offering_scene, order_by=Scene.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=offering_capability, order_by=Capability.id
    )
    cases: Mapped[list[Case]] = relationship(
        secondary=offering_case, back_populates="offerings", order_by=Case.id
    )
