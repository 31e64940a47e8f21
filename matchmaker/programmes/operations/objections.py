"""Objections to the public notice: anybody says why, staff answer before the results."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.throttle import check_throttle, network
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, raise_all
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify, notify_all
from matchmaker.programmes.enums.results import (
    OBJECTION_TRANSITIONS,
    ObjectionReason,
    ObjectionState,
    VerdictReason,
)
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Objection
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.states import move_submission
from matchmaker.programmes.policies.results import may_answer_objection
from matchmaker.programmes.scoring.notices import notice_span
from matchmaker.web.filters import exact_moment
from matchmaker.web.forms import checked_words, clean_line
from matchmaker.web.language import Later, localised
from matchmaker.web.versions import OVERTAKEN

WORDS_MAX: Final = 2_000
NAME_MAX: Final = 80
CONTACT_MAX: Final = 120
LEAST: Final = 10  # characters: enough to look into
A_DAY: Final = 5  # objections from one network
ANSWER_WITHIN: Final = timedelta(days=5)  # the platform's own rule, said on the page


@dataclass(frozen=True, slots=True)
class ObjectionGiven:
    """What somebody says against a submission, and how to reach them."""

    reason: ObjectionReason
    name: str
    contact: str
    words: str


def object_to(
    submission: Submission, given: ObjectionGiven, *, author: Account | None
) -> Objection:
    """Take an objection while the submission is on public notice; gives it with its receipt.

    Raises ConflictError before and after, DomainError (fields `name`, `contact`, `words`) for
    what is missing or too long, TooManyAttemptsError over five a day from one network.
    """
    name, contact = clean_line(given.name), clean_line(given.contact)
    words = checked_words(given.words, WORDS_MAX)
    raise_all(
        DomainError(message, field=field)
        for field, message, is_wrong in (
            ("name", _("请写您的姓名或单位名称，最多 80 个字。"), not 0 < len(name) <= NAME_MAX),
            (
                "contact",
                _("请写电话或电子邮箱，工作人员核实时联系您。"),
                not 0 < len(contact) <= CONTACT_MAX,
            ),
            ("words", _("请写明事实和依据，至少 10 个字。"), len(words) < LEAST),
        )
        if is_wrong
    )
    check_open(submission)
    check_throttle("objection", network(), A_DAY, timedelta(days=1))
    row = Objection(
        receipt=secrets.token_hex(5).upper(),
        call_id=submission.call_id,
        submission_id=submission.id,
        author_id=author.id if author else None,
        reason=given.reason,
        name=name,
        contact=contact,
        words=words,
        state=ObjectionState.OPEN,
    )
    audit.created("objection.made", row, actor=author)
    return row


def check_open(submission: Submission) -> None:
    """Raise ConflictError where a submission is not on public notice right now."""
    call = submission.call
    span = notice_span(call.phases, submission.decided_at) if submission.decided_at else None
    if submission.state is not SubmissionState.SELECTED or span is None:
        raise ConflictError(_("它不在公示名单上。"))
    now = clock.now()
    if now < span.starts_at:
        raise ConflictError(
            _("公示还没有开始：北京时间 %(moment)s 开始。", moment=exact_moment(span.starts_at))
        )
    if now >= span.ends_at:
        raise ConflictError(
            _("公示已于北京时间 %(moment)s 截止。", moment=exact_moment(span.ends_at))
        )


def answer_objection(
    objection: Objection,
    state: ObjectionState,
    answer: str,
    *,
    seen_version: int,
    actor: Account,
) -> None:
    """Answer an objection; one that is right takes the submission off the list.

    Raises ForbiddenError where one's own organisation is concerned, ConflictError where another
    was faster, DomainError (field `words`) without an answer.
    """
    if not may_answer_objection(actor, objection):
        raise ForbiddenError(_("这关系到您所在的单位，请让别的工作人员答复。"))
    if seen_version != objection.version:
        raise ConflictError(OVERTAKEN)
    said = checked_words(answer, WORDS_MAX)
    if not said:
        raise DomainError(_("请写答复，异议人会看到。"), field="words")
    with audit.change("objection.answered", objection, actor=actor):
        _move(objection, state)
        objection.answer, objection.answerer_id = said, actor.id
    if state is ObjectionState.UPHELD:
        _take_off(objection.submission, said, actor)
    if objection.author is not None:
        notify(
            objection.author,
            NoticeKind.OBJECTION_ANSWERED,
            facts={"call": title_of(objection.call), "receipt": objection.receipt, "words": said},
            endpoint="programmes.objection_answer",
            values={"receipt": objection.receipt},
        )


def answer_by(objection: Objection) -> str:
    """Say until when staff answer, in China's time."""
    return exact_moment(objection.created_at + ANSWER_WITHIN)


def title_of(call: Call) -> Later:
    """Give a call's title in the language of whoever reads it."""
    return Later(lambda: localised(call, "title"))


def _take_off(submission: Submission, said: str, actor: Account) -> None:
    if submission.state is not SubmissionState.SELECTED:
        return  # another objection was right before
    with audit.change("submission.taken-off", submission, actor=actor):
        move_submission(submission, SubmissionState.NOT_SELECTED)
        submission.decided_at = clock.now()
        submission.verdict_reasons = [VerdictReason.OBJECTION.value]
        submission.verdict_words, submission.verdict_level = said, ""
    notify_all(
        speakers_of(submission.organisation),
        NoticeKind.OBJECTION_UPHELD,
        facts={"title": submission.title, "call": title_of(submission.call), "words": said},
        endpoint="programmes.submission_result",
        values={"submission_id": submission.id},
    )
    db.session.flush()


def _move(objection: Objection, state: ObjectionState) -> None:
    if state not in OBJECTION_TRANSITIONS[objection.state]:
        raise ConflictError(_("这份异议已经有人答复，请刷新页面查看。"))
    objection.state, objection.answered_at = state, clock.now()
