"""Reminding reviewers of what waits for them before the phase ends."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.reviews import ASSIGNABLE, ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.models.reviews import Review, Reviewer
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.review_telling import tell

DAYS: Final = (7, 3, 1)  # before the end of the phase


def remind_of_reviews() -> int:
    """Remind everybody with open reviews a week, three days and one day before the end.

    Gives how many were reminded now. Run again it tells nobody twice; a phase that is moved
    reminds anew, by its new end. The caller commits.
    """
    now = clock.now()
    statement = (
        select(CallPhase)
        .join(CallPhase.call)
        .where(
            CallPhase.kind == PhaseKind.REVIEW,
            CallPhase.starts_at <= now,
            CallPhase.ends_at > now,
            CallPhase.ends_at <= now + timedelta(days=max(DAYS)),
            Call.state == CallState.PUBLISHED,
        )
        .options(joinedload(CallPhase.call))
    )
    return sum(_remind(phase) for phase in db.session.scalars(statement).all())


def _remind(phase: CallPhase) -> int:
    ends = phase.ends_at
    if ends is None:
        return 0
    days = min(day for day in DAYS if ends <= clock.now() + timedelta(days=day))
    return sum(
        tell(
            reviewer.account,
            NoticeKind.REVIEWS_DUE,
            phase.call,
            "programmes.reviews",
            facts={"n": str(count), "until": clock.stamp(ends)},
            once=f"reviews-due:{phase.call_id}:{ends:%Y%m%d%H%M%S}:{days}",
        )
        for reviewer, count in _waiting(phase.call)
    )


def _waiting(call: Call) -> list[tuple[Reviewer, int]]:
    counts = (
        select(Review.reviewer_id, func.count().label("open"))
        .join(Review.submission)
        .where(
            Submission.call_id == call.id,
            Submission.state == SubmissionState.ACCEPTED,
            Review.state == ReviewState.OPEN,
        )
        .group_by(Review.reviewer_id)
        .subquery()
    )
    statement = (
        select(Reviewer, counts.c.open)
        .join(counts, counts.c.reviewer_id == Reviewer.id)
        .where(Reviewer.state.in_(ASSIGNABLE))
        .options(joinedload(Reviewer.account))
        .order_by(Reviewer.id)
    )
    return [(reviewer, count) for reviewer, count in db.session.execute(statement)]
