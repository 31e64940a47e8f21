"""Deciding, and reports of what is not right; one transaction with what they change."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import Base, db
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError
from matchmaker.moderation.enums import (
    EXPLAINED,
    REPORT_TRANSITIONS,
    Outcome,
    ReportReason,
    ReportState,
)
from matchmaker.moderation.models import Decision, Report, ReportLook, StaffNote
from matchmaker.web.forms import checked_words, clean_prose

WORDS_MAX: Final = 1_000
HANDLED_WORDS: Final = _("这份举报已有人处理，请刷新页面查看。")
REPORTS_A_DAY: Final = 10  # by one person


def decide(
    row: Base,
    outcome: Outcome,
    *,
    reasons: Sequence[StrEnum] = (),
    words: str = "",
    actor: Account | None,
) -> Decision:
    """Record a decision on a thing; the caller changes the state of the thing itself.

    A no (returned, refused, suspended, revoked) needs a reason or words, taking one back (restored)
    needs words: raises DomainError (field "reasons" or "words") without them, and (field "words")
    for words over 1,000 characters. No actor means the site itself, for what follows from time.
    """
    said = checked_words(words, WORDS_MAX)
    if outcome is Outcome.RESTORED and not said:
        raise DomainError(_("请写一句说明，为什么收回原来的决定；对方会看到。"), field="words")
    if outcome in EXPLAINED and not (reasons or said):
        raise DomainError(_("请选择原因，或写一句说明，让对方知道怎么改。"), field="reasons")
    db.session.flush()  # a new thing needs its number
    identity = inspect(row).identity
    if identity is None:
        raise TypeError(f"{row!r} is not in the session")
    decision = Decision(
        subject_kind=row.__tablename__,
        subject_id=int(identity[0]),
        outcome=outcome,
        reasons=sorted({reason.value for reason in reasons}),
        words=said,
        actor_id=actor.id if actor else None,
    )
    audit.created(f"{row.__tablename__}.decided", decision, actor=actor)
    return decision


def write_note(row: Base, words: str, *, actor: Account) -> StaffNote:
    """Leave a note for colleagues on a thing; the trail tells that there is one, not its words.

    Raises DomainError (field "note") for none or over 1,000 characters.
    """
    said = checked_words(words, WORDS_MAX, field="note")
    if not said:
        raise DomainError(_("请写备注的内容。"), field="note")
    identity = inspect(row).identity
    if identity is None:
        raise TypeError(f"{row!r} is not in the session")
    note = StaffNote(
        subject_kind=row.__tablename__,
        subject_id=int(identity[0]),
        author_id=actor.id,
        words=said,
    )
    audit.created("staff_note.written", note, actor=actor)
    return note


def report(
    kind: str, number: int, title: str, reason: ReportReason, words: str, *, actor: Account
) -> Report:
    """Say that a public thing is not right; gives the report with its receipt.

    Raises DomainError where words are missing for "other", ConflictError for a thing the person
    reported before, TooManyAttemptsError over ten a day.
    """
    said = checked_words(words, WORDS_MAX)
    if reason is ReportReason.OTHER and not said:
        raise DomainError(_("请写明是什么问题。"), field="words")
    since = clock.now() - timedelta(days=1)
    today = select(func.count()).where(Report.reporter_id == actor.id, Report.created_at > since)
    if (db.session.scalar(today) or 0) >= REPORTS_A_DAY:
        raise TooManyAttemptsError(
            _("一天最多举报 %(n)s 次，请明天再来；急事请用“联系我们”。", n=REPORTS_A_DAY)
        )
    row = Report(
        receipt=secrets.token_hex(4).upper(),
        reporter_id=actor.id,
        subject_kind=kind,
        subject_id=number,
        subject_title=title[:200],
        reason=reason,
        words=said,
        state=ReportState.OPEN,
    )
    try:
        with db.session.begin_nested():
            audit.created("report.made", row, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("您已经举报过它，可以在“我的举报”里看结果。")) from error
    return row


def look_at_report(row: Report, *, actor: Account, shown: Mapping[str, Sequence[int]]) -> None:
    """Note that a member of staff asks to see what only a report lets them see.

    `shown` says what they see: numbers by kind. Raises ConflictError for a report that is closed.
    """
    if row.state is not ReportState.OPEN:
        raise ConflictError(_("这份举报已经处理，内容不再显示。"))
    facts = {kind: list(numbers) for kind, numbers in shown.items()}
    audit.happened("report.looked", row, actor=actor, facts=facts)
    try:
        with db.session.begin_nested():
            db.session.add(ReportLook(report_id=row.id, account_id=actor.id))
    except IntegrityError:
        return  # looked before: the trail has this look too


def answer_report(
    row: Report, state: ReportState, answer: str, *, seen_version: int, actor: Account
) -> None:
    """Close a report and tell whoever made it.

    Raises ConflictError for one that was answered meanwhile, DomainError without words to tell.
    """
    if seen_version != row.version:
        raise ConflictError(HANDLED_WORDS)
    said = clean_prose(answer)
    if not 0 < len(said) <= WORDS_MAX:
        raise DomainError(
            _("请写一两句处理结果，最多 %(limit)s 个字；举报人会看到。", limit=WORDS_MAX),
            field="words",
        )
    with audit.change("report.answered", row, actor=actor):
        _move(row, state)
        row.answer = said


def reopen_report(row: Report, why: str, *, seen_version: int, actor: Account) -> None:
    """Take an answered report up again; its answer stays in the trail.

    Raises ConflictError for one that is open or was changed meanwhile, DomainError without a word
    of why.
    """
    if seen_version != row.version:
        raise ConflictError(HANDLED_WORDS)
    said = checked_words(why, WORDS_MAX)
    if not said:
        raise DomainError(_("请写一句说明，为什么收回原来的决定；对方会看到。"), field="words")
    with audit.change("report.reopened", row, actor=actor):
        _move(row, ReportState.OPEN)
        row.answer = ""
    decide(row, Outcome.RESTORED, words=said, actor=actor)


def _move(row: Report, target: ReportState) -> None:
    if target not in REPORT_TRANSITIONS[row.state]:
        raise ConflictError(HANDLED_WORDS)
    row.state = target
    row.answered_at = None if target is ReportState.OPEN else clock.now()
