"""What last became of every public thing, in the order it was written (decision 18)."""

from datetime import datetime

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from matchmaker import clock
from matchmaker.api.enums import PublicAct
from matchmaker.db import Base, IntPK, enum_column


class PublicChange(Base):
    """The last thing that became of one public thing; the next one moves it to the end.

    `thing_id` counts within `kind`, which is the name of a resource. `sequence` grows in the order
    of commits: who has read up to a number has missed nothing below it.
    """

    __tablename__ = "public_change"
    __table_args__ = (UniqueConstraint("kind", "thing_id"),)

    id: Mapped[IntPK]
    kind: Mapped[str] = mapped_column(String(20))
    thing_id: Mapped[int] = mapped_column(Integer)
    act: Mapped[PublicAct] = mapped_column(enum_column(PublicAct))
    sequence: Mapped[int] = mapped_column(Integer, unique=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ChangeCounter(Base):
    """The one row that gives sequences: locked by who writes changes until they are committed.

    `epoch` names this count: after a restored backup another one begins. What was withdrawn is
    forgotten after a time; `forgotten_to` is the highest sequence that was.
    """

    __tablename__ = "change_counter"

    id: Mapped[IntPK]
    epoch: Mapped[str] = mapped_column(String(16))
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    forgotten_to: Mapped[int] = mapped_column(Integer, default=0)
