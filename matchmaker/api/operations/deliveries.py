"""Sending what webhooks are told: signed, tried again for three days, every try on record."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, Final

from flask import current_app
from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from matchmaker import clock
from matchmaker.accounts.queries import speakers_of
from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.api.models import Delivery, DeliveryTry, Webhook
from matchmaker.api.policies import may_manage_webhook
from matchmaker.api.queries.webhooks import is_live
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_webhooks
from matchmaker.jobs.outgoing import Answered, post
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - as the Standard Webhooks specification names them
SECRET_BYTES: Final = 32
# After each try that failed; a little over 3 days in all. Most faults are short.
SCHEDULE: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 64_800, 81_000)
)
OFF_AFTER: Final = timedelta(days=3)  # of nothing but failures
RESTS: Final = timedelta(minutes=1)  # between tries of an address that fails
AT_ONCE: Final = 16  # in one round, so that nothing else of the worker waits longer than one try
OF_ONE: Final = 4  # of one webhook in one round
HELD: Final = timedelta(minutes=1)  # by the round that sends it; a round that dies lets it go
LOG_KEPT: Final = timedelta(days=30)
GONE: Final = 410  # the receiver says that nothing is wanted any more


def new_secret() -> str:
    """Make a secret to sign with, written as the specification has it."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, number: str, at: int, body: bytes) -> str:
    """Sign a message: HMAC-SHA256 of id, timestamp and body (Standard Webhooks, version 1).

    >>> signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
    ...           1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = hmac.new(key, f"{number}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def tell(
    webhook: Webhook, kind: WebhookKind, event: str, data: Mapping[str, Any], *, once: str
) -> None:
    """Queue a message for a webhook; of those with the same `once` the first."""
    known = exists().where(Delivery.webhook_id == webhook.id, Delivery.once_key == once)
    if db.session.scalar(select(known)):
        return
    try:
        with db.session.begin_nested():  # two workers may find the same at once
            db.session.add(message(webhook, kind, event, data, once=once))
    except IntegrityError:
        return
    queue_webhooks(clock.now())


def message(
    webhook: Webhook, kind: WebhookKind, event: str, data: Mapping[str, Any], *, once: str | None
) -> Delivery:
    """Make a message that waits to be sent, with a number nothing else has."""
    at, number = clock.now().isoformat(timespec="seconds"), f"msg_{secrets.token_hex(12)}"
    return Delivery(
        webhook_id=webhook.id,
        number=number,
        kind=kind,
        body={"id": number, "type": event, "timestamp": at, "data": dict(data)},
        once_key=once,
    )


def send_due(_rows: Sequence[OutboxRow]) -> None:
    """Send what is due, several at a time, and queue the next round where more is to come.

    What is sent is held first, so that another worker does not send it too. A round that ends
    before it wrote down what came of it is made again: with the same number, by which a receiver
    knows what it has already.
    """
    due = _due()
    db.session.commit()  # no transaction is open while a network is waited for
    allows_local = current_app.extensions["settings"].webhooks_reach_local
    now = int(clock.now().timestamp())

    def send(one: tuple[int, str, str, bytes, tuple[str, ...]]) -> Answered:
        _row, url, number, body, keys = one
        signed = " ".join(signature(key, number, now, body) for key in keys)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "5g-inside-matchmaker",
            "webhook-id": number,
            "webhook-timestamp": str(now),
            "webhook-signature": signed,
        }
        return post(url, body, headers, allows_local=allows_local)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(send, due))
    for (number, *_rest), answer in zip(due, answers, strict=True):
        row = db.session.get(Delivery, number, options=[joinedload(Delivery.webhook)])
        if row is not None:  # its webhook may have been deleted meanwhile
            _note(row, answer)
    db.session.flush()
    queue_next_round()


def queue_next_round() -> None:
    """Queue a round for when the next message is due."""
    waiting = (
        select(func.min(Delivery.next_at), Webhook.rests_until)
        .join(Delivery.webhook)
        .where(Delivery.next_at.is_not(None), is_live())
        .group_by(Webhook.id, Webhook.rests_until)
    )
    times = [max(at, rests or at) for at, rests in db.session.execute(waiting) if at]
    if times:
        queue_webhooks(min(max(min(times), clock.now()), clock.now() + timedelta(hours=1)))


def purge_deliveries() -> None:
    """Drop what was sent, or given up, long ago. The caller commits."""
    old = Delivery.created_at < clock.now() - LOG_KEPT, Delivery.next_at.is_(None)
    db.session.execute(delete(Delivery).where(*old))


def _due() -> list[tuple[int, str, str, bytes, tuple[str, ...]]]:
    """Hold some of what is due, the oldest of each webhook, and give what sending it needs."""
    now = clock.now()
    place = func.row_number().over(
        partition_by=Delivery.webhook_id, order_by=(Delivery.next_at, Delivery.id)
    )
    rested = or_(Webhook.rests_until.is_(None), Webhook.rests_until <= now)
    placed = (
        select(Delivery.id, place.label("place"), Webhook.failing_since)
        .join(Delivery.webhook)
        .where(Delivery.next_at <= now, is_live(), rested)
        .subquery()
    )
    few = or_(placed.c.place == 1, (placed.c.place <= OF_ONE) & placed.c.failing_since.is_(None))
    chosen = select(placed.c.id).where(few).order_by(placed.c.place, placed.c.id).limit(AT_ONCE)
    ids = db.session.scalars(chosen).all()
    statement = (
        select(Delivery)
        .options(joinedload(Delivery.webhook))
        .where(Delivery.id.in_(ids), Delivery.next_at <= now)
        .order_by(Delivery.id)
        .with_for_update(skip_locked=True, of=Delivery)
        .execution_options(populate_existing=True)
    )
    found: list[tuple[int, str, str, bytes, tuple[str, ...]]] = []
    for row in db.session.scalars(statement):
        row.next_at = now + HELD
        hook = row.webhook
        has_former = hook.former_until is not None and hook.former_until > now
        keys = (hook.secret, hook.former_secret) if has_former else (hook.secret,)
        body = json.dumps(row.body, ensure_ascii=False, separators=(",", ":")).encode()
        found.append((row.id, hook.url, row.number, body, keys))
    return found


def _note(row: Delivery, answer: Answered) -> None:
    now, hook = clock.now(), row.webhook
    row.attempts += 1
    row.tries.append(
        DeliveryTry(
            at=now,
            status=answer.status,
            milliseconds=answer.milliseconds,
            answer=answer.answer,
            fault=answer.fault,
        )
    )
    if answer.is_taken:
        row.done_at, row.next_at = now, None
        hook.failing_since = hook.rests_until = None
        return
    hook.failing_since = hook.failing_since or now
    hook.rests_until = now + min(RESTS, SCHEDULE[min(row.attempts, len(SCHEDULE)) - 1])
    if row.attempts > len(SCHEDULE) or row.kind is WebhookKind.TEST:
        row.next_at, row.given_up_at = None, now
    else:
        row.next_at = now + SCHEDULE[row.attempts - 1]
    if answer.status == GONE or now - hook.failing_since >= OFF_AFTER:
        _switch_off(hook, now)


def _switch_off(hook: Webhook, now: datetime) -> None:
    if hook.state is WebhookState.OFF:
        return
    with audit.change("webhook.switched-off", hook, actor=None):
        hook.state, hook.off_at = WebhookState.OFF, now
    notify_all(
        [one for one in speakers_of(hook.organisation) if may_manage_webhook(one, hook)],
        NoticeKind.WEBHOOK_OFF,
        facts={"address": hook.url},
        endpoint="feeds.webhook",
        values={"webhook_id": hook.id},
    )
