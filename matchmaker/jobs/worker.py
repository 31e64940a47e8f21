"""The worker: claims outbox rows with a lease, applies them, retries, parks what keeps failing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Event

import structlog
from sqlalchemy import delete, func, or_, select

from matchmaker import clock
from matchmaker.db import db, reading
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL

log = structlog.get_logger()

Handler = Callable[[Sequence[OutboxRow]], None]

BATCH = 200
PAUSE_SECONDS = 0.3
HOUSE_EVERY = timedelta(hours=1)
LEASE = timedelta(minutes=2)
RETRY_BASE_SECONDS = 5
RETRY_MOST_SECONDS = 3600
MOST_ATTEMPTS = 8
KEEP_DONE = timedelta(days=7)  # web processes read finished index rows as a feed of changes


def run_once(handlers: dict[str, Handler]) -> int:
    """Apply what is due; gives the number of rows taken. Needs an app context."""
    rows = _claim()
    together: dict[str, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        # Mails leave one by one, so that one bad address does not send the others twice.
        together[f"{row.kind}/{row.id}" if row.kind == MAIL else row.kind].append(row)
    for batch in together.values():
        _apply(batch, handlers)
    return len(rows)


def run_forever(handlers: dict[str, Handler], keep_house: Callable[[], None], stop: Event) -> None:
    """Apply rows until told to stop, and keep house every hour; rests only when nothing is due."""
    house_kept_at = clock.now() - HOUSE_EVERY
    while not stop.is_set():
        try:
            taken = run_once(handlers)
            if clock.now() - house_kept_at >= HOUSE_EVERY:
                keep_house()
                db.session.commit()
                house_kept_at = clock.now()
        except Exception:
            log.exception("worker_failure")
            db.session.rollback()
            taken = 0
        db.session.close()
        if not taken:
            stop.wait(PAUSE_SECONDS)


def purge() -> None:
    """Drop what was done long ago, but the newest row of each kind. The caller commits.

    Those who read the outbox as a feed know their place by its numbers, which must not start
    again: SQLite counts on from the highest that is left.
    """
    horizon = clock.now() - KEEP_DONE
    newest = select(func.max(OutboxRow.id)).group_by(OutboxRow.kind)
    old = OutboxRow.done_at < horizon, OutboxRow.id.not_in(newest)
    db.session.execute(delete(OutboxRow).where(*old))


def _claim() -> list[OutboxRow]:
    now = clock.now()
    due = (
        select(OutboxRow)
        .where(
            OutboxRow.done_at.is_(None),
            OutboxRow.parked_at.is_(None),
            OutboxRow.run_at <= now,
            or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < now),
        )
        .order_by(OutboxRow.id)
    )
    with reading():  # an idle worker must not take SQLite's write lock three times a second
        nothing_due = db.session.scalars(due.limit(1)).first() is None
        db.session.rollback()
    if nothing_due:
        return []
    rows = list(db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True)))
    for row in rows:
        row.lease_until = now + LEASE
    db.session.commit()
    return rows


def _apply(batch: Sequence[OutboxRow], handlers: dict[str, Handler]) -> None:
    kind = batch[0].kind
    try:
        handlers[kind](batch)
    except Exception as error:  # whatever a handler raises must not stop the others
        db.session.rollback()
        log.exception("outbox_failure", kind=kind, keys=[row.key for row in batch][:20])
        for row in batch:
            _postpone(row, f"{type(error).__name__}: {error}")
    else:
        for row in batch:
            row.done_at = clock.now()
            row.lease_until = None
            row.payload = {}
    db.session.commit()


def _postpone(row: OutboxRow, error: str) -> None:
    row.attempts += 1
    row.last_error = error[:2000]
    row.lease_until = None
    if row.attempts >= MOST_ATTEMPTS:
        row.parked_at = clock.now()
        return
    seconds = min(RETRY_BASE_SECONDS * 2 ** (row.attempts - 1), RETRY_MOST_SECONDS)
    row.run_at = clock.now() + timedelta(seconds=seconds)
