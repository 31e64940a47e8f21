"""Webhooks of organisations, what they are sent, and each try."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.api.enums import WebhookKind, WebhookState
from matchmaker.db import Base, IntPK, Link, Prose, Versioned, enum_column


class Webhook(Versioned, Base):
    """An address an organisation wants to be told at, and of what.

    `secret` signs; it is kept as it is, because signing needs it. After it was renewed the one
    before signs beside it until `former_until`. `failing_since` is when the first of the tries that
    failed without one that did not was made.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("(state = 'off') = (off_at IS NOT NULL)", name="off_has_date"),
        CheckConstraint("(former_secret = '') = (former_until IS NULL)", name="former_has_end"),
        UniqueConstraint("organisation_id", "url"),
    )
    unaudited: ClassVar[frozenset[str]] = frozenset({"secret", "former_secret"})

    id: Mapped[IntPK]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id", ondelete="SET NULL"), index=True
    )
    url: Mapped[Link]
    kinds: Mapped[list[str]] = mapped_column(default=list)
    secret: Mapped[str] = mapped_column(String(80))
    former_secret: Mapped[str] = mapped_column(String(80), default="")
    former_until: Mapped[datetime | None]
    state: Mapped[WebhookState] = mapped_column(
        enum_column(WebhookState), default=WebhookState.ACTIVE, index=True
    )
    off_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]  # while it fails: not tried before

    organisation: Mapped[Organisation] = relationship()
    author: Mapped[Account | None] = relationship()


class Delivery(Base):
    """One message to one webhook. `number` is what its receiver knows it by; `body` what is sent.

    Tries are made at `next_at`, until it was taken or given up. Of those with the same `once_key`
    there is one.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "once_key"),
        CheckConstraint("done_at IS NULL OR next_at IS NULL", name="done_is_over"),
        CheckConstraint("done_at IS NULL OR given_up_at IS NULL", name="done_or_given_up"),
        Index(None, "next_at"),
        Index(None, "webhook_id", "id"),
    )

    id: Mapped[IntPK]
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[WebhookKind] = mapped_column(enum_column(WebhookKind))
    body: Mapped[dict[str, Any]]
    once_key: Mapped[str | None] = mapped_column(String(160))
    created_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(default=clock.now)
    done_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]

    webhook: Mapped[Webhook] = relationship()
    tries: Mapped[list["DeliveryTry"]] = relationship(
        back_populates="delivery", cascade="all, delete-orphan", order_by="DeliveryTry.id"
    )


class DeliveryTry(Base):
    """One try: what was answered (`status`, the beginning of the text) or why nothing was."""

    __tablename__ = "delivery_try"

    id: Mapped[IntPK]
    delivery_id: Mapped[int] = mapped_column(
        ForeignKey("webhook_delivery.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(default=clock.now)
    status: Mapped[int | None]
    milliseconds: Mapped[int] = mapped_column(Integer)
    answer: Mapped[Prose] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(String(40), default="")  # a key of DELIVERY_FAULTS

    delivery: Mapped[Delivery] = relationship(back_populates="tries")
