"""Reading reviewers and reviews, and what the reviews of a call come to."""

from collections import defaultdict

from sqlalchemy import select

from matchmaker.db import db
from matchmaker.programmes.enums.reviews import ReviewState
from matchmaker.programmes.enums.submissions import REVIEWED
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, ReviewScore
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.scoring.totals import Total, sum_up


def points_of(call: Call) -> dict[int, dict[int, dict[int, int]]]:
    """Give the points handed in: submission id → review id → criterion id → points."""
    statement = (
        select(Review.submission_id, Review.id, ReviewScore.criterion_id, ReviewScore.points)
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
    for submission_id, review_id, criterion_id, points in db.session.execute(statement):
        found[submission_id][review_id][criterion_id] = points or 0
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
