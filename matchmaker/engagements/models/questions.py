"""Questions about a demand, answered for all; questions to a provider about a requirement."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.demands.models import Demand, Requirement
from matchmaker.engagements.enums.responses import LineAnswer, QuestionState
from matchmaker.engagements.models import Engagement

QUESTION_MAX = 500
ANSWER_MAX = 2_000


class DemandQuestion(Versioned, Base):
    """Asked of a demand by somebody nobody but staff may know; the answer is for everybody.

    Of a declined question `answer` says why, to whoever asked. One that was merged points to the
    question that stands for it, which is never merged itself.
    """

    __tablename__ = "demand_question"
    __table_args__ = (
        Index(None, "demand_id", "state"),
        CheckConstraint(
            "(state IN ('answered', 'declined')) = (answered_at IS NOT NULL)",
            name="answered_has_date",
        ),
        CheckConstraint("answered_at IS NULL OR answer <> ''", name="answered_has_words"),
        CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_has_another"
        ),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
    )

    id: Mapped[IntPK]
    demand_id: Mapped[int] = mapped_column(ForeignKey("demand.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[QuestionState] = mapped_column(
        enum_column(QuestionState), default=QuestionState.OPEN
    )
    words: Mapped[str] = mapped_column(String(QUESTION_MAX))
    answer: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("demand_question.id"), index=True)

    demand: Mapped[Demand] = relationship()
    asker: Mapped[Account] = relationship()
    organisation: Mapped[Organisation] = relationship()
    merged_into: Mapped["DemandQuestion | None"] = relationship(
        back_populates="merged", remote_side="DemandQuestion.id"
    )
    merged: Mapped[list["DemandQuestion"]] = relationship(
        back_populates="merged_into", order_by="DemandQuestion.id"
    )

    @property
    def others(self) -> int:
        """How many other people asked the same."""
        return len({row.asker_id for row in self.merged} - {self.asker_id})


class ProviderQuestion(Base):
    """Asked of a provider because its offering does not say whether a requirement is met."""

    __tablename__ = "provider_question"
    __table_args__ = (
        UniqueConstraint("engagement_id", "requirement_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_has_date"),
    )

    id: Mapped[IntPK]
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id", ondelete="CASCADE"))
    requirement_id: Mapped[int | None] = mapped_column(
        ForeignKey("requirement.id", ondelete="SET NULL"), index=True
    )
    words: Mapped[str] = mapped_column(String(QUESTION_MAX))  # as the requirement stood then
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[LineAnswer | None] = mapped_column(enum_column(LineAnswer))
    figure: Mapped[float | None]  # in the unit of the metric
    answer_words: Mapped[str] = mapped_column(String(QUESTION_MAX), default="")
    answered_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
    requirement: Mapped[Requirement | None] = relationship(passive_deletes="all")
