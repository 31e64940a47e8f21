"""The outbox handler for mail: sends what was queued, through the way the settings name.

That a mail is at the door is committed before the server gets it. Who is killed after that finds
the note on the next try and leaves the mail alone: at most once, and a person decides.
"""

from collections.abc import Sequence
from functools import partial

from flask import current_app
from sqlalchemy import update

from matchmaker import clock
from matchmaker.db import own_transaction
from matchmaker.jobs.mail import UncertainMailError, parse, transport_for
from matchmaker.jobs.models import OutboxRow

UNCERTAIN = "the worker ended while the mail server was taking this mail: it may have left"


def deliver(rows: Sequence[OutboxRow]) -> None:
    """Send queued mails; whatever the server refuses is raised and tried again later.

    Raises UncertainMailError for a mail that may have left already.
    """
    transport = transport_for(current_app.extensions["settings"])
    for row in rows:
        if row.sending_at is not None:
            raise UncertainMailError(UNCERTAIN)
        # No transaction is open while a network is waited for.
        note = partial(_note_sending, row.id, row.lease_owner)
        transport.send(parse(row.payload["message"]), note)


def _note_sending(number: int, owner: str | None) -> None:
    """Note that a mail is at the door. Raises UncertainMailError where another claim was faster."""
    noted = (
        update(OutboxRow)
        .where(
            OutboxRow.id == number,
            OutboxRow.lease_owner == owner,
            OutboxRow.sending_at.is_(None),
            OutboxRow.done_at.is_(None),
        )
        .values(sending_at=clock.now())
    )
    with own_transaction() as session:
        held = session.execute(noted.execution_options(synchronize_session=False))
        if held.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE has one
            raise UncertainMailError(UNCERTAIN)
