"""Telling people things, their choice of mail, and the mail of a day."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, exists, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import Words
from matchmaker.jobs.outbox import queue_mail
from matchmaker.notices.enums import FIXED, GROUP_OF, MailChoice, NoticeGroup, NoticeKind
from matchmaker.notices.mails import digest_mail, notice_mail
from matchmaker.notices.models import Notice, NoticeSetting
from matchmaker.notices.queries import (
    choices_of,
    groups_for,
    mailed_since,
    unmailed_notices,
    unmailed_people,
)
from matchmaker.notices.words import NOTICE_WORDS
from matchmaker.web.forms import clean_prose
from matchmaker.web.language import in_language_of

KEPT: Final = timedelta(days=180)
MAILS_PER_HOUR: Final = 10  # at once to one person; what is more comes with the mail of the day
DIGEST_FROM_HOUR: Final = 8  # in China
MOST_LISTED: Final = 30  # notices in a mail of the day; the page has the others
PEOPLE_AT_ONCE: Final = 100
FACT_MAX: Final = 200
WORDS_MAX: Final = 1_000
_HOUR: Final = timedelta(hours=1)


def notify(
    person: Account,
    kind: NoticeKind,
    *,
    facts: Mapping[str, Words],
    endpoint: str,
    values: Mapping[str, int | str] | None = None,
    once: str | None = None,
) -> Notice | None:
    """Tell a person something, on their page and by mail as they chose.

    `facts` fill the words of the kind; the fact `words` is what somebody wrote, shown as a quote.
    Facts that are translated when shown are kept in the person's language.
    `endpoint` and `values` name the page it leads to. Of notices with the same `once` a person
    gets the first: then gives None, and also for people whose account is not active. A person
    gets at most ten mails an hour this way, then the mail of the day. Raises KeyError for a fact
    the words need and `facts` lack.
    """
    if not person.is_active:
        return None
    with in_language_of(person):
        _ = str(NOTICE_WORDS[kind]) % facts  # raises for a fact that is missing
        kept = {name: _cut(name, text) for name, text in facts.items()}
    choice = _choice(person, GROUP_OF[kind])
    row = Notice(
        account_id=person.id,
        kind=kind.value,
        facts=kept,
        endpoint=endpoint,
        target=dict(values or {}),
        once_key=once,
        mail=choice,
    )
    if not _added(row):
        return None
    if choice is MailChoice.AT_ONCE:
        row.mailed_at = clock.now()
        queue_mail(f"notice:{row.id}", notice_mail(person, row))
    return row


def notify_all(
    people: Iterable[Account],
    kind: NoticeKind,
    *,
    facts: Mapping[str, Words],
    endpoint: str,
    values: Mapping[str, int | str] | None = None,
    once: str | None = None,
) -> None:
    """Tell several people the same, each once."""
    for person in {one.id: one for one in people}.values():
        notify(person, kind, facts=facts, endpoint=endpoint, values=values, once=once)


def mark_read(notice: Notice) -> None:
    """Mark one notice as read; again changes nothing."""
    notice.read_at = notice.read_at or clock.now()


def mark_all_read(*, actor: Account) -> None:
    """Mark everything a person was told as read."""
    unread = Notice.account_id == actor.id, Notice.read_at.is_(None)
    db.session.execute(update(Notice).where(*unread).values(read_at=clock.now()))


def choose_mail(
    account: Account, choices: Mapping[NoticeGroup, MailChoice], *, actor: Account | None
) -> None:
    """Set how a person wants mail; groups that cannot be switched off stay as they are."""
    statement = select(NoticeSetting).where(NoticeSetting.account_id == account.id)
    rows = {row.notice_group: row for row in db.session.scalars(statement)}
    for group, mail in choices.items():
        if group in FIXED:
            continue
        row = rows.get(group.value)
        if row is None:
            made = NoticeSetting(account_id=account.id, notice_group=group.value, mail=mail)
            audit.created("notice-setting.added", made, actor=actor)
        else:
            with audit.change("notice-setting.changed", row, actor=actor):
                row.mail = mail


def stop_mail(account: Account, group: NoticeGroup | None) -> None:
    """End mail of a group, or of all that can be ended; asked for from a mail."""
    stopped = [group] if group else groups_for(account)
    choose_mail(account, dict.fromkeys(stopped, MailChoice.NEVER), actor=None)


def send_daily_mails() -> None:
    """Send everybody one mail about what waits for the mail of the day; not before eight.

    For each person one transaction holds the mail and what it tells. The mail is queued once a
    day and person, so that two workers send one.
    """
    here = clock.now().astimezone(clock.CHINA)
    if here.hour < DIGEST_FROM_HOUR:
        return
    last = 0
    while people := unmailed_people(last, PEOPLE_AT_ONCE):
        for account_id in people:
            _send_daily(db.session.get_one(Account, account_id), f"{here.date()}")
            db.session.commit()
        last = people[-1]


def purge_notices() -> None:
    """Drop what was told long ago. The caller commits."""
    db.session.execute(delete(Notice).where(Notice.created_at < clock.now() - KEPT))


def forget_notices(account: Account) -> None:
    """Drop what a person was told for organisations; what concerns their own safety stays."""
    own = {NoticeGroup.SECURITY, NoticeGroup.STAFF}
    told = [kind for kind, group in GROUP_OF.items() if group not in own]
    db.session.execute(delete(Notice).where(Notice.account_id == account.id, Notice.kind.in_(told)))


def _send_daily(account: Account, day: str) -> None:
    rows = unmailed_notices(account.id)
    if not account.is_active:
        for row in rows:
            row.mailed_at = clock.now()
        return
    key = f"notices:{account.id}:{day}"
    listed, more = rows[:MOST_LISTED], max(0, len(rows) - MOST_LISTED)
    if queue_mail(key, digest_mail(account, listed, more), once=key):
        for row in rows:
            row.mailed_at = clock.now()


def _choice(person: Account, group: NoticeGroup) -> MailChoice:
    choice = choices_of(person.id)[group]
    if choice is not MailChoice.AT_ONCE or group in FIXED:
        return choice
    mailed = mailed_since(person.id, clock.now() - _HOUR)
    return choice if mailed < MAILS_PER_HOUR else MailChoice.DAILY


def _added(row: Notice) -> bool:
    if row.once_key is None:
        db.session.add(row)
        db.session.flush()
        return True
    same = Notice.account_id == row.account_id, Notice.once_key == row.once_key
    if db.session.scalar(select(exists().where(*same))):
        return False
    try:
        with db.session.begin_nested():  # somebody else may be telling the same right now
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _cut(name: str, text: Words) -> str:
    limit = WORDS_MAX if name == "words" else FACT_MAX
    tidy = clean_prose(str(text))
    return tidy if len(tidy) <= limit else f"{tidy[: limit - 1]}…"
