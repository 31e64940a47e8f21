"""What is worked out from the database once and kept in the process until something changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Final, TypeVar

from flask import current_app

from matchmaker import clock
from matchmaker.jobs.changes import RESTED, UNMARKED, Marks, is_changing, marks, note_read, reads

T = TypeVar("T")
LONGEST: Final = timedelta(minutes=10)
NO_REST: Final = timedelta(0)
MOST: Final = 200  # values; those not asked for longest go first
STRIPES: Final = 16


@dataclass(frozen=True, slots=True)
class _Held:
    mark: Hashable
    tables: frozenset[str]
    stood: Marks
    made_at: datetime
    value: Any

    def is_good(self, mark: Hashable, stand: Marks) -> bool:
        """Say whether nothing it was made from has changed."""
        return self.mark == mark and all(
            self.stood.get(name) == stand.get(name) for name in self.tables
        )


class Kept:
    """Values by name; each is made anew when a table it was made from changed, and in time."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._lock = Lock()
        self._making = tuple(Lock() for _ in range(STRIPES))

    def get(
        self, key: Hashable, mark: Hashable, make: Callable[[], T], rest: Callable[[T], timedelta]
    ) -> T:
        """Give the value kept under a mark, or make it; one thread makes it, the others wait."""
        with self._making[hash(key) % STRIPES]:
            held, stand = self._find(key), marks()
            now = clock.now()
            age = abs(now - held.made_at) if held else LONGEST
            is_good = held is not None and held.is_good(mark, stand)
            if held is None or age >= LONGEST or not (is_good or age < rest(held.value)):
                with reads() as tables:
                    value = make()
                held = _Held(mark, frozenset(tables), stand, now, value)
                if not (tables & UNMARKED or is_changing()):
                    self._keep(key, held)
            elif not is_good:
                note_read(frozenset({RESTED}))
        note_read(held.tables)
        found: T = held.value
        return found

    def _find(self, key: Hashable) -> _Held | None:
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            return held

    def _keep(self, key: Hashable, held: _Held) -> None:
        with self._lock:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > MOST:
                self._held.popitem(last=False)


def kept(
    key: Hashable,
    make: Callable[[], T],
    *,
    mark: Hashable = None,
    rest: timedelta | Callable[[T], timedelta] = NO_REST,
) -> T:
    """Give what `make` found when `mark` and all tables it reads last were as they are now.

    A change is counted once it is committed, whatever process made it; with `rest` not before
    the time it gives the value has passed since the value was last made, so that a burst of
    changes does not slow every page. `make` reads by statements and asks for no other kept value.
    """
    found: Kept = current_app.extensions["kept"]
    return found.get(key, mark, make, (lambda _: rest) if isinstance(rest, timedelta) else rest)
