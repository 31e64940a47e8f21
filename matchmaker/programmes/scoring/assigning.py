"""Who reviews what: fitting people first, work shared evenly, nobody where they must not.

No database: everything is given. The same facts give the same plan.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Seat:
    """A person who can be given submissions: the sectors they know, how many they take at most.

    `load` is what they have already; `barred` are the submissions they must not see: their own,
    those of a conflict, those they have or abstained from.
    """

    id: int
    most: int
    load: int = 0
    sectors: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A submission that lacks so many reviews."""

    id: int
    places: int
    sector_id: int | None = None


class Pair(NamedTuple):
    """One submission for one person, and whether they know its sector."""

    submission_id: int
    reviewer_id: int
    fits: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to review what, and how many reviews each submission still lacks after it."""

    pairs: tuple[Pair, ...]
    missing: Mapping[int, int]

    def loads(self, seats: Iterable[Seat]) -> dict[int, int]:
        """Give how many submissions each person has with the plan."""
        found = {seat.id: seat.load for seat in seats}
        for pair in self.pairs:
            found[pair.reviewer_id] += 1
        return found


def assign(wanted: Sequence[Wanted], seats: Sequence[Seat]) -> Plan:
    """Give each submission its reviewers, as many as can be had.

    Round by round each submission gets one more, those with the fewest possible reviewers first:
    somebody who knows its sector before others, then who has the least. Where a place stays
    empty, others are moved along (an augmenting path), so that no place is empty that could be
    filled. Last, work is moved to whoever fits as well and has at least two less.
    """
    table = _Table(wanted, seats)
    for turn in range(max((row.places for row in wanted), default=0)):
        for row in table.rows:
            if turn < row.places:
                table.take_best(row)
    table.fill()
    table.even_out()
    pairs = [
        Pair(row.id, number, table.fits(row, number))
        for row in wanted
        for number in sorted(table.taken[row.id])
    ]
    lacking = {row.id: row.places - len(table.taken[row.id]) for row in wanted}
    return Plan(tuple(pairs), {number: places for number, places in lacking.items() if places > 0})


@dataclass(slots=True)
class _Table:
    wanted: Sequence[Wanted]
    seats: Sequence[Seat]
    rows: list[Wanted] = field(init=False)
    by_id: dict[int, Seat] = field(init=False)
    loads: dict[int, int] = field(init=False)
    taken: dict[int, set[int]] = field(init=False)
    held: dict[int, set[int]] = field(init=False)  # the other way round

    def __post_init__(self) -> None:
        self.by_id = {seat.id: seat for seat in sorted(self.seats, key=lambda seat: seat.id)}
        self.loads = {seat.id: seat.load for seat in self.by_id.values()}
        self.taken = {row.id: set() for row in self.wanted}
        self.held = {number: set() for number in self.by_id}
        possible = {
            row.id: sum(row.id not in seat.barred for seat in self.seats) for row in self.wanted
        }
        self.rows = sorted(self.wanted, key=lambda row: (possible[row.id], row.id))

    def fits(self, row: Wanted, number: int) -> bool:
        return row.sector_id is not None and row.sector_id in self.by_id[number].sectors

    def may(self, row: Wanted, number: int) -> bool:
        return row.id not in self.by_id[number].barred and number not in self.taken[row.id]

    def has_room(self, number: int) -> bool:
        return self.loads[number] < self.by_id[number].most

    def take_best(self, row: Wanted) -> None:
        free = [number for number in self.by_id if self.has_room(number) and self.may(row, number)]
        if free:
            best = min(free, key=lambda one: (not self.fits(row, one), self.loads[one], one))
            self.give(row, best)

    def give(self, row: Wanted, number: int) -> None:
        self.taken[row.id].add(number)
        self.held[number].add(row.id)
        self.loads[number] += 1

    def take_back(self, row: Wanted, number: int) -> None:
        self.taken[row.id].remove(number)
        self.held[number].remove(row.id)
        self.loads[number] -= 1

    def fill(self) -> None:
        """Fill empty places by moving others along, where that is possible at all."""
        known = {row.id: row for row in self.rows}
        hopeless: set[int] = set()  # people from whom no free place can be reached
        for row in self.rows:
            while len(self.taken[row.id]) < row.places and self._move_along(row, known, hopeless):
                pass

    def _move_along(self, start: Wanted, known: dict[int, Wanted], hopeless: set[int]) -> bool:
        came: dict[int, tuple[Wanted, int | None]] = {}  # person: for which row, who hands it over
        waiting: deque[tuple[Wanted, int | None]] = deque([(start, None)])
        asked: set[int] = {start.id}
        while waiting:
            row, giver = waiting.popleft()
            for number in self.by_id:
                if number in came or number in hopeless or not self.may(row, number):
                    continue
                came[number] = (row, giver)
                if self.has_room(number):
                    self._follow_back(number, came)
                    return True
                for other in sorted(self.held[number] - asked):
                    waiting.append((known[other], number))
        hopeless |= set(came)
        return False

    def _follow_back(self, number: int, came: dict[int, tuple[Wanted, int | None]]) -> None:
        end: int | None = number
        while end is not None:
            row, giver = came[end]
            self.give(row, end)
            if giver is not None:
                self.take_back(row, giver)
            end = giver

    def even_out(self) -> None:
        """Move work to whoever fits as well and has at least two less, until nobody does."""
        known = {row.id: row for row in self.rows}
        moved = True
        while moved:
            moved = False
            for number in sorted(self.by_id, key=lambda one: (-self.loads[one], one)):
                moved = any(self._lighten(known[one], number) for one in sorted(self.held[number]))
                if moved:
                    break

    def _lighten(self, row: Wanted, number: int) -> bool:
        others = [
            other
            for other in self.by_id
            if self.loads[number] - self.loads[other] > 1
            and self.has_room(other)
            and self.may(row, other)
            and self.fits(row, other) >= self.fits(row, number)
        ]
        if not others:
            return False
        best = min(others, key=lambda one: (not self.fits(row, one), self.loads[one], one))
        self.take_back(row, number)
        self.give(row, best)
        return True
