"""What happens to an entry afterwards: warned, mended, removed, renewed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.accounts.queries import speakers_of
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, Words
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.programmes.enums.results import (
    ENTRY_TRANSITIONS,
    GRAVE,
    RENEWAL_TRANSITIONS,
    EntryAct,
    EntryReason,
    EntryState,
    RenewalState,
)
from matchmaker.programmes.models.results import Entry, Renewal
from matchmaker.programmes.operations.objections import title_of
from matchmaker.programmes.operations.publishing import (
    give_tier,
    last_day,
    take_tier,
    write_step,
)
from matchmaker.programmes.policies.results import may_run_entry
from matchmaker.web.forms import checked_words
from matchmaker.web.versions import OVERTAKEN

WORDS_MAX: Final = 1_000
RECTIFY_LEAST: Final = timedelta(days=7)
RECTIFY_MOST: Final = timedelta(days=365)
RENEW_BEFORE: Final = timedelta(days=180)  # days before the last one from which it can be asked
RENEW_AFTER: Final = timedelta(days=90)  # and after it
REMIND_BEFORE: Final = timedelta(days=60)


def warn(
    entry: Entry, reasons: Sequence[EntryReason], words: str, *, seen_version: int, actor: Account
) -> None:
    """Warn an entry's organisation; it stays valid. It is told why and can appeal."""
    said = _checked(entry, reasons, words, seen_version, actor)
    with audit.change("entry.warned", entry, actor=actor):
        _move(entry, EntryState.WARNED)
        entry.warned_at = clock.now()
    write_step(entry, EntryAct.WARNED, reasons=reasons, words=said, actor=actor)
    tell(entry, NoticeKind.ENTRY_WARNED, said)


def rectify(
    entry: Entry,
    reasons: Sequence[EntryReason],
    words: str,
    until: date | None,
    *,
    seen_version: int,
    actor: Account,
) -> None:
    """Give a warned organisation until a day to mend things; after it the entry may be removed.

    Raises DomainError (field `until`) for a day sooner than a week or later than a year from now.
    """
    said = _checked(entry, reasons, words, seen_version, actor)
    today = clock.today()
    if until is None or not today + RECTIFY_LEAST <= until <= today + RECTIFY_MOST:
        raise DomainError(_("整改期限请定在 7 天以后、一年以内。"), field="until")
    with audit.change("entry.rectifying", entry, actor=actor):
        _move(entry, EntryState.RECTIFYING)
        entry.rectify_until = until
    write_step(entry, EntryAct.RECTIFYING, reasons=reasons, words=said, until=until, actor=actor)
    tell(entry, NoticeKind.ENTRY_RECTIFYING, said, until=until.isoformat())


def restore(entry: Entry, words: str, *, seen_version: int, actor: Account) -> None:
    """Take a warning or a removal back: things were mended, or it was wrong."""
    said = _checked(entry, [EntryReason.OTHER], words, seen_version, actor)
    was_removed = entry.state is EntryState.REMOVED
    with audit.change("entry.restored", entry, actor=actor):
        _move(entry, EntryState.LISTED)
    write_step(entry, EntryAct.RESTORED, words=said, actor=actor)
    if was_removed:
        give_tier(entry, actor=actor)
    tell(entry, NoticeKind.ENTRY_RESTORED, said)


def remove(
    entry: Entry, reasons: Sequence[EntryReason], words: str, *, seen_version: int, actor: Account
) -> None:
    """Take an entry off the list, and its tier with it.

    Raises ConflictError unless the days to mend things are over or the reason is a grave one
    (false claims, closed, own wish).
    """
    said = _checked(entry, reasons, words, seen_version, actor)
    is_due = entry.rectify_until is not None and entry.rectify_until < clock.today()
    if not is_due and not GRAVE & set(reasons):
        raise ConflictError(
            _("先警告，再给整改期限；期限过后才能移出。弄虚作假、停业或自己退出的可以直接移出。")
        )
    with audit.change("entry.removed", entry, actor=actor):
        _move(entry, EntryState.REMOVED)
        entry.removed_at = clock.now()
    write_step(entry, EntryAct.REMOVED, reasons=reasons, words=said, actor=actor)
    take_tier(entry, said or str(_("移出名单。")), actor=actor)
    tell(entry, NoticeKind.ENTRY_REMOVED, said)


