"""Offerings in no ranking anybody opened, and why, as the worker last found out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.catalogue.models import Offering
from matchmaker.db import Base, enum_column
from matchmaker.demands.models import Demand
from matchmaker.insight.enums import UnseenReason


class UnseenOffering(Base):
    """An offering nobody was shown; written anew every day.

    `demand` is the one it came nearest to, `tenths` its fit for it and `floor_tenths` what a match
    of it must reach, both in tenths of a point; `rank` its place there, where it fits. `fitting`
    counts the public demands it fits, `barred` those it misses a must of, `must` (`kind:subject`)
    the must it misses most often.
    """

    __tablename__ = "unseen_offering"
    __table_args__ = (
        CheckConstraint("(reason = 'no-demands') = (tenths IS NULL)", name="has_fit"),
        CheckConstraint("(reason = 'must-not-met') = (must IS NOT NULL)", name="names_must"),
    )

    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True
    )
    reason: Mapped[UnseenReason] = mapped_column(enum_column(UnseenReason), index=True)
    demand_id: Mapped[int | None] = mapped_column(
        ForeignKey("demand.id", ondelete="SET NULL"), index=True
    )
    tenths: Mapped[int | None] = mapped_column(Integer)
    floor_tenths: Mapped[int | None] = mapped_column(Integer)
    rank: Mapped[int | None] = mapped_column(Integer)
    fitting: Mapped[int] = mapped_column(Integer, default=0)
    barred: Mapped[int] = mapped_column(Integer, default=0)
    must: Mapped[str | None] = mapped_column(String(120))
    found_at: Mapped[datetime]

    offering: Mapped[Offering] = relationship()
    demand: Mapped[Demand | None] = relationship()
