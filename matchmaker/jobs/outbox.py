"""Queueing: outbox rows are added to the business transaction and live or die with it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow

INDEX = "index"
MAIL = "mail"
RUN = "run"
IMPORT = "import"
RESTAND = "restand"
CHECK = "check"
DIGESTS = "digests"
SCAN = "scan"
WEBHOOKS = "webhooks"
EVENTS = "events"
INSIGHT = "insight"
LINES = "lines"
GATHERED_FOR = timedelta(seconds=2)  # a burst of changes is ranked for once


def queue_index(kind: str, row_id: int, *, once: str | None = None) -> bool:
    """Say that a row changed in a way search or matching must see.

    With `once`, of those with the same the first is queued; says whether this one was.
    """
    return _added(OutboxRow(kind=INDEX, key=f"{kind}:{row_id}", once_key=once))


def queue_mail(key: str, message: EmailMessage, *, once: str | None = None) -> bool:
    """Queue a finished mail. The key says what it is about; the text is dropped once it left.

    Of mails with the same `once` the first is queued; says whether this one was. A key of this
    kind is kept as long as its row, a week: let it name the day or the period.
    """
    return _added(
        OutboxRow(kind=MAIL, key=key, payload={"message": message.as_string()}, once_key=once)
    )


def queue_check(name: str, *, once: str) -> bool:
    """Queue a check of what is derived from the database; once for each `once`."""
    return _added(OutboxRow(kind=CHECK, key=f"check:{name}", once_key=once))


def queue_insight(name: str, *, once: str) -> bool:
    """Queue working out a figure that takes long; once for each `once`."""
    return _added(OutboxRow(kind=INSIGHT, key=f"insight:{name}", once_key=once))


def queue_run(run_id: int, payload: Mapping[str, Any] | None = None) -> None:
    """Queue a long piece of work that keeps its progress in a row of its own.

    What it is done with goes along as `payload`, and is dropped once it is done.
    """
    db.session.add(OutboxRow(kind=RUN, key=f"run:{run_id}", payload=dict(payload or {})))


def queue_import(import_id: int) -> None:
    """Queue the next stretch of a file that was handed in."""
    db.session.add(OutboxRow(kind=IMPORT, key=f"import:{import_id}"))


def queue_restand(
    keys: Iterable[str], *, changed_from: datetime, waiting_from: datetime | None = None
) -> None:
    """Queue ranking anew for what changed, a moment later so that a burst is taken together.

    `keys` are those of index rows, `changed_from` when the first was written; `waiting_from` is
    given where what was queued then is put off.
    """
    named = sorted(set(keys))
    payload = {
        "keys": named,
        "changed_from": changed_from.isoformat(),
        "waiting_from": (waiting_from or clock.now()).isoformat(),
    }
    run_at = clock.now() + GATHERED_FOR
    row = OutboxRow(kind=RESTAND, key=f"restand:{len(named)}", payload=payload, run_at=run_at)
    db.session.add(row)


def queue_digest_run(at: datetime) -> None:
    """Queue looking what is new for those who watch something, not before an instant."""
    _queue_due(DIGESTS, at)


def queue_scan(at: datetime) -> None:
    """Queue scanning the files that wait, not before an instant."""
    _queue_due(SCAN, at)


def queue_webhooks(at: datetime) -> None:
    """Queue a round of sending to webhooks, not before an instant."""
    _queue_due(WEBHOOKS, at)


def queue_lines(at: datetime) -> None:
    """Queue holding some lines of demands against the offerings, not before an instant."""
    _queue_due(LINES, at)


def _queue_due(kind: str, at: datetime) -> None:
    """Queue a round of a kind, unless one that nobody has begun is queued for then or earlier."""
    waiting = exists().where(
        OutboxRow.kind == kind,
        OutboxRow.done_at.is_(None),
        OutboxRow.parked_at.is_(None),
        OutboxRow.lease_until.is_(None),
        OutboxRow.run_at <= at,
    )
    if not db.session.scalar(select(waiting)):
        db.session.add(OutboxRow(kind=kind, key=f"{kind}:due", run_at=at))


def _added(row: OutboxRow) -> bool:
    if row.once_key is None:
        db.session.add(row)
        return True
    if db.session.scalar(select(exists().where(OutboxRow.once_key == row.once_key))):
        return False
    try:
        with db.session.begin_nested():  # somebody else may be queueing the same right now
            db.session.add(row)
    except IntegrityError:
        return False
    return True
