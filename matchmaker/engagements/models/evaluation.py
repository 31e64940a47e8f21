"""How an enterprise weighs the responses to a demand."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import Base, IntPK, Prose, Versioned
from matchmaker.demands.models import Demand

POINTS_MOST = 5


class Evaluation(Versioned, Base):
    """The criteria of a demand; once scoring has started they stay as they are."""

    __tablename__ = "evaluation"
    audited_children: ClassVar[tuple[str, ...]] = ("criteria",)

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"), unique=True)
    started_at: Mapped[datetime | None]

    demand: Mapped[Demand] = relationship()
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="evaluation", cascade="all, delete-orphan", order_by="Criterion.position"
    )


class Criterion(Base):
    """One thing responses are scored on; the weights of all sum to 100."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 100", name="weight_in_range"),)

    id: Mapped[IntPK]
    evaluation_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(60))
    weight: Mapped[int] = mapped_column(Integer)

    evaluation: Mapped[Evaluation] = relationship(back_populates="criteria")


class Score(Base):
    """What one person gives one response on one criterion, 0 to 5 points."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("engagement_id", "criterion_id", "account_id"),
        CheckConstraint("points BETWEEN 0 AND 5", name="points_in_range"),
    )

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(
        ForeignKey("criterion.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    points: Mapped[int] = mapped_column(Integer)
    given_at: Mapped[datetime] = mapped_column(default=clock.now)

    account: Mapped[Account] = relationship()


class ScoreNote(Base):
    """What one person noted of a response, for their own eyes."""

    __tablename__ = "score_note"
    __table_args__ = (UniqueConstraint("engagement_id", "account_id"),)
    unaudited: ClassVar[frozenset[str]] = frozenset({"words"})

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    words: Mapped[Prose] = mapped_column(default="")
