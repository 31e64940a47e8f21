"""Queueing: outbox rows are added to the business transaction and live or die with it."""

from email.message import EmailMessage

from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow

INDEX = "index"
MAIL = "mail"
RUN = "run"


def queue_index(kind: str, row_id: int) -> None:
    """Say that a row changed in a way search or matching must see."""
    db.session.add(OutboxRow(kind=INDEX, key=f"{kind}:{row_id}"))


def queue_mail(key: str, message: EmailMessage) -> None:
    """Queue a finished mail. The key says what it is about; the text is dropped once it left."""
    db.session.add(OutboxRow(kind=MAIL, key=key, payload={"message": message.as_string()}))


def queue_run(run_id: int) -> None:
    """Queue a long piece of work that keeps its progress in a row of its own."""
    db.session.add(OutboxRow(kind=RUN, key=f"run:{run_id}"))
