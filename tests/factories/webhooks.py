"""Webhooks as rows, for tests that are about something else."""

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.enums import WebhookKind
from matchmaker.api.models import Delivery, DeliveryTry, Webhook
from matchmaker.api.operations.deliveries import new_secret
from matchmaker.db import db


def webhook_told(of: Organisation, author: Account) -> Delivery:
    """Add a webhook that took one message."""
    row = Webhook(
        organisation=of,
        author=author,
        url="https://hooks.example.org/5g",
        kinds=[WebhookKind.AWARD.value],
        secret=new_secret(),
    )
    told = Delivery(
        webhook=row,
        number="msg_0123456789",
        kind=WebhookKind.TEST,
        body={"type": "test"},
        attempts=1,
    )
    told.tries = [DeliveryTry(status=200, milliseconds=87, answer="ok")]
    db.session.add(told)
    db.session.flush()
    told.next_at, told.done_at = None, clock.now()  # None at the start would be the default
    db.session.flush()
    return told
