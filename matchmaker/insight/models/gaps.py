"""How the lines of public demands are met by what is offered, as the worker last held them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker.db import Base, IntPK, enum_column
from matchmaker.taxonomy.enums import Operator, RequirementKind


class DemandGap(Base):
    """That the lines of a public demand are on record; goes with its standing.

    `standing_version` is that of the standing it belongs to; `candidates` are the offerings that
    reach the floor, whatever must they miss.
    """

    __tablename__ = "demand_gap"

    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    standing_version: Mapped[int] = mapped_column(Integer)
    candidates: Mapped[int] = mapped_column(Integer)
    read_at: Mapped[datetime] = mapped_column(index=True)


class GapLine(Base):
    """One line of a demand held against all offerings.

    `met`, `unknown` and `missed` count the candidates; `anywhere` counts all offerings that meet
    it; `alone` the candidates this must alone keeps out. `unlocked_tenths` is the best fit (tenths
    of a point) were an offering to promise it that does not; absent where the demand has a good
    match, or nothing can be promised for the line.
    """

    __tablename__ = "gap_line"
    __table_args__ = (
        CheckConstraint(
            "met >= 0 AND unknown >= 0 AND missed >= 0 AND anywhere >= 0 AND alone >= 0",
            name="counts_from_zero",
        ),
        Index(None, "kind", "subject"),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand_gap.demand_id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RequirementKind] = mapped_column(enum_column(RequirementKind))
    subject: Mapped[str] = mapped_column(String(200), default="")
    op: Mapped[Operator | None] = mapped_column(enum_column(Operator))
    value: Mapped[float | None]
    value2: Mapped[float | None]
    is_must: Mapped[bool]
    met: Mapped[int] = mapped_column(Integer)
    unknown: Mapped[int] = mapped_column(Integer)
    missed: Mapped[int] = mapped_column(Integer)
    anywhere: Mapped[int] = mapped_column(Integer)
    alone: Mapped[int] = mapped_column(Integer)
    unlocked_tenths: Mapped[int | None]
