"""Who reviews, who reads a review, who talks about it."""

from datetime import datetime
from typing import Protocol

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.scoring.sight import Sight, sight, stage_of_reviews


class FileOfReview(Protocol):
    """A file as a reviewer gets it."""

    @property
    def review(self) -> Review: ...


def entrants_of(submission: Submission) -> frozenset[int]:
    """Give the organisations a submission is from: who submits it, and its partners."""
    partners = {row.organisation_id for row in submission.partners if row.organisation_id}
    return frozenset({submission.organisation_id, *partners})


def is_barred(reviewer: Reviewer, submission: Submission) -> bool:
    """Whether somebody must not review a submission: their own organisation's, or a conflict."""
    conflicts = {row.organisation_id for row in reviewer.conflicts}
    return bool(entrants_of(submission) & (reviewer.account.organisation_ids | conflicts))


def is_reopened(review: Review, now: datetime) -> bool:
    """Whether staff gave more time, which is not over."""
    return review.reopened_until is not None and now < review.reopened_until


def sight_of(review: Review, now: datetime) -> Sight:
    """Say what the person of a review sees now."""
    call = review.submission.call
    if call.state is not CallState.PUBLISHED or is_barred(review.reviewer, review.submission):
        return Sight()
    return sight(
        stage_of_reviews(call.phases, now),
        review.state,
        is_blind=call.is_blind,
        others_seen=call.others_seen,
        is_reopened=is_reopened(review, now),
    )


def may_be_asked(actor: Account | None, reviewer: Reviewer) -> bool:
    """Whoever was invited, while they have not answered."""
    return (
        actor is not None
        and reviewer.account_id == actor.id
        and reviewer.state is ReviewerState.INVITED
    )


def may_open_review(actor: Account | None, review: Review) -> bool:
    """Whoever agreed to review and was given the submission, unless they must not.

    A conflict shows nothing more: the page is gone.
    """
    return (
        actor is not None
        and review.reviewer.account_id == actor.id
        and review.reviewer.state is ReviewerState.AGREED
        and review.state is not ReviewState.CONFLICTED
        and not is_barred(review.reviewer, review.submission)
    )


def may_open_file(actor: Account | None, file: FileOfReview) -> bool:
    """The person of the review, while they may read what was submitted."""
    review = file.review
    return may_open_review(actor, review) and sight_of(review, clock.now()).answers
