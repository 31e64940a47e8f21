"""What is worked out from the database once and kept in the process until something changes."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, TypeVar

from flask import current_app, g, has_request_context
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX

T = TypeVar("T")
LOOK_BACK: Final = 1_000  # numbers are given before a transaction commits: some come late
LONGEST: Final = timedelta(minutes=10)
NO_REST: Final = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Held:
    mark: Hashable
    made_at: datetime
    value: Any


class Kept:
    """Values by name; each is made anew after an index row was queued, and after ten minutes."""

    def __init__(self) -> None:
        self._held: dict[Hashable, _Held] = {}
        self._lock = Lock()

    def get(self, key: Hashable, mark: Hashable, make: Callable[[], T], rest: timedelta) -> T:
        """Give the value kept under a mark, or make it."""
        with self._lock:
            held, now = self._held.get(key), clock.now()
            age = abs(now - held.made_at) if held else LONGEST
            if held is None or age >= LONGEST or (held.mark != mark and age >= rest):
                held = self._held[key] = _Held(mark, now, make())
            value: T = held.value
            return value


def kept(
    key: Hashable, make: Callable[[], T], *, mark: Hashable = None, rest: timedelta = NO_REST
) -> T:
    """Give what `make` found when the index feed and `mark` last were as they are now.

    A change is counted once its index row is committed; with `rest` not before that time has
    passed since the value was last made, so that a burst of changes does not slow every page.
    """
    found: Kept = current_app.extensions["kept"]
    return found.get(key, (_feed_mark(), mark), make, rest)


def _feed_mark() -> tuple[int, int]:
    if not has_request_context():
        return _read_mark()
    if "feed_mark" not in g:  # a page asks once
        g.feed_mark = _read_mark()
    mark: tuple[int, int] = g.feed_mark
    return mark


def _read_mark() -> tuple[int, int]:
    newest = select(func.max(OutboxRow.id)).scalar_subquery()
    statement = select(func.count(), func.max(OutboxRow.id)).where(
        OutboxRow.kind == INDEX, OutboxRow.id > newest - LOOK_BACK
    )
    count, latest = db.session.execute(statement).one()
    return count, latest or 0
