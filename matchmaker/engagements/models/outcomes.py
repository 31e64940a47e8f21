"""What came of an agreed engagement: stages, effects, ratings, and the case it may become."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Integer, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.models import Case
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.engagements.enums.outcomes import ConsentState, Stage
from matchmaker.engagements.models import Engagement


class Outcome(Versioned, Base):
    """What came of an engagement both sides agreed to; that it was given up, the engagement says.

    The value of the contract is for both sides; statistics of staff only count bands of it.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        CheckConstraint("value_wan > 0", name="value_positive"),
        CheckConstraint(
            "(nominated_at IS NULL) = (nominated_by_id IS NULL)", name="nominated_by_somebody"
        ),
        CheckConstraint(
            "nominated_at IS NULL OR accepted_at IS NOT NULL", name="nominated_is_accepted"
        ),
        CheckConstraint(
            "(consent IS NULL) = (consent_asked_at IS NULL)", name="consent_asked_has_date"
        ),
        CheckConstraint(
            "consent IS NULL"
            " OR (consent IN ('given', 'refused')) = (consent_answered_at IS NOT NULL)",
            name="consent_answered_has_date",
        ),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"value_wan"})  # told to the two sides only

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(
        ForeignKey("engagement.id", ondelete="CASCADE"), unique=True
    )
    value_wan: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))  # 万元
    next_on: Mapped[date | None]  # when the next stage is planned
    accepted_at: Mapped[datetime | None]
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("project_case.id", ondelete="SET NULL"), unique=True
    )
    consent: Mapped[ConsentState | None] = mapped_column(enum_column(ConsentState))
    consent_asked_at: Mapped[datetime | None]
    consent_answered_at: Mapped[datetime | None]
    consent_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    consent_words: Mapped[Prose] = mapped_column(default="")
    nominated_at: Mapped[datetime | None]
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    engagement: Mapped[Engagement] = relationship()
    case: Mapped[Case | None] = relationship()
    consent_by: Mapped[Account | None] = relationship(foreign_keys=[consent_by_id])
    nominated_by: Mapped[Account | None] = relationship(foreign_keys=[nominated_by_id])
    stages: Mapped[list["OutcomeStage"]] = relationship(
        back_populates="outcome", cascade="all, delete-orphan", order_by="OutcomeStage.id"
    )
    effects: Mapped[list["OutcomeEffect"]] = relationship(
        back_populates="outcome", cascade="all, delete-orphan", order_by="OutcomeEffect.position"
    )

    @property
    def reached(self) -> Stage | None:
        """The stage both sides say was reached last; stages are confirmed in their order."""
        done = [row.stage for row in self.stages if row.confirmed_at]
        return done[-1] if done else None

    @property
    def told(self) -> "OutcomeStage | None":
        """The stage one side told of and the other has yet to confirm."""
        return next((row for row in self.stages if row.confirmed_at is None), None)


class OutcomeStage(Base):
    """A stage of a project: told by one side, confirmed by the other."""

    __tablename__ = "outcome_stage"
    __table_args__ = (
        UniqueConstraint("outcome_id", "stage"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
    )

    id: Mapped[IntPK]
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    stage: Mapped[Stage] = mapped_column(enum_column(Stage))
    reached_on: Mapped[date]
    is_by_provider: Mapped[bool]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    outcome: Mapped[Outcome] = relationship(back_populates="stages")
    told_by: Mapped[Account] = relationship(foreign_keys=[told_by_id])
    confirmed_by: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by_id])


class OutcomeEffect(Base):
    """What a goal of the demand came to: wanted from a figure to a figure, and what was measured.

    The goal is kept as it was when both sides agreed, whatever becomes of the demand.
    """

    __tablename__ = "outcome_effect"
    __table_args__ = (
        CheckConstraint(
            "(reached IS NULL) = (measured_on IS NULL)"
            " AND (reached IS NULL) = (measured_by_id IS NULL)",
            name="measured_has_date",
        ),
        CheckConstraint("confirmed_by_id IS NULL OR reached IS NOT NULL", name="confirmed_figure"),
    )

    id: Mapped[IntPK]
    outcome_id: Mapped[int] = mapped_column(
        ForeignKey("outcome.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    kind: Mapped[str] = mapped_column(String(24), default="")
    what: Mapped[str] = mapped_column(String(120))
    start: Mapped[float | None]  # before the project
    target: Mapped[float | None]
    unit: Mapped[str] = mapped_column(String(20), default="")
    reached: Mapped[float | None]
    measured_on: Mapped[date | None]
    is_by_provider: Mapped[bool | None]  # who measured
    measured_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    evidence_id: Mapped[int | None] = mapped_column(
        ForeignKey("attachment.id", ondelete="SET NULL"), index=True
    )
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    outcome: Mapped[Outcome] = relationship(back_populates="effects")
    evidence: Mapped[Attachment | None] = relationship()


class Rating(Base):
    """What one side says of working with the other, 1 to 5 on three points; given once."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("engagement_id", "is_by_provider"),
        CheckConstraint("answers BETWEEN 1 AND 5", name="answers_in_range"),
        CheckConstraint("reliability BETWEEN 1 AND 5", name="reliability_in_range"),
        CheckConstraint("result BETWEEN 1 AND 5", name="result_in_range"),
    )

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    is_by_provider: Mapped[bool]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answers: Mapped[int]  # how quickly and openly the other side answered
    reliability: Mapped[int]  # whether what was promised was kept
    result: Mapped[int]  # how good what came of it is
    words: Mapped[Prose] = mapped_column(default="")
    rated_at: Mapped[datetime] = mapped_column(default=clock.now)

    engagement: Mapped[Engagement] = relationship()
    author: Mapped[Account] = relationship()
