"""Who manages webhooks."""

from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_manage_members
from matchmaker.api.models import Delivery, Webhook


def may_manage_webhook(actor: Account | None, webhook: Webhook) -> bool:
    """Those who manage the organisation: owners."""
    return may_manage_members(actor, webhook.organisation)


def may_manage_delivery(actor: Account | None, delivery: Delivery) -> bool:
    """Those who manage the webhook it went to."""
    return may_manage_webhook(actor, delivery.webhook)
