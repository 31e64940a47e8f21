"""Reviewers and reviews as rows, for tests that are about something else."""

from collections.abc import Sequence
from typing import Any

from factories.people import account

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.programmes.enums.reviews import ReviewerState, ReviewState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review, Reviewer, ReviewScore
from matchmaker.programmes.models.submissions import Submission


def reviewer(of: Call, person: Account | None = None, **values: Any) -> Reviewer:
    """Add a person who agreed to review submissions of a call."""
    state = values.pop("state", ReviewerState.AGREED)
    row = Reviewer(
        call=of,
        account=person or account("评审专家"),
        inviter=values.pop("inviter", None) or account("馆员", staff=StaffRole.CURATOR),
        state=state,
        answered_at=None if state is ReviewerState.INVITED else clock.now(),
        removed_at=clock.now() if state is ReviewerState.REMOVED else None,
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row


def review(
    of: Submission, by: Reviewer, points: Sequence[int] | None = None, **values: Any
) -> Review:
    """Add the review of a submission; handed in where its points are given, in order."""
    row = Review(
        submission=of,
        reviewer=by,
        state=ReviewState.HANDED_IN if points else ReviewState.OPEN,
        assigned_at=clock.now(),
        handed_in_at=clock.now() if points else None,
        scores=[
            ReviewScore(criterion_id=criterion.id, points=given, comment="材料翔实。")
            for criterion, given in zip(of.call.criteria, points or (), strict=False)
        ],
        **values,
    )
    db.session.add(row)
    db.session.flush()
    return row
