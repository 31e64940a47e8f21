"""Watches, what they found for a person, and the digests that told it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import Base, IntPK, Versioned, enum_column
from matchmaker.demands.models import Demand
from matchmaker.watches.enums import Frequency, Occasion, WatchKind, WatchState


class Watch(Versioned, Base):
    """What a person keeps an eye on: a search, one offering or demand, or what fits their own.

    `key` names what is watched: equal searches of all people have the same. Told is what was
    published or changed after `started_at`; `looked_until` is how far that was looked at.
    """

    __tablename__ = "watch"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        CheckConstraint("(kind = 'offering') = (offering_id IS NOT NULL)", name="offering_named"),
        CheckConstraint("(kind = 'demand') = (demand_id IS NOT NULL)", name="demand_named"),
        CheckConstraint("(state = 'paused') = (paused_at IS NOT NULL)", name="paused_has_date"),
        Index(None, "state", "due_at"),
    )
    # What somebody looks for is nobody else's business.
    unaudited: ClassVar[frozenset[str]] = frozenset(
        {"name", "key", "query", "started_at", "looked_until", "due_at", "introduced_at"}
    )

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[WatchKind] = mapped_column(enum_column(WatchKind))
    key: Mapped[str] = mapped_column(String(80), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")  # the person's own; none for offered
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)
    offering_id: Mapped[int | None] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), index=True
    )
    demand_id: Mapped[int | None] = mapped_column(
        ForeignKey("demand.id", ondelete="CASCADE"), index=True
    )
    frequency: Mapped[Frequency] = mapped_column(enum_column(Frequency))
    state: Mapped[WatchState] = mapped_column(enum_column(WatchState), default=WatchState.ACTIVE)
    paused_at: Mapped[datetime | None]
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    looked_until: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    introduced_at: Mapped[datetime | None]  # when a digest said first where it comes from

    account: Mapped[Account] = relationship()
    offering: Mapped[Offering | None] = relationship()
    demand: Mapped[Demand | None] = relationship()


class Digest(Base):
    """One mail to a person about everything that was new: one a period, whatever happens."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("account_id", "period"),)

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    period: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class News(Base):
    """One thing a person is told about, once, however many watches found it.

    `about` tells occasions of one thing apart: the event that changed it, the own row it now fits.
    """

    __tablename__ = "news"
    __table_args__ = (
        UniqueConstraint("account_id", "subject_kind", "subject_id", "occasion", "about"),
        Index(None, "account_id", "read_at"),
    )

    id: Mapped[IntPK]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int] = mapped_column(Integer)
    occasion: Mapped[Occasion] = mapped_column(enum_column(Occasion))
    about: Mapped[int] = mapped_column(Integer, default=0)
    digest_id: Mapped[int | None] = mapped_column(
        ForeignKey("digest.id", ondelete="SET NULL"), index=True
    )
    found_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    read_at: Mapped[datetime | None]

    reasons: Mapped[list["NewsReason"]] = relationship(
        back_populates="news", cascade="all, delete-orphan", order_by="NewsReason.id"
    )


class NewsReason(Base):
    """Which watch found a thing; for what fits, the own row it fits and how well.

    `own_id` is the demand or offering of the person (0 for none), `tenths` the fit in tenths of a
    point; of `lines` requirements `met` are met.
    """

    __tablename__ = "news_reason"
    __table_args__ = (UniqueConstraint("news_id", "watch_id", "own_id"),)

    id: Mapped[IntPK]
    news_id: Mapped[int] = mapped_column(ForeignKey("news.id", ondelete="CASCADE"))
    watch_id: Mapped[int] = mapped_column(ForeignKey("watch.id", ondelete="CASCADE"), index=True)
    own_id: Mapped[int] = mapped_column(Integer, default=0)
    tenths: Mapped[int | None]
    met: Mapped[int | None]
    lines: Mapped[int | None]
    is_same_scene: Mapped[bool] = mapped_column(default=False)

    news: Mapped[News] = relationship(back_populates="reasons")
    watch: Mapped[Watch] = relationship()
