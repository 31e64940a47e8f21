"""Looking what is new for everybody who is due, and telling each person in one mail.

For each person one transaction holds what was found, how far each watch looked, the digest and its
mail: a worker that dies leaves all of it or nothing. The period of a digest is unique, so that no
clock and no second worker sends two.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ColumnElement, Select, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.models import Account
from matchmaker.db import db, reading
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX, queue_mail
from matchmaker.search.port import IndexUnavailableError
from matchmaker.watches.enums import Frequency, WatchState
from matchmaker.watches.mails import digest_mail
from matchmaker.watches.models import Digest, News, NewsReason, Watch
from matchmaker.watches.operations.offers import offer_watches
from matchmaker.watches.operations.queueing import (
    AGAIN_AFTER,
    heal_watches,
    queue_digests,
    queue_next_digests,
)
from matchmaker.watches.queries.finds import OVERLAP, Find, Finds, finds_of
from matchmaker.watches.queries.fresh import Published
from matchmaker.watches.queries.news import best_first, news_lines, told_before, untold
from matchmaker.watches.scoring.schedule import next_due, period
from matchmaker.web.language import in_language_of

log = structlog.get_logger()

MOST_LISTED: Final = 20  # things in one mail; the page has the others
KEPT: Final = timedelta(days=180)
PEOPLE_AT_ONCE: Final = 100
PEOPLE_IN_A_ROUND: Final = 300  # then whatever else waits in the outbox has its turn


def send_digests(_rows: Sequence[OutboxRow] = ()) -> None:
    """Look for everybody who is due now; where the keyword index is unusable, look again later."""
    heal_watches()
    db.session.commit()
    now = clock.now()
    last, people = 0, 0
    try:
        with reading():
            until = _settled_until(now)
            published = Published(_looked_last(now) - OVERLAP, until)
            db.session.rollback()
        while people < PEOPLE_IN_A_ROUND:
            with reading():
                accounts = db.session.scalars(_due_accounts(now, until, last)).all()
                watches = db.session.scalars(_active_of(accounts)).all()
                finds = finds_of(watches, published, until)
                due = {row.id for row in watches if row.due_at <= now}
                account_of = {row.id: row.account_id for row in watches}
                db.session.rollback()
            if not accounts:
                break
            _tell(finds, due, account_of, now, until)
            last, people = accounts[-1], people + len(accounts)
    except IndexUnavailableError:
        db.session.rollback()
        log.warning("digests_wait_for_index")
        queue_digests(now + AGAIN_AFTER)
        return
    if people >= PEOPLE_IN_A_ROUND:
        queue_digests(now)
    queue_next_digests()


def heal_digests() -> None:
    """Offer what nobody offered, and see that the worker looks when it should. No commit."""
    heal_watches()
    offer_watches()
    if db.session.scalar(select(exists().where(Watch.state == WatchState.ACTIVE))):
        queue_digests(clock.now())
    queue_next_digests()


def purge_news() -> None:
    """Drop what was told long ago. The caller commits."""
    horizon = clock.now() - KEPT
    db.session.execute(delete(News).where(News.found_at < horizon))
    db.session.execute(delete(Digest).where(Digest.made_at < horizon))


def _settled_until(now: datetime) -> datetime:
    """Give the instant until which everything that was published can be found."""
    oldest = db.session.scalar(
        select(func.min(OutboxRow.created_at)).where(
            OutboxRow.kind == INDEX, OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None)
        )
    )
    return now if oldest is None else min(now, oldest)


def _looked_last(now: datetime) -> datetime:
    """Give the instant until which the due watch looked that looked longest ago."""
    due = Watch.state == WatchState.ACTIVE, Watch.due_at <= now, _is_told()
    return db.session.scalar(select(func.min(Watch.looked_until)).where(*due)) or now


def _due_accounts(now: datetime, until: datetime, after: int) -> Select[int]:
    due = Watch.state == WatchState.ACTIVE, Watch.due_at <= now, Watch.looked_until < until
    return (
        select(Watch.account_id)
        .where(*due, Watch.account_id > after, _is_told())
        .distinct()
        .order_by(Watch.account_id)
        .limit(PEOPLE_AT_ONCE)
    )


def _is_told() -> ColumnElement[bool]:
    is_active = Account.state == AccountState.ACTIVE
    return exists().where(Account.id == Watch.account_id, is_active)


def _active_of(accounts: Iterable[int]) -> Select[Watch]:
    return (
        select(Watch)
        .where(Watch.account_id.in_(accounts), Watch.state == WatchState.ACTIVE)
        .order_by(Watch.account_id, Watch.id)
    )


def _tell(
    finds: Finds, due: set[int], account_of: dict[int, int], now: datetime, until: datetime
) -> None:
    """Note that nothing was found for most, and tell the others one by one."""
    by_account: dict[int, list[Find]] = defaultdict(list)
    for number, found in finds.items():
        by_account[account_of[number]] += found
    left = select(News.account_id).where(
        News.account_id.in_(set(account_of.values())), News.digest_id.is_(None)
    )
    told = {account_of[number] for number in finds.keys() & due} | set(db.session.scalars(left))
    quiet = [number for number in due if account_of[number] not in told]
    for frequency in Frequency:
        values = {"looked_until": until}
        if frequency is not Frequency.IMMEDIATE:
            values["due_at"] = next_due(frequency, now)
        mine = Watch.id.in_(quiet), Watch.frequency == frequency, Watch.due_at <= now
        db.session.execute(update(Watch).where(*mine).values(**values))
    db.session.commit()
    for account_id in sorted(told):
        try:
            _tell_one(account_id, by_account[account_id], now, until)
            db.session.commit()
        except IntegrityError:  # another worker was faster; what is left is told next time
            db.session.rollback()
            log.info("digest_told_elsewhere", account=account_id)


def _tell_one(account_id: int, finds: Sequence[Find], now: datetime, until: datetime) -> None:
    watches = db.session.scalars(
        _active_of([account_id])
        .where(Watch.due_at <= now, Watch.looked_until < until)
        .with_for_update()
    ).all()
    due = {row.id for row in watches}
    fresh = {find.telling for find in finds if find.watch_id in due}
    fresh -= told_before(account_id, [find.subject for find in finds])
    _note(account_id, [find for find in finds if find.telling in fresh])
    for row in watches:
        row.looked_until = until
        if row.frequency is not Frequency.IMMEDIATE:
            row.due_at = next_due(row.frequency, now)
    is_scheduled = any(row.frequency is not Frequency.IMMEDIATE for row in watches)
    if _send(account_id, period(now, is_scheduled=is_scheduled)):
        for row in watches:
            if row.frequency is Frequency.IMMEDIATE:
                row.due_at = next_due(Frequency.IMMEDIATE, now)


def _note(account_id: int, finds: Iterable[Find]) -> None:
    """Keep what was found, each thing once with all its reasons."""
    rows: dict[tuple[str, int, str, int], News] = {}
    reasons: set[tuple[object, ...]] = set()
    for find in finds:
        kind, number = find.subject
        row = rows.setdefault(
            find.telling,
            News(
                account_id=account_id, subject_kind=kind, subject_id=number,
                occasion=find.occasion, about=find.about,
            ),
        )  # fmt: skip
        reason = (*find.telling, find.watch_id, find.own_id)
        if reason in reasons:
            continue
        reasons.add(reason)
        row.reasons.append(_reason(find))
    db.session.add_all(rows.values())
    db.session.flush()


def _reason(find: Find) -> NewsReason:
    weight = find.weighed
    if weight is None:
        return NewsReason(watch_id=find.watch_id, own_id=find.own_id)
    return NewsReason(
        watch_id=find.watch_id,
        own_id=find.own_id,
        tenths=weight.tenths,
        met=weight.met,
        lines=weight.lines,
        is_same_scene=weight.is_same_scene,
    )


def _send(account_id: int, named: str) -> bool:
    """Put what was not told yet into the digest of a period, once; say whether a mail is due."""
    had_one = exists().where(Digest.account_id == account_id, Digest.period == named)
    rows = untold(account_id)
    if not rows or db.session.scalar(select(had_one)):
        return False
    account = db.session.get_one(Account, account_id)
    digest = Digest(account_id=account_id, period=named)
    db.session.add(digest)
    db.session.flush()
    for row in rows:
        row.digest_id = digest.id
    with in_language_of(account):
        lines = best_first(news_lines(account_id, rows))
        if not lines:
            return False
        watches = {reason.watch_id: reason.watch for row in rows for reason in row.reasons}
        found_by = [watches[number] for number in sorted(watches)]
        listed, more = lines[:MOST_LISTED], max(0, len(lines) - MOST_LISTED)
        key = f"digest:{account_id}:{named}"
        queue_mail(key, digest_mail(account, listed, more, found_by), once=key)
    for watch in found_by:
        watch.introduced_at = watch.introduced_at or clock.now()
    return True
