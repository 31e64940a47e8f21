"""Delivered projects."""

from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import Effect
from matchmaker.db import Base, IntPK, Link, Name, Prose, Versioned, enum_column
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

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
    effect_rows: Mapped[list["CaseEffect"]] = relationship(
        cascade="all, delete-orphan", order_by="CaseEffect.kind"
    )


class CaseEffect(Base):
    """A kind of effect the words of a case tell of; written again with the case."""

    __tablename__ = "case_effect"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("project_case.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[Effect] = mapped_column(enum_column(Effect), primary_key=True, index=True)


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
