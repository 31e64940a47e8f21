"""Matching models and their runs, what people say of matches, judged sets, rankings, standings."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.demands.models import Demand
from matchmaker.matching.enums import (
    ChangeKind,
    ChangeReason,
    JudgementVerdict,
    ModelState,
    RunKind,
    RunState,
    UnfitReason,
)

_ACTIVE = text("state = 'active'")
_NOBODY = text("account_id IS NULL")
_SOMEBODY = text("account_id IS NOT NULL")


class ModelVersion(Versioned, Base):
    """A version of the matching model: weights by signal, floor, weights for some scenes.

    `weights` sum to 100; `overrides` holds weights by scene slug for needs whose first scene that
    is; signals in `off` count nothing and leave their weight to the others. `figures` is the
    evaluation on record, `learned` what fitted weights rest on; both empty where there is none.
    """

    __tablename__ = "matching_model"
    __table_args__ = (
        CheckConstraint("floor >= 0 AND floor <= 100", name="floor_in_points"),
        CheckConstraint(
            "state <> 'evaluated' OR evaluated_at IS NOT NULL", name="evaluated_has_date"
        ),
        CheckConstraint("state <> 'active' OR activated_at IS NOT NULL", name="active_has_date"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired_has_date"),
        Index(
            "uq_matching_model_active",
            "state",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
    )

    id: Mapped[IntPK]
    number: Mapped[int] = mapped_column(Integer, unique=True)  # 1, 2, 3 … as people cite it
    name: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[ModelState] = mapped_column(enum_column(ModelState), index=True)
    weights: Mapped[dict[str, Any]]
    floor: Mapped[float]
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict)
    off: Mapped[list[str]] = mapped_column(default=list)
    notes: Mapped[Prose] = mapped_column(default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    learned: Mapped[dict[str, Any]] = mapped_column(default=dict)
    evaluated_at: Mapped[datetime | None]
    activated_at: Mapped[datetime | None]
    activated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    retired_at: Mapped[datetime | None]

    author: Mapped[Account | None] = relationship(foreign_keys=author_id)
    activated_by: Mapped[Account | None] = relationship(foreign_keys=activated_by_id)


class ModelRun(Base):
    """One piece of work of the worker on judged pairs: an evaluation, or fitting weights."""

    __tablename__ = "model_run"
    __table_args__ = (
        CheckConstraint(
            "kind <> 'evaluation' OR model_id IS NOT NULL", name="evaluation_has_model"
        ),
        CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)", name="ended_has_date"
        ),
    )

    id: Mapped[IntPK]
    model_id: Mapped[int | None] = mapped_column(
        ForeignKey("matching_model.id", ondelete="CASCADE"), index=True
    )
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[RunKind] = mapped_column(enum_column(RunKind))
    state: Mapped[RunState] = mapped_column(enum_column(RunState), default=RunState.WAITING)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    finished_at: Mapped[datetime | None]

    model: Mapped[ModelVersion | None] = relationship()


class Judgement(Base):
    """What a person says of an offering for a demand; without account, the holder of its key."""

    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("(verdict = 'unfit') = (reason IS NOT NULL)", name="unfit_has_reason"),
        Index(
            "uq_judgement_account",
            "demand_id",
            "offering_id",
            "account_id",
            unique=True,
            sqlite_where=_SOMEBODY,
            postgresql_where=_SOMEBODY,
        ),
        Index(
            "uq_judgement_holder",
            "demand_id",
            "offering_id",
            unique=True,
            sqlite_where=_NOBODY,
            postgresql_where=_NOBODY,
        ),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    verdict: Mapped[JudgementVerdict] = mapped_column(enum_column(JudgementVerdict))
    reason: Mapped[UnfitReason | None] = mapped_column(enum_column(UnfitReason))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    demand: Mapped[Demand] = relationship()
    offering: Mapped[Offering] = relationship()


class JudgedSet(Versioned, Base):
    """Needs with offerings that staff grade, for evaluating models."""

    __tablename__ = "judged_set"

    id: Mapped[IntPK]
    name: Mapped[str] = mapped_column(String(80), unique=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    notes: Mapped[Prose] = mapped_column(default="")

    needs: Mapped[list["JudgedNeed"]] = relationship(
        back_populates="judged_set", cascade="all, delete-orphan", order_by="JudgedNeed.id"
    )


class JudgedNeed(Base):
    """A need of a judged set, as it read when it was added: later edits do not change the set."""

    __tablename__ = "judged_need"
    __table_args__ = (UniqueConstraint("set_id", "demand_id"),)

    id: Mapped[IntPK]
    set_id: Mapped[int] = mapped_column(ForeignKey("judged_set.id", ondelete="CASCADE"))
    demand_id: Mapped[int | None] = mapped_column(
        ForeignKey("demand.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[Prose]
    sector_code: Mapped[str | None] = mapped_column(String(80))
    scenes: Mapped[list[str]] = mapped_column(default=list)
    region_code: Mapped[str | None] = mapped_column(String(6))

    judged_set: Mapped[JudgedSet] = relationship(back_populates="needs")
    pairs: Mapped[list["JudgedPair"]] = relationship(
        back_populates="need", cascade="all, delete-orphan", order_by="JudgedPair.position"
    )


class JudgedPair(Base):
    """An offering to be graded for a need; `position` tells nothing of any score."""

    __tablename__ = "judged_pair"
    __table_args__ = (UniqueConstraint("need_id", "offering_id"),)

    id: Mapped[IntPK]
    need_id: Mapped[int] = mapped_column(ForeignKey("judged_need.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer)

    need: Mapped[JudgedNeed] = relationship(back_populates="pairs")
    offering: Mapped[Offering] = relationship()
    grades: Mapped[list["Grade"]] = relationship(
        back_populates="pair", cascade="all, delete-orphan"
    )


class Grade(Base):
    """What one member of staff says of a pair: 0 off the point to 3 a direct answer."""

    __tablename__ = "grade"
    __table_args__ = (
        UniqueConstraint("pair_id", "account_id"),
        CheckConstraint("grade BETWEEN 0 AND 3", name="grade_in_range"),
    )

    id: Mapped[IntPK]
    pair_id: Mapped[int] = mapped_column(ForeignKey("judged_pair.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    grade: Mapped[int] = mapped_column(Integer)
    graded_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    pair: Mapped[JudgedPair] = relationship(back_populates="grades")


class ShownRanking(Base):
    """A ranking as somebody saw it; goes with its demand.

    `offerings` are their numbers, best first; `content` is what `queries.shown` writes: the need,
    weights, points by signal. `digest` tells whether the next one is the same.
    """

    __tablename__ = "shown_ranking"
    __table_args__ = (Index(None, "demand_id", "id"),)

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"))
    model_number: Mapped[int] = mapped_column(Integer)  # outlives the model: no foreign key
    model_name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(32))
    offerings: Mapped[list[int]] = mapped_column(default=list)
    content: Mapped[dict[str, Any]]
    shown_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)

    demand: Mapped[Demand] = relationship()


class MatchedPair(Base):
    """That a ranking brought a demand and a provider together; both sides may never have met.

    `matched_at` is when an offering of the provider first was among the best listed for the demand,
    `tenths` (of a point) the best fit of its offerings then. `seen_at` is when a list with it was
    first put before the demand's own people; empty where that never was. Kept, whatever becomes of
    the standing: see docs/decisions/0022-what-the-funnel-counts.md.
    """

    __tablename__ = "matched_pair"
    __table_args__ = (CheckConstraint("tenths BETWEEN 0 AND 1000", name="score_in_tenths"),)

    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand.id", ondelete="CASCADE"), primary_key=True
    )
    provider_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    tenths: Mapped[int] = mapped_column(Integer)
    matched_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class DemandStanding(Base):
    """That the best offerings of a public demand are on record, and which model ranked them.

    `version` counts each time they are written, `stood_at` says when that was last: whoever ranked
    before somebody else wrote must rank again.
    """

    __tablename__ = "demand_standing"

    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    model_number: Mapped[int] = mapped_column(Integer)  # outlives the model: no foreign key
    version: Mapped[int] = mapped_column(Integer)
    stood_at: Mapped[datetime]


class StandingPlace(Base):
    """One of the best offerings of a demand as last ranked; goes when the demand is taken back."""

    __tablename__ = "standing_place"
    __table_args__ = (
        UniqueConstraint("demand_id", "rank"),
        CheckConstraint("rank > 0", name="rank_from_one"),
        CheckConstraint("tenths BETWEEN 0 AND 1000", name="score_in_tenths"),
    )

    demand_id: Mapped[int] = mapped_column(
        ForeignKey("demand_standing.demand_id", ondelete="CASCADE"), primary_key=True
    )
    offering_id: Mapped[int] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    rank: Mapped[int] = mapped_column(Integer)
    tenths: Mapped[int] = mapped_column(Integer)  # of a point


class StandingChange(Base):
    """An offering came among the best of a demand, rose, fell or left them, and why.

    Ranks and scores (tenths of a point) are absent on the side where it was not among them. The
    title is the one it had then: a withdrawn offering may since have been rewritten.
    """

    __tablename__ = "standing_change"
    __table_args__ = (
        CheckConstraint("(kind = 'new') = (rank_before IS NULL)", name="new_was_nowhere"),
        CheckConstraint("(kind = 'gone') = (rank_after IS NULL)", name="gone_is_nowhere"),
        CheckConstraint(
            "(rank_before IS NULL) = (tenths_before IS NULL)", name="rank_and_score_before"
        ),
        CheckConstraint(
            "(rank_after IS NULL) = (tenths_after IS NULL)", name="rank_and_score_after"
        ),
        Index(None, "demand_id", "id"),
        Index(None, "offering_id", "id"),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id", ondelete="CASCADE"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"))
    offering_title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ChangeKind] = mapped_column(enum_column(ChangeKind))
    reason: Mapped[ChangeReason] = mapped_column(enum_column(ChangeReason))
    rank_before: Mapped[int | None]
    rank_after: Mapped[int | None]
    tenths_before: Mapped[int | None]
    tenths_after: Mapped[int | None]
    model_number: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(index=True)
