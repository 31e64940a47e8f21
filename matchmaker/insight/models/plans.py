"""Indicators of the national plans and their observations."""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.db import Base, IntPK, Name, Prose, Slug, Versioned, enum_column
from matchmaker.insight.enums import Bound


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
    target_text_en: Mapped[Prose] = mapped_column(default="")
    target_year: Mapped[int | None]
    definition: Mapped[Prose] = mapped_column(default="")
    definition_en: Mapped[Prose] = mapped_column(default="")
    source: Mapped[Prose] = mapped_column(default="")

    observations: Mapped[list["Observation"]] = relationship(
        back_populates="indicator",
        cascade="all, delete-orphan",
        order_by="Observation.as_of, Observation.id",
    )


class Observation(Versioned, Base):
    """A value of an indicator on a day, from a source.

    `named` is what the source calls the figure: figures of different names are not compared.
    `is_official` says that the source itself states value and day; else one of them was inferred.
    `key` names what the seed files hold, which they leave alone once staff `edited` or removed it.
    A removed one stays for the history; `reason` says why it was last corrected, removed, restored.
    """

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("indicator_id", "as_of", "source"),)

    id: Mapped[IntPK]
    key: Mapped[str | None] = mapped_column(String(420), unique=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    as_of: Mapped[date] = mapped_column(Date)
    op: Mapped[Bound] = mapped_column(enum_column(Bound, 8), default=Bound.EXACT)
    value: Mapped[float] = mapped_column(Float)
    named: Mapped[Name] = mapped_column(default="")
    is_official: Mapped[bool] = mapped_column(default=True)
    note: Mapped[Prose] = mapped_column(default="")
    note_en: Mapped[Prose] = mapped_column(default="")
    source: Mapped[str] = mapped_column(String(300))
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    indicator: Mapped[Indicator] = relationship(back_populates="observations")
