"""Reading reviewers and reviews, and what the reviews of a call come to."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState, SightStage
from matchmaker.programmes.enums.submissions import REVIEWED
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import (
    Review,
    ReviewConflict,
    Reviewer,
    ReviewPost,
    ReviewScore,
)
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.scoring.sight import stage_of_reviews
from matchmaker.programmes.scoring.totals import Total, sum_up


def points_of(call: Call) -> dict[int, dict[int, dict[int, int]]]:
    """Give the points handed in: submission id → reviewer id → criterion id → points."""
    statement = (
        select(
            Review.submission_id, Review.reviewer_id, ReviewScore.criterion_id, ReviewScore.points
        )
        .join(Review.scores)
        .join(Review.submission)
        .where(
            Submission.call_id == call.id,
            Submission.state.in_(REVIEWED),
            Review.state == ReviewState.HANDED_IN,
            ReviewScore.points.is_not(None),  # a draft may lack them, a review handed in does not
        )
        .order_by(Review.id)
    )
    found: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for submission_id, reviewer_id, criterion_id, points in db.session.execute(statement):
        found[submission_id][reviewer_id][criterion_id] = points or 0
    return found


def totals_of(call: Call) -> dict[int, Total]:
    """Give what the handed-in reviews come to, 0-100, by the number of the submission.

    Submissions nobody has reviewed yet are missing. Conflicting reviews do not count.
    """
    sums = (
        (number, sum_up(reviews.values(), call.criteria, call.aggregate))
        for number, reviews in points_of(call).items()
    )
    return {number: total for number, total in sums if total is not None}


def review_by_id(review_id: int) -> Review | None:
    """Find a review with what was submitted, its scores, and what bars its person."""
    given, person = joinedload(Review.submission), joinedload(Review.reviewer)
    call, answers = given.joinedload(Submission.call), given.selectinload(Submission.answers)
    statement = (
        select(Review)
        .where(Review.id == review_id)
        .options(
            call.selectinload(Call.phases),
            call.selectinload(Call.criteria),
            call.selectinload(Call.questions),
            given.joinedload(Submission.organisation),
            given.joinedload(Submission.body),
            given.joinedload(Submission.author),
            given.joinedload(Submission.sector),
            given.joinedload(Submission.region),
            given.selectinload(Submission.partners),
            answers.joinedload(SubmissionAnswer.attachment),
            answers.joinedload(SubmissionAnswer.offering),
            answers.joinedload(SubmissionAnswer.case),
            answers.joinedload(SubmissionAnswer.demand),
            person.joinedload(Reviewer.account).selectinload(Account.memberships),
            person.selectinload(Reviewer.conflicts),
            selectinload(Review.scores),
        )
    )
    return db.session.scalars(statement).first()


def reviewer_by_id(reviewer_id: int) -> Reviewer | None:
    """Find a reviewer with their call, sectors and conflicts."""
    statement = (
        select(Reviewer)
        .where(Reviewer.id == reviewer_id)
        .options(
            joinedload(Reviewer.call).selectinload(Call.phases),
            joinedload(Reviewer.account).selectinload(Account.memberships),
            selectinload(Reviewer.sectors),
            selectinload(Reviewer.conflicts).joinedload(ReviewConflict.organisation),
        )
    )
    return db.session.scalars(statement).first()


@dataclass(frozen=True, slots=True)
class Share:
    """What one person reviews of one call: how much is done, how much is left."""

    reviewer: Reviewer
    stage: SightStage
    done: int
    left: int

    @property
    def all(self) -> int:
        return self.done + self.left


def shares_of(actor: Account) -> list[Share]:
    """List the calls a person was asked to review, the latest first."""
    rows = db.session.scalars(
        select(Reviewer)
        .where(
            Reviewer.account_id == actor.id,
            Reviewer.state.in_((ReviewerState.INVITED, ReviewerState.AGREED)),
        )
        .options(joinedload(Reviewer.call).selectinload(Call.phases))
        .order_by(Reviewer.id.desc())
    ).all()
    counts = _counts(Reviewer.account_id == actor.id)
    return [
        Share(
            row,
            stage_of_reviews(row.call.phases, clock.now()),
            counts.get((row.id, ReviewState.HANDED_IN), 0),
            counts.get((row.id, ReviewState.OPEN), 0),
        )
        for row in rows
    ]


def reviews_of(actor: Account) -> Select[Review]:
    """Select what a person was given to review and may look at: open ones first, then by number."""
    is_open = Review.state == ReviewState.OPEN
    return (
        select(Review)
        .join(Review.reviewer)
        .join(Review.submission)
        .where(
            Reviewer.account_id == actor.id,
            Reviewer.state == ReviewerState.AGREED,
            Review.state != ReviewState.CONFLICTED,
        )
        .options(
            joinedload(Review.submission).options(
                joinedload(Submission.call).selectinload(Call.phases),
                joinedload(Submission.organisation),
                joinedload(Submission.author),
                joinedload(Submission.sector),
                selectinload(Submission.partners),
            ),
            joinedload(Review.reviewer)
            .joinedload(Reviewer.account)
            .selectinload(Account.memberships),
            joinedload(Review.reviewer).selectinload(Reviewer.conflicts),
        )
        .order_by(is_open.desc(), Submission.call_id.desc(), Submission.number, Review.id)
    )


def next_open(review: Review) -> Review | None:
    """Give the next one to review in the same call: the one with the fewest reviews so far."""
    other = aliased(Review)
    handed_in = (
        select(func.count(other.id))
        .where(other.submission_id == Review.submission_id, other.state == ReviewState.HANDED_IN)
        .correlate(Review)
        .scalar_subquery()
    )
    statement = (
        select(Review)
        .join(Review.submission)
        .where(
            Review.reviewer_id == review.reviewer_id,
            Review.state == ReviewState.OPEN,
            Submission.state.in_(REVIEWED),
        )
        .order_by(handed_in, Submission.number, Review.id)
        .limit(1)
    )
    return db.session.scalars(statement).first()


def reviews_on(submission: Submission) -> Sequence[Review]:
    """List the reviews of a submission in the order they were assigned, with scores and people."""
    statement = (
        select(Review)
        .where(Review.submission_id == submission.id)
        .options(
            selectinload(Review.scores),
            joinedload(Review.reviewer).joinedload(Reviewer.account),
        )
        .order_by(Review.id)
    )
    return db.session.scalars(statement).all()


def posts_on(submission: Submission) -> Sequence[ReviewPost]:
    """List what was said about a submission, in order."""
    statement = (
        select(ReviewPost)
        .where(ReviewPost.submission_id == submission.id)
        .options(joinedload(ReviewPost.author))
        .order_by(ReviewPost.written_at, ReviewPost.id)
        .limit(500)
    )
    return db.session.scalars(statement).all()


def _counts(*which: ColumnElement[bool]) -> dict[tuple[int, ReviewState], int]:
    """Count reviews by person and state."""
    statement = (
        select(Review.reviewer_id, Review.state, func.count())
        .join(Review.reviewer)
        .where(*which)
        .group_by(Review.reviewer_id, Review.state)
    )
    return {(number, state): count for number, state, count in db.session.execute(statement)}
