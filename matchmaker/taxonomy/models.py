"""The taxonomy: sectors, scenes, capabilities, standards, regions, industries."""

from datetime import date, datetime
from typing import Any, ClassVar

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

from matchmaker import clock
from matchmaker.db import Base, IntPK, Name, Prose, Slug, Versioned, enum_column
from matchmaker.taxonomy.enums import CapabilityKind, Metric, RegionLevel, Trust

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


class Tended(Versioned):
    """What staff tend on the site: the seed files leave a row alone from its first edit on.

    A retired row stays with what named it and is offered to nobody any more.
    """

    edited_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


def _leads_on(*others: str) -> tuple[CheckConstraint, ...]:
    """Give the rules of a row that was merged, or leads to another in another way."""
    checks: list[CheckConstraint] = []
    for other in ("merged_into", *others):
        name = other.split("_", maxsplit=1)[0]
        over = f"{other}_id IS NULL OR retired_at IS NOT NULL"
        checks.append(CheckConstraint(over, name=f"{name}_is_over"))
        checks.append(CheckConstraint(f"{other}_id <> id", name=f"{name}_into_another"))
    return tuple(checks)


class Sector(Tended, Base):
    """A field of work: mining, ports, health and the like."""

    __tablename__ = "sector"
    __table_args__ = _leads_on()

    id: Mapped[IntPK]
    code: Mapped[Slug] = mapped_column(unique=True)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    aliases: Mapped[list[str]] = mapped_column(default=list)
    leader_type: Mapped[str] = mapped_column(String(40), default="")  # 领航者 subject type
    industries: Mapped[list[str]] = mapped_column(default=list)  # divisions of GB/T 4754
    sources: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int] = mapped_column(Integer, default=0)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)

    merged_into: Mapped["Sector | None"] = relationship(remote_side="Sector.id")
    scenes: Mapped[list["Scene"]] = relationship(
        back_populates="sector", order_by="Scene.position, Scene.id"
    )


class Scene(Tended, Base):
    """One use of 5G inside a sector: 无人矿卡, 远程超声 and the like.

    One that was merged into another stands for it.
    """

    __tablename__ = "scene"
    __table_args__ = (
        *_leads_on(),
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


class UnknownWord(Base):
    """A word people search or paste and nothing recognises: counted, without who or where.

    Until it came on several days only its keyed digest is kept, so that nothing rare is stored.
    `target` is the entry it became a name of, `standard-12`; decided without one it was dismissed.
    """

    __tablename__ = "unknown_word"
    __table_args__ = (
        CheckConstraint("searches + pastes > 0", name="counted"),
        CheckConstraint("target = '' OR decided_at IS NOT NULL", name="target_is_decided"),
        Index(None, "decided_at", "days"),
    )

    id: Mapped[IntPK]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    word: Mapped[str] = mapped_column(String(24), default="")
    searches: Mapped[int] = mapped_column(Integer, default=0)
    pastes: Mapped[int] = mapped_column(Integer, default=0)
    days: Mapped[int] = mapped_column(Integer, default=1)
    last_on: Mapped[date]
    target: Mapped[str] = mapped_column(String(40), default="")
    decided_at: Mapped[datetime | None]


class TaxonomyFile(Base):
    """A file of entries staff handed in: looked at as long as they like, then applied once.

    `rows` holds `[place in the sheet, cells by column]` under "rows"; kept for 30 days.
    """

    __tablename__ = "taxonomy_file"

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[dict[str, Any]]
    actor_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]


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


class Capability(Tended, Base):
    """Something a provider can bring: a product kind, a network feature, a security capability."""

    __tablename__ = "capability"
    __table_args__ = _leads_on()

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
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("capability.id"), index=True)

    parent: Mapped["Capability | None"] = relationship(
        remote_side="Capability.id", foreign_keys=[parent_id]
    )
    merged_into: Mapped["Capability | None"] = relationship(
        remote_side="Capability.id", foreign_keys=[merged_into_id]
    )


class Standard(Tended, Base):
    """A published standard.

    One that was replaced leads to the standard that holds now and is still stated and read; one
    that was merged was the same standard entered twice.
    """

    __tablename__ = "standard"
    __table_args__ = (
        *_leads_on("replaced_by"),
        CheckConstraint("merged_into_id IS NULL OR replaced_by_id IS NULL", name="leads_to_one"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("scenes", "sectors", "capabilities")

    id: Mapped[IntPK]
    code: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(400))
    level: Mapped[str] = mapped_column(String(40), index=True)
    year: Mapped[int | None]
    is_general: Mapped[bool] = mapped_column(default=False)  # for all sectors
    source: Mapped[Prose] = mapped_column(default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("standard.id"), index=True)

    merged_into: Mapped["Standard | None"] = relationship(
        remote_side="Standard.id", foreign_keys=[merged_into_id]
    )
    replaced_by: Mapped["Standard | None"] = relationship(
        remote_side="Standard.id", foreign_keys=[replaced_by_id]
    )
    scenes: Mapped[list[Scene]] = relationship(
        secondary=standard_scene, back_populates="standards", order_by=Scene.id
    )
    sectors: Mapped[list[Sector]] = relationship(secondary=standard_sector, order_by=Sector.id)
    capabilities: Mapped[list[Capability]] = relationship(
        secondary=standard_capability, order_by=Capability.id
    )


class MetricEntry(Tended, Base):
    """What the site calls a metric; unit, side and comparison are the program's own.

    There is one row a metric, made with the table. A name or hint left empty is the built-in one;
    `aliases` name the metric where texts and files are read. `reason` says why it was retired or
    taken back into use last.
    """

    __tablename__ = "metric"

    id: Mapped[IntPK]
    key: Mapped[Metric] = mapped_column(enum_column(Metric), unique=True)
    name_zh: Mapped[str] = mapped_column(String(40), default="")
    name_en: Mapped[str] = mapped_column(String(40), default="")
    aliases: Mapped[list[str]] = mapped_column(default=list)
    hint_zh: Mapped[str] = mapped_column(String(200), default="")
    hint_en: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
