"""Submissions to a call, their answers and partners, and the regional bodies that recommend."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.attachments.models import Attachment
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import Base, IntPK, Name, Prose, Versioned, enum_column
from matchmaker.demands.models import Demand
from matchmaker.programmes.enums.submissions import SubmissionState, Verdict
from matchmaker.programmes.models import Call, CallQuestion
from matchmaker.taxonomy.models import Region, Sector


class Submission(Versioned, Base):
    """What an organisation submits to a call.

    `place` counts the entries of one organisation in a call. `number` is given once, with the first
    sending, and stays. `verdict` is what staff mean to decide, with level, coded reasons and words:
    it becomes the state, and is none again, when the decisions of a call are applied together.
    `sketch` is what likeness is told from (`scoring.sketches`). Who has to complete it may do so
    until the end of `complete_by`, in China.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("call_id", "organisation_id", "place"),
        CheckConstraint("(state = 'draft') = (number IS NULL)", name="sent_has_number"),
        CheckConstraint(
            "state <> 'returned' OR complete_by IS NOT NULL", name="returned_has_last_day"
        ),
        CheckConstraint("state = 'draft' OR submitted_at IS NOT NULL", name="sent_has_date"),
        CheckConstraint(
            "state <> 'recommended' OR recommended_at IS NOT NULL", name="recommended_has_date"
        ),
        CheckConstraint(
            "state NOT IN ('accepted', 'on-hold', 'selected', 'not-selected')"
            " OR accepted_at IS NOT NULL",
            name="accepted_has_date",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"
        ),
        CheckConstraint("(verdict IS NULL) = (judged_at IS NULL)", name="verdict_has_date"),
        Index(None, "call_id", "state"),
        Index(None, "organisation_id", "state"),
    )
    audited_children: ClassVar[tuple[str, ...]] = ("answers", "partners")
    unaudited: ClassVar[frozenset[str]] = frozenset({"sketch"})  # follows from the words

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    place: Mapped[int] = mapped_column(Integer, default=1)
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    state: Mapped[SubmissionState] = mapped_column(
        enum_column(SubmissionState), default=SubmissionState.DRAFT
    )
    submitted_at: Mapped[datetime | None]
    recommended_at: Mapped[datetime | None]
    recommender_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    recommendation: Mapped[Prose] = mapped_column(default="")  # what the regional body said
    complete_by: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(enum_column(Verdict))
    verdict_level: Mapped[str] = mapped_column(String(40), default="")  # the tier or star it earns
    verdict_reasons: Mapped[list[str]] = mapped_column(default=list)
    verdict_words: Mapped[Prose] = mapped_column(default="")
    judged_at: Mapped[datetime | None]
    judge_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decided_at: Mapped[datetime | None]  # when the verdict was applied
    sketch: Mapped[list[int]] = mapped_column(default=list)

    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    body: Mapped[Organisation | None] = relationship(foreign_keys=[body_id])
    bodies: Mapped[list["RegionalBody"]] = relationship(
        primaryjoin="foreign(RegionalBody.region_code) == Submission.region_code",
        viewonly=True,
        uselist=True,
        order_by="RegionalBody.id",
    )
    author: Mapped[Account] = relationship(foreign_keys=[author_id])
    recommender: Mapped[Account | None] = relationship(foreign_keys=[recommender_id])
    judge: Mapped[Account | None] = relationship(foreign_keys=[judge_id])
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()
    answers: Mapped[list["SubmissionAnswer"]] = relationship(
        back_populates="submission", cascade="all, delete-orphan", order_by="SubmissionAnswer.id"
    )
    partners: Mapped[list["SubmissionPartner"]] = relationship(
        back_populates="submission", cascade="all, delete-orphan", order_by="SubmissionPartner.id"
    )


class SubmissionAnswer(Base):
    """The answer to one question of the call; only the column of the question's kind is filled.

    Yes is 1 and no is 0 in `number`; what was chosen stands in `chosen` by its value.
    """

    __tablename__ = "submission_answer"
    __table_args__ = (UniqueConstraint("submission_id", "question_id"),)

    id: Mapped[IntPK]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    question_id: Mapped[int] = mapped_column(ForeignKey("call_question.id"), index=True)
    text: Mapped[Prose] = mapped_column(default="")
    number: Mapped[float | None] = mapped_column(Float)
    day: Mapped[date | None]
    chosen: Mapped[list[str]] = mapped_column(default=list)
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("project_case.id"), index=True)
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("demand.id"), index=True)

    submission: Mapped[Submission] = relationship(back_populates="answers")
    question: Mapped[CallQuestion] = relationship()
    attachment: Mapped[Attachment | None] = relationship()
    offering: Mapped[Offering | None] = relationship()
    case: Mapped[Case | None] = relationship()
    demand: Mapped[Demand | None] = relationship()


class SubmissionPartner(Base):
    """Who submits jointly: one known here agrees itself, another is named."""

    __tablename__ = "submission_partner"
    __table_args__ = (
        UniqueConstraint("submission_id", "organisation_id"),
        CheckConstraint("(agreed_at IS NULL) OR (declined_at IS NULL)", name="one_answer"),
    )

    id: Mapped[IntPK]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Name]
    role: Mapped[str] = mapped_column(String(200), default="")
    agreed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(back_populates="partners")
    organisation: Mapped[Organisation | None] = relationship()


class RegionalBody(Base):
    """An organisation whose owners and editors recommend submissions of a province.

    Staff appoint it; from `ends_on` on it recommends no more.
    """

    __tablename__ = "regional_body"
    __table_args__ = (UniqueConstraint("organisation_id", "region_code"),)

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    appointed_at: Mapped[datetime]
    ends_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship()
    region: Mapped[Region] = relationship()

    @property
    def is_in_force(self) -> bool:
        return self.ends_on is None or clock.today() < self.ends_on
