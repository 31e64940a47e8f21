"""Who reviews a call, which submissions they were given, and what they say of them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import Base, IntPK, Prose, Versioned, enum_column
from matchmaker.programmes.enums.reviews import AbstainReason, ReviewerState, ReviewState
from matchmaker.programmes.models import Call, CallCriterion
from matchmaker.programmes.models.submissions import Submission
from matchmaker.taxonomy.models import Sector

POINTS_MOST = 100  # of any scale

reviewer_sector = Table(
    "reviewer_sector",
    Base.metadata,
    Column("reviewer_id", ForeignKey("call_reviewer.id", ondelete="CASCADE"), primary_key=True),
    Column("sector_id", ForeignKey("sector.id"), primary_key=True, index=True),
)


class Reviewer(Versioned, Base):
    """A person asked to review submissions of a call: in which sectors, and how many at most.

    No sectors means that the person knows all of them somewhat: others are preferred where they
    match.
    """

    __tablename__ = "call_reviewer"
    __table_args__ = (
        UniqueConstraint("call_id", "account_id"),
        CheckConstraint("most BETWEEN 1 AND 500", name="most_bounded"),
        CheckConstraint("(state = 'invited') = (answered_at IS NULL)", name="answered_has_date"),
        CheckConstraint("(state = 'removed') = (removed_at IS NOT NULL)", name="removed_has_date"),
    )
    audited_links: ClassVar[tuple[str, ...]] = ("sectors",)

    id: Mapped[IntPK]
    call_id: Mapped[int] = mapped_column(ForeignKey("programme_call.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    most: Mapped[int] = mapped_column(Integer, default=20)
    state: Mapped[ReviewerState] = mapped_column(
        enum_column(ReviewerState), default=ReviewerState.INVITED
    )
    answered_at: Mapped[datetime | None]  # agreed, declined, or taken off before either
    removed_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    inviter: Mapped[Account] = relationship(foreign_keys=[inviter_id])
    sectors: Mapped[list[Sector]] = relationship(
        secondary=reviewer_sector, order_by=Sector.position
    )
    conflicts: Mapped[list["ReviewConflict"]] = relationship(
        back_populates="reviewer", order_by="ReviewConflict.id"
    )
    reviews: Mapped[list["Review"]] = relationship(back_populates="reviewer", viewonly=True)


class ReviewConflict(Base):
    """Why a person must not review what an organisation submits or takes part in."""

    __tablename__ = "review_conflict"
    __table_args__ = (UniqueConstraint("reviewer_id", "organisation_id"),)

    id: Mapped[IntPK]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("call_reviewer.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[Prose]
    declared_at: Mapped[datetime]

    reviewer: Mapped[Reviewer] = relationship(back_populates="conflicts")
    organisation: Mapped[Organisation] = relationship()
    author: Mapped[Account] = relationship()


class Review(Versioned, Base):
    """What one person says of one submission.

    It is written while the call's review phase runs, or up to `reopened_until` where staff gave
    more time. What was handed in counts, and stays, until it is handed in again.
    """

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("submission_id", "reviewer_id"),
        CheckConstraint(
            "state <> 'handed-in' OR handed_in_at IS NOT NULL", name="handed_in_has_date"
        ),
        CheckConstraint("state <> 'open' OR handed_in_at IS NULL", name="open_has_no_date"),
        CheckConstraint(
            "state <> 'abstained' OR (abstained_at IS NOT NULL AND abstain_reason IS NOT NULL)",
            name="abstained_has_reason",
        ),
        CheckConstraint(
            "(state = 'conflicted') = (conflicted_at IS NOT NULL)", name="conflicted_has_date"
        ),
        CheckConstraint("(reopened_at IS NULL) = (reopened_until IS NULL)", name="reopened_ends"),
        Index(None, "reviewer_id", "state"),
    )
    audited_children: ClassVar[tuple[str, ...]] = ("scores",)

    id: Mapped[IntPK]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("call_reviewer.id"))
    state: Mapped[ReviewState] = mapped_column(enum_column(ReviewState), default=ReviewState.OPEN)
    assigned_at: Mapped[datetime]
    words: Mapped[Prose] = mapped_column(default="")  # on the whole
    handed_in_at: Mapped[datetime | None]
    abstained_at: Mapped[datetime | None]
    abstain_reason: Mapped[AbstainReason | None] = mapped_column(enum_column(AbstainReason))
    abstain_words: Mapped[Prose] = mapped_column(default="")
    conflicted_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    reopened_until: Mapped[datetime | None]
    reopen_words: Mapped[Prose] = mapped_column(default="")

    submission: Mapped[Submission] = relationship()
    reviewer: Mapped[Reviewer] = relationship(back_populates="reviews")
    scores: Mapped[list["ReviewScore"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="ReviewScore.criterion_id"
    )


class ReviewScore(Base):
    """Points on one criterion, from 0 to what its scale allows, with what the person says of it.

    A draft may still lack the points.
    """

    __tablename__ = "review_score"
    __table_args__ = (
        UniqueConstraint("review_id", "criterion_id"),
        CheckConstraint(f"points BETWEEN 0 AND {POINTS_MOST}", name="points_bounded"),
    )

    id: Mapped[IntPK]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("call_criterion.id"), index=True)
    points: Mapped[int | None] = mapped_column(Integer)
    comment: Mapped[Prose] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="scores")
    criterion: Mapped[CallCriterion] = relationship()


class ReviewPost(Base):
    """What a reviewer or staff said to the others about a submission."""

    __tablename__ = "review_post"
    __table_args__ = (Index(None, "submission_id", "written_at"),)

    id: Mapped[IntPK]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    words: Mapped[Prose]
    written_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship()
    author: Mapped[Account] = relationship()
