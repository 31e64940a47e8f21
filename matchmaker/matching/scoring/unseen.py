"""Why offerings stand in none of many rankings, as the ranking itself has it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.ranker import Ranker, Seats
from matchmaker.matching.scoring.records import Need

_STEP: Final = 1_000_000.0  # more than any rank or number of points


class Nearest(IntEnum):
    """How near an offering came to a need, from far to near."""

    BELOW = 0  # the floor
    BARRED = 1  # it reaches the floor, but misses a must
    BEYOND = 2  # it fits, after the last place shown
    LISTED = 3


@dataclass(frozen=True, slots=True)
class Closest:
    """The need an offering comes nearest to, and what keeps it from the list there.

    `at` is the place of that need among those asked about; `points` and `floor` of it; `rank` 0
    where it does not fit. `fitting` counts the needs it fits, `barred` those it misses a must of
    (`must`, as kind:subject, most often). `has_scene`: some need speaks of a scene it declares.
    """

    key: int
    nearest: Nearest
    at: int
    points: float
    floor: float
    rank: int
    fitting: int
    barred: int
    must: str
    has_scene: bool


def closest(
    ranker: Ranker, needs: Sequence[Need], keys: Sequence[int], limit: int
) -> list[Closest]:
    """Say for each of some offerings how near it comes to any of the needs, in rising order.

    Of needs it comes equally near to the first counts. Offerings the ranker does not hold are left
    out; without needs there is nothing to say. Work grows with needs × all offerings: each need is
    scored once.
    """
    asked = np.unique(np.asarray(keys, np.int64))
    if not needs or not len(asked):
        return []
    tally = _Tally(len(asked))
    for at, need in enumerate(needs):
        tally.add(at, ranker.seats(need, asked), need, limit)
    scenes = _declared(ranker, asked)
    return [
        tally.told(row, key, scenes[key])
        for row, key in enumerate(asked.tolist())
        if tally.is_ranked[row]
    ]


class _Tally:
    """The nearest need of each offering so far."""

    def __init__(self, size: int) -> None:
        self.is_ranked = np.zeros(size, bool)
        self._near = np.full(size, -np.inf)
        self._class = np.zeros(size, np.int8)
        self._at = np.zeros(size, np.int64)
        self._points = np.zeros(size)
        self._floor = np.zeros(size)
        self._rank = np.zeros(size, np.int64)
        self._fitting = np.zeros(size, np.int64)
        self._barred = np.zeros(size, np.int64)
        self._musts: dict[int, Counter[str]] = {}
        self._scenes: set[str] = set()

    def add(self, at: int, seats: Seats, need: Need, limit: int) -> None:
        ranked = seats.totals >= 0
        fits = seats.ranks > 0
        barred = ranked & seats.is_excluded & (seats.totals >= seats.floor)
        kind = np.select(
            [fits & (seats.ranks <= limit), fits, barred],
            [Nearest.LISTED, Nearest.BEYOND, Nearest.BARRED],
            Nearest.BELOW,
        )
        margin = seats.totals.astype(np.float64) - seats.floor
        near = kind * _STEP + np.where(fits, -seats.ranks, margin)
        near[~ranked] = -np.inf
        better = near > self._near
        for kept, new in (
            (self._near, near),
            (self._class, kind),
            (self._points, seats.totals),
            (self._rank, seats.ranks),
        ):
            kept[better] = new[better]
        self._at[better], self._floor[better] = at, seats.floor
        self.is_ranked |= ranked
        self._fitting += fits
        self._barred += barred
        self._count_musts(seats, need, barred)
        self._scenes |= {*need.scenes, *seats.scenes}

    def told(self, row: int, key: int, scenes: Sequence[str]) -> Closest:
        musts = self._musts.get(row)
        return Closest(
            key=key,
            nearest=Nearest(int(self._class[row])),
            at=int(self._at[row]),
            points=round(float(self._points[row]), 1),
            floor=float(self._floor[row]),
            rank=int(self._rank[row]),
            fitting=int(self._fitting[row]),
            barred=int(self._barred[row]),
            must=min(musts, key=lambda name: (-musts[name], name)) if musts else "",
            has_scene=not self._scenes.isdisjoint(scenes),
        )

    def _count_musts(self, seats: Seats, need: Need, barred: NDArray[np.bool_]) -> None:
        subjects = {line.key: f"{line.kind.value}:{line.subject}" for line in need.requirements}
        for key, missed in seats.missed.items():
            for row in np.flatnonzero(missed & barred).tolist():
                self._musts.setdefault(row, Counter())[subjects[key]] += 1


def _declared(ranker: Ranker, keys: NDArray[np.int64]) -> dict[int, tuple[str, ...]]:
    """Give the scenes each of some offerings declares."""
    found = {}
    for part in ranker.collection.parts:
        for row in np.flatnonzero(np.isin(part.block.keys, keys) & part.alive).tolist():
            record = part.block.records[row]
            found[record.key] = record.scenes
    return found
