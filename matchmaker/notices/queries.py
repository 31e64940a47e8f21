"""What a person was told, and how they want mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from werkzeug.routing import BuildError

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.notices.enums import DEFAULT_CHOICE, FIXED, GROUP_OF, MailChoice, NoticeGroup
from matchmaker.notices.models import Notice, NoticeSetting
from matchmaker.notices.words import said
from matchmaker.web.addresses import read_signed_key, signed_key, site_path

_SALT: Final = "stop-notices"
_GROUPS: Final = tuple(NoticeGroup)
_MOST_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice in words; `quote` is what a person wrote, `address` "" where the page is gone."""

    notice: Notice
    text: str
    quote: str
    address: str

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None


def notices_of(account: Account) -> Select[Notice]:
    """Select what a person was told, newest first."""
    return select(Notice).where(Notice.account_id == account.id).order_by(Notice.id.desc())


def notice_by_id(notice_id: int) -> Notice | None:
    """Find a notice."""
    return db.session.get(Notice, notice_id)


def notice_lines(rows: Iterable[Notice]) -> list[NoticeLine]:
    """Put notices into words; those of kinds no longer in use are left out."""
    lines = (
        NoticeLine(row, said(row.kind, row.facts), row.facts.get("words", ""), _address(row))
        for row in rows
    )
    return [line for line in lines if line.text]


def unread_of(account_id: int) -> Select[int]:
    """Select how many notices a person has not read."""
    return select(func.count()).where(Notice.account_id == account_id, Notice.read_at.is_(None))


def choices_of(account_id: int) -> dict[NoticeGroup, MailChoice]:
    """Give how a person wants mail of each group."""
    statement = select(NoticeSetting).where(NoticeSetting.account_id == account_id)
    chosen = {row.notice_group: row.mail for row in db.session.scalars(statement)}
    return {
        group: default if group in FIXED else chosen.get(group.value, default)
        for group, default in DEFAULT_CHOICE.items()
    }


def groups_for(account: Account) -> list[NoticeGroup]:
    """List the groups a person may get notices of."""
    return [group for group in NoticeGroup if group is not NoticeGroup.STAFF or account.is_staff]


def mailed_since(account_id: int, since: datetime) -> int:
    """Count the notices that went to a person in mails of their own since an instant."""
    mine = Notice.account_id == account_id, Notice.mailed_at > since
    statement = select(func.count()).where(*mine, Notice.mail == MailChoice.AT_ONCE)
    return db.session.scalar(statement) or 0


def unmailed_people(after: int, limit: int) -> Sequence[int]:
    """Give accounts with notices for a daily mail, in order of their numbers."""
    waiting = Notice.mail == MailChoice.DAILY, Notice.mailed_at.is_(None)
    statement = select(Notice.account_id).where(*waiting, Notice.account_id > after).distinct()
    return db.session.scalars(statement.order_by(Notice.account_id).limit(limit)).all()


def unmailed_notices(account_id: int) -> Sequence[Notice]:
    """Give a person's notices for a daily mail, newest first."""
    waiting = Notice.mail == MailChoice.DAILY, Notice.mailed_at.is_(None)
    statement = select(Notice).where(Notice.account_id == account_id, *waiting)
    return db.session.scalars(statement.order_by(Notice.id.desc())).all()


def group_of(kind: str) -> NoticeGroup | None:
    """Give the group of a kind as stored; None for one no longer in use."""
    return next((group for one, group in GROUP_OF.items() if one.value == kind), None)


def stop_key(account_id: int, group: NoticeGroup | None) -> str:
    """Write the key that ends mail of a group, or of all, without signing in."""
    place = _GROUPS.index(group) + 1 if group else 0
    return signed_key(_SALT, f"{account_id}n{place}")


def read_stop_key(key: str) -> tuple[int, NoticeGroup | None] | None:
    """Read a key back: account and group (None for all); None for one not written here."""
    text = read_signed_key(_SALT, key)
    number, _, place = (text or "").partition("n")
    if not (number.isdecimal() and place.isdecimal() and len(number) <= _MOST_DIGITS):
        return None
    if int(place) > len(_GROUPS):
        return None
    return int(number), _GROUPS[int(place) - 1] if int(place) else None


def _address(row: Notice) -> str:
    try:
        return site_path(row.endpoint, **row.target)
    except BuildError:
        return ""
