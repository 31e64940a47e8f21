"""The worker: claims outbox rows with a lease, applies them, retries, parks what keeps failing.

Every claim has a name of its own. What a handler writes and the word that its rows are done are
one transaction, and that word is accepted only from the claim that holds the lease: a worker that
was taken for dead writes nothing twice.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event
from time import monotonic
from typing import Any, Final

import structlog
from sqlalchemy import ColumnElement, CursorResult, and_, delete, func, or_, select, update

from matchmaker import clock
from matchmaker.db import db, reading
from matchmaker.jobs.leases import LEASE, kept_alive
from matchmaker.jobs.mail import UncertainMailError
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import (
    CHECK,
    DIGESTS,
    IMPORT,
    INSIGHT,
    LINES,
    MAIL,
    RESTAND,
    RUN,
    SCAN,
    WEBHOOKS,
)
from matchmaker.search.port import IndexBusyError

log = structlog.get_logger()

Handler = Callable[[Sequence[OutboxRow]], None]

BATCH: Final = 200
PAUSE_SECONDS: Final = 0.3
HOUSE_EVERY: Final = timedelta(hours=1)
RETRY_BASE_SECONDS: Final = 5
RETRY_MOST_SECONDS: Final = 3600
MOST_ATTEMPTS: Final = 12  # over three and a half hours: a mail server may be away for a while
KEEP_DONE: Final = timedelta(days=7)  # web processes read finished index rows as a feed of changes
SLOW: Final = frozenset(
    {CHECK, IMPORT, RUN, RESTAND, DIGESTS, SCAN, INSIGHT, LINES, WEBHOOKS}
)  # taken only where nothing quick waits, the kind that waits longest first
# No row is put off further than this: what stands later was written before the clock went back.
FURTHEST: Final = timedelta(hours=2)
CLOCK_SLACK: Final = timedelta(seconds=5)  # between the clocks of two machines
DIED: Final = "the worker that took this ended without a word"


class LeaseLostError(RuntimeError):
    """Another claim holds these rows by now: what was done for them must not be written."""


def run_once(handlers: dict[str, Handler], stop: Event | None = None) -> int:
    """Apply what is due; gives the number of rows taken. Needs an app context.

    Once told to stop it finishes the batch in hand and gives the others back.
    """
    rows, owner = _claim()
    if not rows:
        return 0
    with kept_alive(db.engine, owner, LEASE):
        for batch in _together(rows):
            if stop is not None and stop.is_set():
                _change(batch, owner, lease_until=None, lease_owner=None)
                db.session.commit()
            else:
                _apply(batch, owner, handlers)
    return len(rows)


def run_forever(handlers: dict[str, Handler], keep_house: Callable[[], None], stop: Event) -> None:
    """Apply rows until told to stop, and keep house every hour; rests only when nothing is due."""
    house_kept_at = -HOUSE_EVERY.total_seconds()
    while not stop.is_set():
        try:
            taken = run_once(handlers, stop)
            if monotonic() - house_kept_at >= HOUSE_EVERY.total_seconds():
                keep_house()
                db.session.commit()
                house_kept_at = monotonic()
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


def is_due(now: datetime) -> ColumnElement[bool]:
    """Say which rows may be taken at an instant.

    A row is also due where its times cannot be true unless the clock went back since: it would
    otherwise wait until the clock has caught up.
    """
    is_open = and_(OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None))
    is_time = or_(
        OutboxRow.run_at <= now,
        OutboxRow.run_at > now + FURTHEST,
        and_(OutboxRow.created_at > now + CLOCK_SLACK, OutboxRow.attempts == 0),
    )
    is_free = or_(
        OutboxRow.lease_until.is_(None),
        OutboxRow.lease_until < now,
        OutboxRow.lease_until > now + LEASE + CLOCK_SLACK,
    )
    return and_(is_open, is_time, is_free)


def _claim() -> tuple[list[OutboxRow], str]:
    now, owner = clock.now(), token_hex(16)
    due = select(OutboxRow).where(is_due(now)).order_by(OutboxRow.id)
    with reading():  # an idle worker must not take SQLite's write lock three times a second
        oldest_first = select(OutboxRow.kind).where(is_due(now)).group_by(OutboxRow.kind)
        waiting = db.session.scalars(oldest_first.order_by(func.min(OutboxRow.id))).all()
        db.session.rollback()
    if not waiting:
        return [], owner
    kinds = set(waiting) - SLOW or {waiting[0]}
    wanted = due.where(OutboxRow.kind.in_(kinds)).limit(BATCH)
    rows = list(db.session.scalars(wanted.with_for_update(skip_locked=True)))
    for row in rows:
        if row.lease_until is not None:
            # Nobody gave it back: a row that ends the process must not be tried for ever.
            _count(row, DIED)
        row.lease_until, row.lease_owner = now + LEASE, owner
    claimed = [row for row in rows if row.parked_at is None]
    for row in rows:
        if row.parked_at is not None:
            log.error("outbox_parked", kind=row.kind, key=row.key)
            row.lease_until = row.lease_owner = None
    db.session.flush()
    for row in rows:
        # As they are: reading them again would begin a transaction that lasts as long as the work.
        db.session.expunge(row)
    db.session.commit()
    return claimed, owner


def _together(rows: Iterable[OutboxRow]) -> list[list[OutboxRow]]:
    """Sort rows into batches: by kind, but alone what could spoil the others.

    Mails leave one by one, so that one bad address does not send the others twice; and what
    failed more than once is tried again alone, so that it is parked alone.
    """
    batches: dict[str, list[OutboxRow]] = defaultdict(list)
    for row in rows:
        is_alone = row.kind == MAIL or row.attempts > 1
        batches[f"{row.kind}/{row.id}" if is_alone else row.kind].append(row)
    return list(batches.values())


def _apply(batch: Sequence[OutboxRow], owner: str, handlers: dict[str, Handler]) -> None:
    kind, ids = batch[0].kind, [row.id for row in batch]
    facts = {"kind": kind, "keys": [row.key for row in batch][:20]}
    asked_by = sorted({row.request_id for row in batch} - {""})[:20]
    began = monotonic()
    with structlog.contextvars.bound_contextvars(request_ids=asked_by):
        try:
            handlers[kind](batch)
            _finish(batch, owner)
            db.session.commit()
        except LeaseLostError:
            db.session.rollback()
            log.warning("outbox_lease_lost", **facts)
            _change(batch, owner, lease_until=None, lease_owner=None)
        except Exception as error:  # whatever a handler raises must not stop the others
            db.session.rollback()
            log.exception("outbox_failure", **facts)
            for row in _still_held(ids, owner):
                _put_back(row, error)
        else:
            log.info(
                "outbox_applied", **facts, rows=len(ids), seconds=round(monotonic() - began, 3)
            )
        db.session.commit()


def _finish(batch: Sequence[OutboxRow], owner: str) -> None:
    """Say that rows are done. Raises LeaseLostError unless the claim still holds all of them."""
    given_back = {"lease_until": None, "lease_owner": None}
    if _change(batch, owner, done_at=clock.now(), payload={}, **given_back) != len(batch):
        raise LeaseLostError


def _change(batch: Sequence[OutboxRow], owner: str, **values: Any) -> int:
    """Change those rows of a batch the claim still holds; gives how many that are."""
    ids = [row.id for row in batch]
    held = OutboxRow.id.in_(ids), OutboxRow.lease_owner == owner, OutboxRow.done_at.is_(None)
    statement = update(OutboxRow).where(*held).values(**values)
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return result.rowcount if isinstance(result, CursorResult) else 0


def _still_held(ids: Sequence[int], owner: str) -> Sequence[OutboxRow]:
    statement = select(OutboxRow).where(
        OutboxRow.id.in_(ids), OutboxRow.lease_owner == owner, OutboxRow.done_at.is_(None)
    )
    return db.session.scalars(statement.with_for_update()).all()


def _put_back(row: OutboxRow, error: Exception) -> None:
    row.lease_until = row.lease_owner = None
    if isinstance(error, UncertainMailError):
        row.attempts += 1
        row.last_error, row.parked_at = str(error), clock.now()
        return
    row.sending_at = None
    if isinstance(error, IndexBusyError):
        # Another writer, a full disk: nothing is wrong with the row, so it waits and never parks.
        row.last_error = str(error)[:2000]
        row.run_at = clock.now() + timedelta(seconds=RETRY_BASE_SECONDS)
        return
    _postpone(row, f"{type(error).__name__}: {error}")


def _count(row: OutboxRow, error: str) -> None:
    row.attempts += 1
    row.last_error = error[:2000]
    if row.attempts >= MOST_ATTEMPTS:
        row.parked_at = clock.now()


def _postpone(row: OutboxRow, error: str) -> None:
    _count(row, error)
    seconds = min(RETRY_BASE_SECONDS * 2 ** (row.attempts - 1), RETRY_MOST_SECONDS)
    row.run_at = clock.now() + timedelta(seconds=seconds)
