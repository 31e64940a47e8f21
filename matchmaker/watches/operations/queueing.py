"""When the worker is to look what is new: rows of the outbox, never more than are needed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import exists, func, select, update

from matchmaker import clock
from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.jobs.outbox import queue_digest_run
from matchmaker.watches.enums import Frequency, WatchState
from matchmaker.watches.models import Watch
from matchmaker.watches.scoring.schedule import GATHERED_FOR, LONGEST, first_due

LOOK_BACK: Final = LONGEST[Frequency.DAILY]  # where the clock was wrong
# Rows for later are queued by the hourly house-keeping: the outbox takes none from far ahead.
AHEAD: Final = timedelta(minutes=90)
AGAIN_AFTER: Final = timedelta(minutes=2)  # while the index is behind or unusable
_ACTIVE = Watch.state == WatchState.ACTIVE


def queue_digests(at: datetime) -> None:
    """Have the worker look at an instant, unless it will have looked by then.

    An instant that is far ahead is left to the house-keeping.
    """
    if at <= clock.now() + AHEAD:
        queue_digest_run(at)


def queue_digests_soon() -> None:
    """Have the worker look for those who want to know at once, when a burst of changes is over.

    In the transaction that marks the changes done.
    """
    due = db.session.scalar(
        select(func.min(Watch.due_at)).where(_ACTIVE, Watch.frequency == Frequency.IMMEDIATE)
    )
    if due is not None:
        queue_digests(max(due, clock.now() + GATHERED_FOR))


def queue_next_digests() -> None:
    """Have the worker look when the next watch is due; in a while for those that are due still.

    The caller commits.
    """
    now = clock.now()
    is_told = exists().where(Account.id == Watch.account_id, Account.state == AccountState.ACTIVE)
    waiting = select(func.min(Watch.due_at)).where(_ACTIVE, is_told)
    due = db.session.scalar(waiting.where(Watch.due_at > now))
    if due is not None:
        queue_digests(due)
    late = db.session.scalar(
        waiting.where(Watch.due_at <= now, Watch.frequency != Frequency.IMMEDIATE)
    )
    if late is not None:
        queue_digests(now + AGAIN_AFTER)


def heal_watches() -> None:
    """Set right what a clock that was ahead has set; nothing is told twice by that, or lost.

    The caller commits.
    """
    now = clock.now()
    for frequency, longest in LONGEST.items():
        beyond = Watch.frequency == frequency, Watch.due_at > now + longest
        _set_where(beyond, due_at=first_due(frequency, now))
    _set_where((Watch.looked_until > now,), looked_until=now - LOOK_BACK)
    _set_where((Watch.started_at > now,), started_at=now)


def _set_where(conditions: Sequence[object], **values: datetime) -> None:
    numbers = select(Watch.id).where(*conditions)  # type: ignore[arg-type]  # SQL conditions
    found = db.session.scalars(numbers).all()
    if found:
        db.session.execute(update(Watch).where(Watch.id.in_(found)).values(**values))
