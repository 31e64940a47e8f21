"""What staff decide before a submission goes to the reviewers."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.errors import ConflictError, DomainError, raise_all
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.operations import decide
from matchmaker.moderation.words import decision_words
from matchmaker.notices.enums import NoticeKind
from matchmaker.programmes.enums.submissions import SubmissionReason, SubmissionState
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.operations.submissions.holding import check_not_cancelled, hold
from matchmaker.programmes.operations.submissions.telling import tell_entrant
from matchmaker.programmes.scoring.completeness import submission_gaps, submission_phase
from matchmaker.programmes.scoring.phases import is_running
from matchmaker.programmes.words.submissions import REASONS
from matchmaker.web.filters import exact_moment

DAYS_MOST: Final = 60  # for completing a submission


def accept_submission(
    submission: Submission, *, words: str = "", seen_version: int, actor: Account
) -> None:
    """Let a complete submission go to the reviewers, once nobody may change it any more.

    Raises DomainError while the call still takes submissions, where something is missing, and
    without the recommendation the call asks for; ConflictError when a colleague was faster.
    """
    check_not_cancelled(submission)
    hold(submission, seen_version)
    raise_all(obstacles_to_accept(submission))
    with audit.change("submission.accepted", submission, actor=actor):
        move_submission(submission, SubmissionState.ACCEPTED)
        submission.accepted_at, submission.complete_by = clock.now(), None
    decision = decide(submission, Outcome.APPROVED, words=words, actor=actor)
    tell_entrant(submission, NoticeKind.SUBMISSION_ACCEPTED, words=decision.words)


def obstacles_to_accept(submission: Submission) -> list[DomainError]:
    """List what keeps a submission from going to the reviewers today."""
    found = [DomainError(gap.words) for gap in submission_gaps(submission)]
    if submission.call.needs_recommendation and submission.recommended_at is None:
        found.append(DomainError(_("推荐单位还没有推荐这份申报。")))
    phase = submission_phase(submission.call)
    if phase is not None and phase.ends_at is not None and is_running(phase, clock.now()):
        words = _(
            "申报到北京时间 %(moment)s 截止，之前申报单位还可以修改；截止以后再受理。",
            moment=exact_moment(phase.ends_at),
        )
        found.append(DomainError(words))
    return found


def return_submission(
    submission: Submission,
    *,
    reasons: Sequence[SubmissionReason],
    words: str = "",
    complete_by: date | None,
    seen_version: int,
    actor: Account,
) -> None:
    """Send a submission back to be completed until the end of a day in China.

    Raises DomainError without a reason or words, and for a day that is missing, past or more than
    60 days ahead; ConflictError when a colleague was faster.
    """
    check_not_cancelled(submission)
    today = clock.today()
    if complete_by is None or not today <= complete_by <= today + timedelta(days=DAYS_MOST):
        raise DomainError(
            _("请填补充的截止日期：今天起 %(n)s 天以内。", n=DAYS_MOST), field="complete_by"
        )
    hold(submission, seen_version)
    with audit.change("submission.returned", submission, actor=actor):
        move_submission(submission, SubmissionState.RETURNED)
        submission.complete_by = complete_by
    decision = decide(submission, Outcome.RETURNED, reasons=reasons, words=words, actor=actor)
    said = decision_words(reasons, REASONS, decision.words)
    tell_entrant(submission, NoticeKind.SUBMISSION_RETURNED, words=said)


def refuse_submission(
    submission: Submission,
    *,
    reasons: Sequence[SubmissionReason],
    words: str = "",
    seen_version: int,
    actor: Account,
) -> None:
    """Leave a submission out: it does not belong to the call, or was never completed.

    Raises DomainError without a reason or words; ConflictError when a colleague was faster.
    """
    check_not_cancelled(submission)
    hold(submission, seen_version)
    leave_out(submission, reasons, words, actor=actor)


def leave_out(
    submission: Submission, reasons: Sequence[SubmissionReason], words: str, *, actor: Account
) -> None:
    """Refuse a submission that is held already, and tell its people why."""
    with audit.change("submission.refused", submission, actor=actor):
        move_submission(submission, SubmissionState.REFUSED)
        submission.complete_by = None
    decision = decide(submission, Outcome.REFUSED, reasons=reasons, words=words, actor=actor)
    said = decision_words(reasons, REASONS, decision.words)
    tell_entrant(submission, NoticeKind.SUBMISSION_REFUSED, words=said)


def accept_all(submissions: Sequence[Submission], *, actor: Account) -> int:
    """Accept several at once; gives how many. Raises ConflictError where one was changed."""
    if not submissions:
        raise ConflictError(_("没有可以受理的申报，请刷新页面查看。"))
    for submission in submissions:
        accept_submission(submission, seen_version=submission.version, actor=actor)
    return len(submissions)
