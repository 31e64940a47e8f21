"""The outbox handler for mail: sends what was queued, through the way the settings name."""

from collections.abc import Sequence

from flask import current_app

from matchmaker.jobs.mail import parse, transport_for
from matchmaker.jobs.models import OutboxRow


def deliver(rows: Sequence[OutboxRow]) -> None:
    """Send queued mails; whatever the server refuses is raised and tried again later."""
    transport = transport_for(current_app.extensions["settings"])
    for row in rows:
        transport.send(parse(row.payload["message"]))
