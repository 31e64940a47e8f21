"""Appeals of entrants against what was decided on their submission or entry."""

from datetime import datetime, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.programmes.enums.results import (
    APPEAL_TRANSITIONS,
    AppealState,
    EntryAct,
    EntryState,
)
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.results import Appeal, Entry
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.entries import restore
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.policies.results import LOST, may_answer_appeal
from matchmaker.programmes.queries.results import steps_of
from matchmaker.web.filters import exact_moment
from matchmaker.web.forms import checked_words
from matchmaker.web.versions import OVERTAKEN

WORDS_MAX: Final = 2_000
WITHIN: Final = timedelta(days=15)  # the platform's own rule, said on the page
AGAINST: Final = frozenset({EntryAct.WARNED, EntryAct.RECTIFYING, EntryAct.REMOVED})


def appeal_until(submission: Submission, entry: Entry | None = None) -> datetime | None:
    """Say until when a decision can be appealed; None where there is nothing to appeal.

    Fifteen days from when the results or the decision became known, whichever was later.
    """
    if entry is not None:
        last = next((step.at for step in steps_of(entry) if step.act in AGAINST), None)
        return last + WITHIN if last and entry.state is not EntryState.LISTED else None
    known = submission.call.results_at
    if known is None or submission.decided_at is None or submission.state not in LOST:
        return None
    return max(known, submission.decided_at) + WITHIN


def make_appeal(
    submission: Submission, words: str, *, entry: Entry | None = None, actor: Account
) -> Appeal:
    """Appeal against a decision on a submission, or with `entry` on what it became.

    Raises ConflictError when the days are over or an appeal is open already, DomainError (field
    `words`) without grounds.
    """
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写明哪里不对、依据是什么。"), field="words")
    until = appeal_until(submission, entry)
    if until is None:
        raise ConflictError(_("现在没有可以申诉的决定。"))
    if clock.now() >= until:
        raise ConflictError(_("申诉期已于北京时间 %(moment)s 截止。", moment=exact_moment(until)))
    row = Appeal(
        submission=submission, entry=entry, author=actor, words=said, state=AppealState.OPEN
    )
    try:
        with db.session.begin_nested():
            audit.created("appeal.made", row, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("已经有一份申诉在等待答复。")) from error
    return row


def answer_appeal(
    appeal: Appeal, state: AppealState, answer: str, *, seen_version: int, actor: Account
) -> None:
    """Answer an appeal. One that is right brings the entry back, or has it decided again.

    A submission goes on hold for a new verdict, and is on public notice for days of its own where
    it is then selected. Raises ForbiddenError where one's own organisation is concerned,
    ConflictError where another was faster.
    """
    if not may_answer_appeal(actor, appeal):
        raise ForbiddenError(_("这关系到您所在的单位，请让别的工作人员答复。"))
    if seen_version != appeal.version:
        raise ConflictError(OVERTAKEN)
    said = checked_words(answer, WORDS_MAX)
    if not said:
        raise DomainError(_("请写答复，申诉人会看到。"), field="words")
    with audit.change("appeal.answered", appeal, actor=actor):
        _move(appeal, state)
        appeal.answer, appeal.answerer_id = said, actor.id
    is_right = state is AppealState.UPHELD
    if is_right:
        _make_good(appeal, said, actor)
    notify_all(
        speakers_of(appeal.submission.organisation),
        NoticeKind.APPEAL_UPHELD if is_right else NoticeKind.APPEAL_DISMISSED,
        facts={"title": appeal.submission.title, "words": said},
        endpoint="programmes.submission_result",
        values={"submission_id": appeal.submission_id},
    )


def _make_good(appeal: Appeal, said: str, actor: Account) -> None:
    entry, submission = appeal.entry, appeal.submission
    if entry is not None:
        if entry.state is not EntryState.LISTED:
            restore(entry, said, seen_version=entry.version, actor=actor)
    elif submission.state is SubmissionState.NOT_SELECTED:
        with audit.change("submission.reopened", submission, actor=actor):
            move_submission(submission, SubmissionState.ON_HOLD)


def _move(appeal: Appeal, state: AppealState) -> None:
    if state not in APPEAL_TRANSITIONS[appeal.state]:
        raise ConflictError(_("这份申诉已经有人答复，请刷新页面查看。"))
    appeal.state, appeal.answered_at = state, clock.now()
