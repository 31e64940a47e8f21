"""Sending a submission, again too, and taking it back."""

import re
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, WayOut, raise_all
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.operations.submissions.holding import check_open, hold
from matchmaker.programmes.operations.submissions.telling import tell_bodies, tell_entrant
from matchmaker.programmes.scoring.completeness import submission_gaps

DIGITS: Final = 4  # of the number behind the prefix; more submissions have more


def send_submission(submission: Submission, *, seen_version: int, actor: Account) -> None:
    """Hand a complete submission in; with the first sending it gets its number, which stays.

    Raises DomainError naming all that is missing, or that the organisation is not verified;
    ConflictError past the deadline, and when it was changed since the person opened the page.
    """
    check_open(submission)
    hold(submission, seen_version)
    raise_all(DomainError(gap.words) for gap in submission_gaps(submission))
    if not submission.organisation.is_verified:
        raise DomainError(
            _("“%(name)s”通过认证以后才能提交申报。", name=submission.organisation.name),
            way_out=WayOut(
                "accounts.organisation",
                {"organisation_id": submission.organisation_id},
                _("去认证"),
            ),
        )
    number = submission.number or _next_number(submission.call)
    try:
        with (
            db.session.begin_nested(),
            audit.change("submission.sent", submission, actor=actor),
        ):
            move_submission(submission, SubmissionState.SUBMITTED)
            submission.number, submission.submitted_at = number, clock.now()
            submission.complete_by = None
            if _is_to_recommend(submission.call):
                submission.recommended_at = submission.recommender = submission.body = None
                submission.recommendation = ""
    except IntegrityError as error:
        raise ConflictError(_("提交的人太多，请再试一次。")) from error
    tell_entrant(
        submission, NoticeKind.SUBMISSION_RECEIVED, endpoint="programmes.submission_receipt"
    )
    if submission.call.needs_recommendation and submission.recommended_at is None:
        tell_bodies(submission)


def withdraw_submission(submission: Submission, *, seen_version: int, actor: Account) -> None:
    """Take a submission back; it can be sent again while the call takes submissions."""
    hold(submission, seen_version)
    with audit.change("submission.withdrawn", submission, actor=actor):
        move_submission(submission, SubmissionState.WITHDRAWN)
        submission.complete_by = None


def _is_to_recommend(call: Call) -> bool:
    """Whether regional bodies can still look at what is sent now; else what they said stands."""
    phase = next((one for one in call.phases if one.kind is PhaseKind.RECOMMENDATION), None)
    return phase is not None and phase.ends_at is not None and clock.now() < phase.ends_at


def _next_number(call: Call) -> str:
    # Held until the transaction ends: whoever sends at the same time gets the number after this.
    db.session.execute(select(Call.id).where(Call.id == call.id).with_for_update(key_share=True))
    last = db.session.scalar(
        select(Submission.number)
        .where(Submission.call_id == call.id, Submission.number.is_not(None))
        .order_by(func.length(Submission.number).desc(), Submission.number.desc())
        .limit(1)
    )
    given = re.search(r"\d+$", last or "")
    return f"{call.prefix}-{int(given[0] if given else 0) + 1:0{DIGITS}d}"
