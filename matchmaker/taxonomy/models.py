"""The taxonomy: sectors, scenes, capabilities, standards, regions, industries."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, IntPK, Name, Prose, Slug, Versioned, enum_column
from matchmaker.taxonomy.enums import CapabilityKind, RegionLevel, Trust

scene_capability = Table(
    "scene_capability",
    Base.metadata,
    Column("scene_id", ForeignKey("scene.id", ondelete="CASCADE"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id", ondelete="CASCADE"), primary_key=True),
)
_LIVE = text("retired_at IS NULL")
standard_scene = Table(
    "standard_scene",
    Base.metadata,
    Column("standard_id", ForeignKey("standard.id", ondelete="CASCADE"), primary_key=True),
    Column("scene_id", ForeignKey("scene.id", ondelete="CASCADE"), primary_key=True),
)
standard_sector = Table(
    "standard_sector",
    Base.metadata,
    Column("standard_id", ForeignKey("standard.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id", ondelete="CASCADE"), primary_key=True),
)
standard_capability = Table(
    "standard_capability",
    Base.metadata,
    Column("standard_id", ForeignKey("standard.id", ondelete="CASCADE"), primary_key=True),
    Column("capability_id", ForeignKey("capability.id", ondelete="CASCADE"), primary_key=True),
)


class Region(Base):
    """A province or prefecture of GB/T 2260; the code is its name everywhere."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    level: Mapped[RegionLevel] = mapped_column(enum_column(RegionLevel))
    name_zh: Mapped[Name]
    short_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[Name]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    geo_region: Mapped[str] = mapped_column(String(20), default="")
    econ_region: Mapped[str] = mapped_column(String(20), default="")

    parent: Mapped["Region | None"] = relationship(remote_side="Region.code")


class Industry(Base):
    """A division of GB/T 4754-2017."""

    __tablename__ = "industry"

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    section: Mapped[str] = mapped_column(String(1))
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    section_zh: Mapped[Name]
    section_en: Mapped[Name]


class Sector(Versioned, Base):
    """A field of work: mining, ports, health and the like."""

    __tablename__ = "sector"

    id: Mapped[IntPK]
    code: Mapped[Slug] = mapped_column(unique=True)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    leader_type: Mapped[str] = mapped_column(String(40), default="")  # 领航者 subject type
    industries: Mapped[list[str]] = mapped_column(default=list)  # divisions of GB/T 4754
    sources: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(Integer, default=0)

    scenes: Mapped[list["Scene"]] = relationship(back_populates="sector", order_by="Scene.position")


class Scene(Versioned, Base):
    """One use of 5G inside a sector: 无人矿卡, 远程超声 and the like.

    A retired scene stays with what named it and is offered to nobody any more; one that was merged
    stands for the other. `edited_at` is when staff last wrote it: the seed files then leave it be.
    """

    __tablename__ = "scene"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR retired_at IS NOT NULL", name="merged_is_over"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        Index(
            "uq_scene_live_name",
            "sector_id",
            "name_zh",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("capabilities",)
    audited_children: ClassVar[tuple[str, ...]] = ("typical_needs",)

    id: Mapped[IntPK]
    slug: Mapped[Slug] = mapped_column(unique=True)
    sector_id: Mapped[int] = mapped_column(ForeignKey("sector.id"), index=True)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[Prose] = mapped_column(default="")
    leader_type: Mapped[str] = mapped_column(String(40), default="")
    sources: Mapped[list[str]] = mapped_column(default=list)  # documents that name the scene
    is_sourced: Mapped[bool] = mapped_column(default=False)  # named in an official document
    position: Mapped[int] = mapped_column(Integer, default=0)
    edited_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("scene.id"), index=True)

    merged_into: Mapped["Scene | None"] = relationship(remote_side="Scene.id")
    sector: Mapped[Sector] = relationship(back_populates="scenes")
    typical_needs: Mapped[list["TypicalNeed"]] = relationship(
        back_populates="scene", cascade="all, delete-orphan", order_by="TypicalNeed.id"
    )
    capabilities: Mapped[list["Capability"]] = relationship(
        secondary=scene_capability, order_by="Capability.id"
    )
    standards: Mapped[list["Standard"]] = relationship(
        secondary=standard_scene, back_populates="scenes", order_by="Standard.code"
    )


class SceneRedirect(Base):
    """A slug a scene went by before: old addresses, saved searches and seed files find it."""

    __tablename__ = "scene_redirect"

    slug: Mapped[Slug] = mapped_column(primary_key=True)
    scene_id: Mapped[int] = mapped_column(ForeignKey("scene.id", ondelete="CASCADE"), index=True)

    scene: Mapped[Scene] = relationship()


class TypicalNeed(Base):
    """A figure a scene usually asks for, with its source and how far to trust it."""

    __tablename__ = "typical_need"
    __table_args__ = (UniqueConstraint("scene_id", "metric"),)

    id: Mapped[IntPK]
    scene_id: Mapped[int] = mapped_column(ForeignKey("scene.id", ondelete="CASCADE"))
    metric: Mapped[str] = mapped_column(String(40))
    op: Mapped[str] = mapped_column(String(8))
    value: Mapped[float] = mapped_column(Float)
    value2: Mapped[float | None] = mapped_column(Float)  # upper end of a range
    unit: Mapped[str] = mapped_column(String(20))
    source: Mapped[Prose]
    trust: Mapped[Trust] = mapped_column(enum_column(Trust))
    is_official: Mapped[bool]  # False is shown as 平台建议值

    scene: Mapped[Scene] = relationship(back_populates="typical_needs")


class Capability(Versioned, Base):
    """Something a provider can bring: a product kind, a network feature, a security capability."""

    __tablename__ = "capability"

    id: Mapped[IntPK]
    slug: Mapped[Slug] = mapped_column(unique=True)
    kind: Mapped[CapabilityKind] = mapped_column(enum_column(CapabilityKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("capability.id"), index=True)
    name_zh: Mapped[Name]
    name_en: Mapped[str] = mapped_column(String(200), default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)
    description: Mapped[Prose] = mapped_column(default="")
    source: Mapped[Prose] = mapped_column(default="")
    is_sourced: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(Integer, default=0)

    parent: Mapped["Capability | None"] = relationship(remote_side="Capability.id")


class Standard(Versioned, Base):
    """A published standard."""

    __tablename__ = "standard"
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "sectors", "capabilities")

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(400))
    level: Mapped[str] = mapped_column(String(40), index=True)
    year: Mapped[int | None]
    is_general: Mapped[bool] = mapped_column(default=False)  # for all sectors
    source: Mapped[Prose] = mapped_column(default="")

    scenes: Mapped[list[Scene]] = relationship(
        secondary=standard_scene, back_populates="standards", order_by=Scene.id
    )
    sectors: Mapped[list[Sector]] = relationship(secondary=standard_sector, order_by=Sector.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=standard_capability, order_by=Capability.id
    )