def ask_renewal(entry: Entry, words: str, *, actor: Account) -> Renewal:
    """Ask that an entry holds longer: from 180 days before its last day to 90 days after it.

    Raises ConflictError outside these days, for one that is not in good standing, and while
    another request is open; DomainError (field `words`) without a reason.
    """
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写入选以来的进展和申请续期的理由。"), field="words")
    if entry.state is not EntryState.LISTED:
        raise ConflictError(_("警告、整改或移出期间不能申请续期。"))
    if not may_renew_on(entry, clock.today()):
        raise ConflictError(_("到期前 180 天到到期后 90 天之间可以申请续期。"))
    row = Renewal(entry=entry, author=actor, words=said, state=RenewalState.OPEN)
    try:
        with db.session.begin_nested():
            audit.created("renewal.asked", row, actor=actor)
    except IntegrityError as error:
        raise ConflictError(_("已经有一份续期申请在等待答复。")) from error
    return row


def may_renew_on(entry: Entry, today: date) -> bool:
    """Whether a day is near enough to the last one of an entry."""
    return entry.valid_until - RENEW_BEFORE <= today <= entry.valid_until + RENEW_AFTER


def answer_renewal(
    renewal: Renewal, state: RenewalState, answer: str, *, seen_version: int, actor: Account
) -> None:
    """Let an entry hold for the months of its call longer, or say why not."""
    entry = renewal.entry
    if not may_run_entry(actor, entry):
        raise ForbiddenError(_("这关系到您所在的单位，请让别的工作人员答复。"))
    if seen_version != renewal.version:
        raise ConflictError(OVERTAKEN)
    said = checked_words(answer, WORDS_MAX)
    is_granted = state is RenewalState.GRANTED
    if not is_granted and not said:
        raise DomainError(_("请写不予续期的理由，对方会看到。"), field="words")
    if is_granted and entry.state is not EntryState.LISTED:
        raise ConflictError(_("警告、整改或移出期间不能续期。"))
    with audit.change("renewal.answered", renewal, actor=actor):
        _answer(renewal, state)
        renewal.answer, renewal.answerer_id = said, actor.id
    if not is_granted:
        write_step(entry, EntryAct.NOT_RENEWED, words=said, actor=actor)
        tell(entry, NoticeKind.RENEWAL_DECLINED, said)
        return
    first = max(clock.today(), entry.valid_until + timedelta(days=1))
    with audit.change("entry.renewed", entry, actor=actor):
        entry.valid_until = last_day(first, entry.call.valid_months)
    write_step(entry, EntryAct.RENEWED, words=said, until=entry.valid_until, actor=actor)
    give_tier(entry, actor=actor)
    tell(entry, NoticeKind.RENEWAL_GRANTED, said, until=entry.valid_until.isoformat())


def remind_of_entries() -> None:
    """Tell organisations, once, whose entry ends within 60 days; the caller commits."""
    today = clock.today()
    statement = (
        select(Entry)
        .where(
            Entry.state != EntryState.REMOVED,
            Entry.valid_until >= today,
            Entry.valid_until <= today + REMIND_BEFORE,
        )
        .options(joinedload(Entry.organisation), joinedload(Entry.call))
    )
    for entry in db.session.scalars(statement):
        until = entry.valid_until.isoformat()
        tell(entry, NoticeKind.ENTRY_ENDING, "", once=f"entry:{entry.id}:{until}", until=until)


def tell(entry: Entry, kind: NoticeKind, words: str, once: str | None = None, **more: str) -> None:
    """Tell an entry's organisation what happened."""
    facts: dict[str, Words] = {"call": title_of(entry.call), "number": entry.number, **more}
    if words:
        facts["words"] = words
    notify_all(
        speakers_of(entry.organisation),
        kind,
        facts=facts,
        endpoint="programmes.entry",
        values={"entry_id": entry.id},
        once=once,
    )


def _checked(
    entry: Entry, reasons: Sequence[EntryReason], words: str, seen_version: int, actor: Account
) -> str:
    if not may_run_entry(actor, entry):
        raise ForbiddenError(_("这关系到您所在的单位，请让别的工作人员处理。"))
    if seen_version != entry.version:
        raise ConflictError(OVERTAKEN)
    said = checked_words(words, WORDS_MAX)
    if not reasons:
        raise DomainError(_("请选择原因。"), field="reasons")
    if not said:
        raise DomainError(_("请写明事实，对方会看到。"), field="words")
    return said


def _move(entry: Entry, state: EntryState) -> None:
    if state not in ENTRY_TRANSITIONS[entry.state]:
        raise ConflictError(_("它的状态不允许这样做，可能同事刚刚处理过，请刷新页面查看。"))
    entry.state = state
    entry.rectify_until = None
    entry.removed_at = None


def _answer(renewal: Renewal, state: RenewalState) -> None:
    if state not in RENEWAL_TRANSITIONS[renewal.state]:
        raise ConflictError(_("这份申请已经有人答复，请刷新页面查看。"))
    renewal.state, renewal.answered_at = state, clock.now()
