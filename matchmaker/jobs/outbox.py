"""Queueing: outbox rows are added to the business transaction and live or die with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow

INDEX = "index"
MAIL = "mail"
RUN = "run"
RESTAND = "restand"
GATHERED_FOR = timedelta(seconds=2)  # a burst of changes is ranked for once


def queue_index(kind: str, row_id: int) -> None:
    """Say that a row changed in a way search or matching must see."""
    db.session.add(OutboxRow(kind=INDEX, key=f"{kind}:{row_id}"))


def queue_mail(key: str, message: EmailMessage) -> None:
    """Queue a finished mail. The key says what it is about; the text is dropped once it left."""
    db.session.add(OutboxRow(kind=MAIL, key=key, payload={"message": message.as_string()}))


def queue_run(run_id: int) -> None:
    """Queue a long piece of work that keeps its progress in a row of its own."""
    db.session.add(OutboxRow(kind=RUN, key=f"run:{run_id}"))


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
