"""The table of key cities."""

from datetime import date

from sqlalchemy import Date, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, IntPK, enum_column
from matchmaker.insight.enums import CityMeasure
from matchmaker.taxonomy.models import Region


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


class CityObservation(Base):
    """A figure of a key city on a day, from a source, that staff add beside the published table."""

    __tablename__ = "city_observation"
    __table_args__ = (UniqueConstraint("region_code", "measure", "as_of", "source"),)

    id: Mapped[IntPK]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    measure: Mapped[CityMeasure] = mapped_column(enum_column(CityMeasure))
    as_of: Mapped[date] = mapped_column(Date)
    value: Mapped[float] = mapped_column(Float)
    source: Mapped[str] = mapped_column(String(300))

    region: Mapped[Region] = relationship()
