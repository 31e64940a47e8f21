"""A person's watches, with what their lines show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.notices.queries import unread_of
from matchmaker.watches.enums import WatchKind
from matchmaker.watches.models import News, NewsReason, Watch


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch as its owner sees it; `told` counts the things it found so far."""

    watch: Watch
    told: int


def watch_by_id(watch_id: int) -> Watch | None:
    """Find a watch with what it looks at."""
    return db.session.scalars(select(Watch).where(Watch.id == watch_id).options(*_SHOWN)).first()


def watch_with_key(account: Account, key: str) -> Watch | None:
    """Find a person's watch by what it looks at."""
    statement = select(Watch).where(Watch.account_id == account.id, Watch.key == key)
    return db.session.scalars(statement).first()


def watches_of(account: Account) -> Sequence[Watch]:
    """List a person's watches: those the site offers first, then the newest."""
    statement = select(Watch).where(Watch.account_id == account.id).options(*_SHOWN)
    rows = db.session.scalars(statement.order_by(Watch.id.desc())).all()
    order = (WatchKind.OWN_DEMANDS, WatchKind.OWN_OFFERINGS)
    return sorted(rows, key=lambda row: order.index(row.kind) if row.kind in order else len(order))


def watch_lines(account: Account) -> list[WatchLine]:
    """List a person's watches with how much each has found."""
    rows = watches_of(account)
    told = told_by([row.id for row in rows])
    return [WatchLine(row, told.get(row.id, 0)) for row in rows]


def told_by(numbers: Collection[int]) -> dict[int, int]:
    """Count what watches have found so far."""
    statement = (
        select(NewsReason.watch_id, func.count(NewsReason.news_id.distinct()))
        .where(NewsReason.watch_id.in_(numbers))
        .group_by(NewsReason.watch_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def watch_count(account: Account) -> int:
    """Count the watches a person made."""
    statement = select(func.count()).where(
        Watch.account_id == account.id,
        Watch.kind.in_([WatchKind.SEARCH, WatchKind.OFFERING, WatchKind.DEMAND]),
    )
    return db.session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class Unread:
    """How much a person was told and has not read."""

    notices: int = 0
    news: int = 0


def unread_by(account: Account) -> Unread:
    """Count what a person has not read, in one question: every page asks it."""
    news = select(func.count()).where(News.account_id == account.id, News.read_at.is_(None))
    counts = select(unread_of(account.id).scalar_subquery(), news.scalar_subquery())
    return Unread(*db.session.execute(counts).one())


_SHOWN = (
    joinedload(Watch.offering),
    joinedload(Watch.demand),
)
