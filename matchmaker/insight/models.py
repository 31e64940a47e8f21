"""Indicators of the national plans, their observations, and the table of key cities."""

from datetime import date

from sqlalchemy import Date, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, IntPK, Name, Prose, Slug
from matchmaker.taxonomy.models import Region


class Indicator(Base):
    """A figure a plan sets a target for, with the plan that sets it."""

    __tablename__ = "indicator"

    id: Mapped[IntPK]
    slug: Mapped[Slug] = mapped_column(unique=True)
    plan: Mapped[str] = mapped_column(String(40), index=True)
    plan_zh: Mapped[Name] = mapped_column(default="")
    position: Mapped[int] = mapped_column(Integer, default=0)
    name_zh: Mapped[Name]
    name_en: Mapped[Name]
    unit: Mapped[str] = mapped_column(String(40), default="")
    op: Mapped[str] = mapped_column(String(8), default=">=")
    target: Mapped[float | None] = mapped_column(Float)
    target_max: Mapped[float | None] = mapped_column(Float)  # where the plan names a range
    target_text: Mapped[Prose] = mapped_column(default="")  # where the target is no figure
    target_year: Mapped[int | None]
    definition: Mapped[Prose] = mapped_column(default="")
    source: Mapped[Prose] = mapped_column(default="")

    observations: Mapped[list["Observation"]] = relationship(
        back_populates="indicator", cascade="all, delete-orphan", order_by="Observation.as_of"
    )


class Observation(Base):
    """A value of an indicator on a day, from a source."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("indicator_id", "as_of", "source"),)

    id: Mapped[IntPK]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    as_of: Mapped[date] = mapped_column(Date)
    op: Mapped[str] = mapped_column(String(8), default="=")  # the source says more than, about
    value: Mapped[float] = mapped_column(Float)
    is_official: Mapped[bool] = mapped_column(default=True)
    note: Mapped[Prose] = mapped_column(default="")
    source: Mapped[str] = mapped_column(String(300))

    indicator: Mapped[Indicator] = relationship(back_populates="observations")


class CityFigure(Base):
    """One row of the table of the 20 key cities."""

    __tablename__ = "city_figure"
    __table_args__ = (UniqueConstraint("region_code", "as_of"),)

    id: Mapped[IntPK]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    as_of: Mapped[date] = mapped_column(Date)
    position: Mapped[int] = mapped_column(Integer)
    traffic_share_pct: Mapped[float] = mapped_column(Float)
    base_stations_per_10k: Mapped[float] = mapped_column(Float)
    iot_connections_10k: Mapped[float] = mapped_column(Float)  # 万
    bloom_cup_awards: Mapped[int] = mapped_column(Integer)
    user_penetration_pct: Mapped[float | None] = mapped_column(Float)
    education_penetration_pct: Mapped[float | None] = mapped_column(Float)
    hospital_penetration_pct: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(300))

    region: Mapped[Region] = relationship()
