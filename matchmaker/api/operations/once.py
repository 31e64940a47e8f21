"""Requests sent twice with the same key: done once, answered alike.

The answer is kept in the transaction of what was done, so there is never one without the other.
Two at once: the second waits for the first, at the unique key or for the right to write, and gives
the first's answer; where it would wait too long it is told to come again like whoever waits.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.api.models import SentRequest
from matchmaker.db import db
from matchmaker.errors import DomainError

KEPT: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sending:
    """One request with a key: by which token, under which key, saying what."""

    token_id: int
    key: str
    said: bytes

    @property
    def key_hash(self) -> str:
        """What is stored of the key."""
        return sha256(self.key.encode()).hexdigest()

    @property
    def request_hash(self) -> str:
        """What tells this request from another one."""
        return sha256(self.said).hexdigest()


def answered(sending: Sending) -> SentRequest | None:
    """Give how the same request was answered in the last day; None the first time.

    Raises DomainError where the key was used for another request.
    """
    statement = select(SentRequest).where(
        SentRequest.token_id == sending.token_id,
        SentRequest.key_hash == sending.key_hash,
        SentRequest.created_at > clock.now() - KEPT,
    )
    found = db.session.scalars(statement).first()
    if found is not None and found.request_hash != sending.request_hash:
        raise DomainError(
            _("这个 Idempotency-Key 已用于另一个请求。请为新的请求换一个键。"),
            field="Idempotency-Key",
        )
    return found


def keep_answer(
    sending: Sending, status: int, headers: list[dict[str, str]], body: str
) -> SentRequest | None:
    """Keep an answer in the transaction in hand; gives the other one where another was faster.

    Then everything of this request is undone.
    """
    old = (
        SentRequest.token_id == sending.token_id,
        SentRequest.key_hash == sending.key_hash,
        SentRequest.created_at <= clock.now() - KEPT,
    )
    row = SentRequest(
        token_id=sending.token_id,
        key_hash=sending.key_hash,
        request_hash=sending.request_hash,
        status=status,
        headers=headers,
        body=body,
    )
    try:
        with db.session.begin_nested():
            db.session.execute(delete(SentRequest).where(*old))
            db.session.add(row)
    except IntegrityError:
        db.session.rollback()
        return answered(sending)
    return None


def purge_sent_requests() -> None:
    """Forget requests sent more than a day ago. The caller commits."""
    db.session.execute(delete(SentRequest).where(SentRequest.created_at <= clock.now() - KEPT))
