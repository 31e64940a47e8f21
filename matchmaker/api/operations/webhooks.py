"""Webhooks of an organisation: registering, changing, testing, sending again."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.api.models import Delivery, Webhook
from matchmaker.api.operations.deliveries import message, new_secret
from matchmaker.api.queries.webhooks import standing_still
from matchmaker.api.words import URL_FAULTS
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_webhooks
from matchmaker.jobs.outgoing import RefusedAddressError, checked_url, resolved

MOST: Final = 10  # of one organisation
OVERLAP: Final = timedelta(days=1)  # the old secret signs beside the new one
TESTS_PER_MINUTE: Final = 6


def add_webhook(
    organisation: Organisation, url: str, kinds: Collection[WebhookKind], *, actor: Account
) -> Webhook:
    """Register an address. Its secret is on the row: show it once.

    Raises DomainError for an address nothing may be sent to, no kind, the same address again, and
    more webhooks than an organisation may have.
    """
    _check(url, kinds)
    count = select(func.count()).where(Webhook.organisation_id == organisation.id)
    if (db.session.scalar(count) or 0) >= MOST:
        raise DomainError(
            _("一个单位最多登记%(most)s个地址。请先删除不用的。", most=MOST), field="url"
        )
    row = Webhook(
        organisation_id=organisation.id,
        author_id=actor.id,
        url=url,
        kinds=sorted(kind.value for kind in kinds),
        secret=new_secret(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise DomainError(_("这个地址已经登记过。"), field="url") from error
    audit.created("webhook.added", row, actor=actor)
    return row


def renew_secret(webhook: Webhook, *, actor: Account) -> str:
    """Give a webhook another secret; for a day the old one signs beside it. Gives the new one.

    Renewed again within the day, the first stays the one beside it, to its own end: it is the one
    the receiver surely has, whatever became of the one between.
    """
    with audit.change("webhook.secret-renewed", webhook, actor=actor):
        if webhook.former_until is None or webhook.former_until <= clock.now():
            webhook.former_secret = webhook.secret
            webhook.former_until = clock.now() + OVERLAP
        webhook.secret = new_secret()
    return webhook.secret


def switch_on(webhook: Webhook, *, actor: Account) -> None:
    """Send to a webhook again that was off, paused or left alone; what waits is sent."""
    with audit.change("webhook.switched-on", webhook, actor=actor):
        webhook.author = actor
        webhook.state, webhook.off_at = WebhookState.ACTIVE, None
        webhook.failing_since = webhook.rests_until = None
    queue_webhooks(clock.now())


def pause(webhook: Webhook, *, actor: Account) -> None:
    """Send nothing to a webhook until it is switched on; one that is off stays off."""
    if webhook.state is not WebhookState.ACTIVE:
        return
    with audit.change("webhook.paused", webhook, actor=actor):
        webhook.state = WebhookState.PAUSED


def remove_webhook(webhook: Webhook, *, actor: Account) -> None:
    """Send nothing there any more, and forget what was sent."""
    audit.happened("webhook.removed", webhook, actor=actor)
    db.session.delete(webhook)


def send_test(webhook: Webhook) -> Delivery:
    """Queue a message that says nothing but that it arrived; gives it.

    Raises ConflictError where nothing is sent to the webhook, DomainError for too many.
    """
    if webhook.state is not WebhookState.ACTIVE or standing_still([webhook]):
        raise ConflictError(_("这个网址现在不接收消息，请先重新启用。"))
    recent = select(func.count()).where(
        Delivery.webhook_id == webhook.id,
        Delivery.kind == WebhookKind.TEST,
        Delivery.created_at > clock.now() - timedelta(minutes=1),
    )
    if (db.session.scalar(recent) or 0) >= TESTS_PER_MINUTE:
        raise DomainError(_("测试太频繁，请一分钟后再试。"))
    webhook.rests_until = None
    row = message(webhook, WebhookKind.TEST, "test", {"webhook_id": webhook.id}, once=None)
    db.session.add(row)
    queue_webhooks(clock.now())
    return row


def send_again(delivery: Delivery) -> None:
    """Queue a message anew, with its tries from the beginning; its number stays.

    One that still waits is tried at once. An address that rests is not spared: somebody asks.
    """
    delivery.webhook.rests_until = None
    delivery.attempts, delivery.next_at = 0, clock.now()
    delivery.done_at = delivery.given_up_at = None
    queue_webhooks(clock.now())


def _check(url: str, kinds: Collection[WebhookKind]) -> None:
    if not set(kinds) - {WebhookKind.TEST}:
        raise DomainError(_("请至少选择一类内容。"), field="kinds")
    allows_local = current_app.extensions["settings"].webhooks_reach_local
    try:
        parts = checked_url(url, allows_local=allows_local)
        resolved(str(parts.hostname), parts.port or 443, allows_local=allows_local)
    except RefusedAddressError as refused:
        raise DomainError(URL_FAULTS[refused.reason], field="url") from refused
