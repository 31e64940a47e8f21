"""Calls, their phases, questions and criteria."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.db import Base, IntPK, Name, Prose, Slug, Versioned, enum_column
from matchmaker.programmes.enums import (
    Aggregate,
    CallKind,
    CallState,
    ChangeReason,
    Entrant,
    OthersSeen,
    PhaseKind,
    QuestionKind,
    SubjectType,
)
from matchmaker.taxonomy.models import Region, Sector

call_sector = Table(
    "call_sector",
    Base.metadata,
    Column("call_id", ForeignKey("programme_call.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id"), primary_key=True, index=True),
)


class Call(Versioned, Base):
    """A time-boxed programme: who may submit what until when, and how it is reviewed.

    Empty `regions` and `sectors` mean all. The numbers of its submissions begin with `prefix`.
    What is selected holds for `valid_months` from the day the results are applied.
    """

    __tablename__ = "programme_call"  # CALL is a reserved word of SQL
    __table_args__ = (
        CheckConstraint("(kind = 'pilots') = (subject_type IS NOT NULL)", name="pilots_subject"),
        CheckConstraint(
            "(kind = 'providers') = (programme_type IS NOT NULL)", name="providers_type"
        ),
        CheckConstraint("state = 'draft' OR published_at IS NOT NULL", name="published_has_date"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_has_date"
        ),
        CheckConstraint("state <> 'draft' OR results_at IS NULL", name="drafts_without_results"),
        CheckConstraint("entries_most BETWEEN 1 AND 20", name="entries_bounded"),
        CheckConstraint("reviews_wanted BETWEEN 1 AND 9", name="reviews_bounded"),
        CheckConstraint("valid_months BETWEEN 1 AND 120", name="validity_bounded"),
        Index(None, "state", "kind"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("sectors",)
    audited_children: ClassVar[tuple[str, ...]] = ("phases", "questions", "criteria", "quotas")

    id: Mapped[IntPK]
    kind: Mapped[CallKind] = mapped_column(enum_column(CallKind))
    subject_type: Mapped[SubjectType | None] = mapped_column(enum_column(SubjectType))
    programme_type: Mapped[ProgrammeType | None] = mapped_column(enum_column(ProgrammeType))
    prefix: Mapped[str] = mapped_column(String(20), unique=True)
    title_zh: Mapped[Name]
    title_en: Mapped[Name]
    summary_zh: Mapped[Prose] = mapped_column(default="")
    summary_en: Mapped[Prose] = mapped_column(default="")
    text_zh: Mapped[Prose]
    text_en: Mapped[Prose] = mapped_column(default="")
    entrant: Mapped[Entrant] = mapped_column(enum_column(Entrant))
    regions: Mapped[list[str]] = mapped_column(default=list)  # codes of provinces
    entries_most: Mapped[int] = mapped_column(Integer, default=1)  # of one organisation
    needs_recommendation: Mapped[bool] = mapped_column(default=False)
    may_be_joint: Mapped[bool] = mapped_column(default=True)
    is_blind: Mapped[bool] = mapped_column(default=False)  # reviewers do not see who submits
    others_seen: Mapped[OthersSeen] = mapped_column(
        enum_column(OthersSeen), default=OthersSeen.AFTER_OWN
    )
    aggregate: Mapped[Aggregate] = mapped_column(enum_column(Aggregate), default=Aggregate.MEDIAN)
    reviews_wanted: Mapped[int] = mapped_column(Integer, default=3)  # of each submission
    valid_months: Mapped[int] = mapped_column(Integer, default=36)
    state: Mapped[CallState] = mapped_column(
        enum_column(CallState), default=CallState.DRAFT, index=True
    )
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_words: Mapped[Prose] = mapped_column(default="")
    results_at: Mapped[datetime | None]  # when its results were given to everybody

    sectors: Mapped[list[Sector]] = relationship(secondary=call_sector, order_by=Sector.position)
    phases: Mapped[list["CallPhase"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="CallPhase.starts_at"
    )
    questions: Mapped[list["CallQuestion"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="CallQuestion.position"
    )
    criteria: Mapped[list["CallCriterion"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="CallCriterion.position"
    )
    quotas: Mapped[list["CallQuota"]] = relationship(
        back_populates="call", cascade="all, delete-orphan", order_by="CallQuota.id"
    )
    changes: Mapped[list["CallChange"]] = relationship(
        back_populates="call", order_by="CallChange.id.desc()", viewonly=True
    )


class CallPhase(Base):
    """A step of a call: from the instant it starts up to, but not at, the instant it ends."""

    __tablename__ = "call_phase"
    __table_args__ = (
        UniqueConstraint("call_id", "kind"),
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="in_order"),
        CheckConstraint("kind = 'results' OR ends_at IS NOT NULL", name="all_but_results_end"),
        Index(None, "ends_at"),
    )

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id", ondelete="CASCADE"))
    kind: Mapped[PhaseKind] = mapped_column(enum_column(PhaseKind))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(back_populates="phases")


class CallQuestion(Base):
    """A question of a call's form, with the type of its answer.

    `options` are what a choice offers, each `{"value", "zh", "en"}`. Answers to an identifying
    question tell who submits: blind reviewers do not see them.
    """

    __tablename__ = "call_question"
    __table_args__ = (
        UniqueConstraint("call_id", "key"),
        CheckConstraint("minimum IS NULL OR maximum >= minimum", name="bounds_in_order"),
    )

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    key: Mapped[Slug]
    kind: Mapped[QuestionKind] = mapped_column(enum_column(QuestionKind))
    label_zh: Mapped[Name]
    label_en: Mapped[Name]
    hint_zh: Mapped[Prose] = mapped_column(default="")
    hint_en: Mapped[Prose] = mapped_column(default="")
    is_required: Mapped[bool] = mapped_column(default=True)
    is_identifying: Mapped[bool] = mapped_column(default=False)
    most_letters: Mapped[int | None]  # of a text
    unit: Mapped[str] = mapped_column(String(20), default="")  # of a number
    minimum: Mapped[float | None] = mapped_column(Float)
    maximum: Mapped[float | None] = mapped_column(Float)
    options: Mapped[list[dict[str, str]]] = mapped_column(default=list)

    call: Mapped[Call] = relationship(back_populates="questions")


class CallCriterion(Base):
    """What reviewers score, from 0 to `most`; the weights of a call sum to 100.

    Any 0 for a veto criterion puts the submission on hold, whatever its total.
    """

    __tablename__ = "call_criterion"
    __table_args__ = (
        CheckConstraint("weight BETWEEN 1 AND 100", name="weight_bounded"),
        CheckConstraint("most BETWEEN 1 AND 100", name="scale_bounded"),
    )

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(
        ForeignKey("programme_call.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer, default=0)
    label_zh: Mapped[Name]
    label_en: Mapped[Name]
    hint_zh: Mapped[Prose] = mapped_column(default="")
    hint_en: Mapped[Prose] = mapped_column(default="")
    weight: Mapped[int] = mapped_column(Integer)
    most: Mapped[int] = mapped_column(Integer, default=10)
    is_veto: Mapped[bool] = mapped_column(default=False)

    call: Mapped[Call] = relationship(back_populates="criteria")


class CallQuota(Base):
    """How many may be selected: in all, of a sector, of a province."""

    __tablename__ = "call_quota"
    __table_args__ = (
        UniqueConstraint("call_id", "sector_id", "region_code"),
        CheckConstraint("places BETWEEN 1 AND 100000", name="places_bounded"),
        CheckConstraint("sector_id IS NULL OR region_code IS NULL", name="one_scope"),
    )

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id", ondelete="CASCADE"))
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"), index=True)
    places: Mapped[int] = mapped_column(Integer)

    call: Mapped[Call] = relationship(back_populates="quotas")
    sector: Mapped[Sector | None] = relationship()
    region: Mapped[Region | None] = relationship()


class CallChange(Base):
    """A phase of a published call that was moved: from when to when, and why, for everybody."""

    __tablename__ = "call_change"

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(
        ForeignKey("programme_call.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    phase: Mapped[PhaseKind] = mapped_column(enum_column(PhaseKind))
    reason: Mapped[ChangeReason] = mapped_column(enum_column(ChangeReason))
    words_zh: Mapped[Prose]
    words_en: Mapped[Prose] = mapped_column(default="")
    started_at: Mapped[datetime | None]  # before; none for a phase that was added
    ended_at: Mapped[datetime | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(back_populates="changes")
    author: Mapped[Account] = relationship()
