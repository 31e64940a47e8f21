"""The one way submissions, reviewers and reviews get from state to state."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.errors import ConflictError
from matchmaker.programmes.enums.reviews import (
    REVIEW_TRANSITIONS,
    REVIEWER_TRANSITIONS,
    ReviewerState,
    ReviewState,
)
from matchmaker.programmes.enums.submissions import SUBMISSION_TRANSITIONS, SubmissionState
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission


def move_submission(submission: Submission, target: SubmissionState) -> None:
    """Bring a submission to a state; the day it was withdrawn goes with that state.

    Raises ConflictError where its state does not allow it: somebody else was faster.
    """
    if target not in SUBMISSION_TRANSITIONS[submission.state]:
        raise ConflictError(_("这份申报的状态刚刚改变了，请刷新页面查看。"))
    submission.state = target
    submission.withdrawn_at = clock.now() if target is SubmissionState.WITHDRAWN else None


def move_reviewer(reviewer: Reviewer, target: ReviewerState) -> None:
    """Bring a reviewer to a state, with its dates; who is invited again has not answered.

    Raises ConflictError where their state does not allow it.
    """
    if target not in REVIEWER_TRANSITIONS[reviewer.state]:
        raise ConflictError(_("这位评审专家的状态刚刚改变了，请刷新页面查看。"))
    now = clock.now()
    reviewer.state = target
    reviewer.removed_at = now if target is ReviewerState.REMOVED else None
    reviewer.answered_at = None if target is ReviewerState.INVITED else reviewer.answered_at or now


def move_review(review: Review, target: ReviewState) -> None:
    """Bring a review to a state, with its date.

    Raises ConflictError where its state does not allow it: it was handed in or given up.
    """
    if target not in REVIEW_TRANSITIONS[review.state]:
        raise ConflictError(_("这份评审意见的状态刚刚改变了，请刷新页面查看。"))
    now = clock.now()
    review.state = target
    if target is ReviewState.HANDED_IN:
        review.handed_in_at = now
    if target is ReviewState.ABSTAINED:
        review.abstained_at = now
    if target is ReviewState.CONFLICTED:
        review.conflicted_at = now
