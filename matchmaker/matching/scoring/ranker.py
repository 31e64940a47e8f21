"""The ranking itself: every offering scored for every signal, then the best explained."""

import time
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.collection import Collection
from matchmaker.matching.scoring.hindering import hindrances
from matchmaker.matching.scoring.matches import explain_matches
from matchmaker.matching.scoring.model import (
    FIRST_MODEL,
    FULL,
    SIGNALS,
    MatchingModel,
    share_out,
)
from matchmaker.matching.scoring.ranking import Excluded, Ranking
from matchmaker.matching.scoring.records import Need, OfferingRecord
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.matching.scoring.scored import Place, ScoredPart, score_parts, told
from matchmaker.matching.scoring.understanding import Understanding, understand
from matchmaker.matching.scoring.verdicts import Judge
from matchmaker.matching.scoring.vocabulary import Vocabulary

DEFAULT_LIMIT: Final = 20
UNFAMILIAR_TIMES: Final = 2.25  # the floor where no word of the trade was found
_KNOWN_WELL: Final = 1 / 3  # scenes known this well ask for no more than the model's floor
SHOWN_EXCLUDED: Final = 10  # explained of those that miss a must
_EQUAL_DECIMALS: Final = 5  # scores this close are equal: float32 tells no finer
_ROUNDING: Final = 1e-3


class SignalTable(NamedTuple):
    """What the signals say of some offerings for a need.

    `values` has a row an offering of `keys` and a column a signal of `SIGNALS`; `told` is how much
    there is to go by for each signal.
    """

    keys: tuple[int, ...]
    values: NDArray[np.float32]
    told: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Best:
    """The best offerings for a need: keys, best first, and their points; how many reach the floor.

    What misses a must of the need is not among them.
    """

    keys: tuple[int, ...]
    points: tuple[float, ...]
    reaching: int


@dataclass(frozen=True, slots=True)
class Seats:
    """Where some offerings stand for a need, an entry each in the order they were asked for.

    `totals` are points, −1 for an offering that is not ranked at all; `floor` what a match of the
    need must reach. `ranks` count from 1 among those that reach it and miss no must, 0 for the
    others; equal scores share a rank. `missed` marks, by the key of a must, who misses it.
    """

    scenes: tuple[str, ...]
    floor: float
    totals: NDArray[np.float32]
    ranks: NDArray[np.int64]
    is_excluded: NDArray[np.bool_]
    missed: Mapping[str, NDArray[np.bool_]]


class Ranker:
    """Ranks offerings for needs. Immutable: a change gives a new ranker that shares the arrays.

    Of two records with the same key the last counts. `year` is the present one: evidence is dated
    against it. `today` tells which certificates are out of date; without it the year's last day.
    """

    def __init__(
        self,
        records: Iterable[OfferingRecord],
        *,
        vocabulary: Vocabulary,
        regions: Regions,
        year: int,
        model: MatchingModel = FIRST_MODEL,
        today: date | None = None,
    ) -> None:
        self.model = model
        self.judge = Judge(vocabulary, regions, today or date(year, 12, 31))
        self.collection = Collection.build(records, vocabulary, SceneIndex(vocabulary), year)

    @classmethod
    def of(cls, collection: Collection, regions: Regions, model: MatchingModel) -> "Ranker":
        """A ranker of offerings that are weighed already."""
        made = cls.__new__(cls)
        made.model, made.collection = model, collection
        made.judge = Judge(collection.vocabulary, regions, date(collection.year, 12, 31))
        return made

    @property
    def vocabulary(self) -> Vocabulary:
        return self.collection.vocabulary

    @property
    def regions(self) -> Regions:
        return self.judge.regions

    def __len__(self) -> int:
        return len(self.collection)

    def with_changes(
        self, upserts: Iterable[OfferingRecord] = (), removals: Iterable[int] = ()
    ) -> "Ranker":
        """The ranker after offerings came or changed (`upserts`) or went (`removals`, keys).

        Cheap for few changes; ranks as one built anew from the same offerings. A key in both is
        an upsert; a removal of what is not there is harmless.
        """
        other = copy(self)
        other.collection = self.collection.with_changes(upserts, removals)
        return other

    def with_model(self, model: MatchingModel) -> "Ranker":
        """The same offerings under another model."""
        other = copy(self)
        other.model = model
        return other

    def on(self, today: date) -> "Ranker":
        """The same offerings on another day of the same year."""
        other = copy(self)
        other.judge = replace(self.judge, today=today)
        return other

    def understand(self, need: Need) -> Understanding:
        """What a need says, without ranking anything."""
        return understand(need, self.vocabulary, self.collection.index, self.regions)

    def weights_for(self, understanding: Understanding) -> dict[str, float]:
        """The weights of the model for one need, summing to 100."""
        first = understanding.certain_scene
        return self.model.weights_for(told(understanding, self.collection), first)

    def signal_table(self, need: Need, keys: Iterable[int], limit: int) -> SignalTable:
        """The signals of the best `limit` offerings for a need, and of those asked for by key."""
        understanding = self.understand(need)
        weights = self.weights_for(understanding)
        scored = score_parts(understanding, self.collection, self.judge, weights)
        rows = [_reaching(part, 0.0) for part in scored]
        count = min(limit, sum(map(len, rows)))
        wanted = list(keys)
        places = dict.fromkeys(_best(scored, rows, weights, count, 0))
        for number, part in enumerate(scored):
            found = np.isin(part.part.block.keys, wanted) & part.part.alive
            places |= dict.fromkeys(Place(number, int(at)) for at in np.flatnonzero(found))
        values = [[scored[at].signals[name][row] for name in SIGNALS] for at, row in places]
        amounts = told(understanding, self.collection)
        return SignalTable(
            tuple(int(scored[at].part.block.keys[row]) for at, row in places),
            np.array(values, np.float32).reshape(len(places), len(SIGNALS)),
            np.array([amounts[name] for name in SIGNALS]),
        )

    def floor_for(self, understanding: Understanding) -> float:
        """The points a match of this need must reach: more where its words are hardly known.

        A text of words the vocabulary does not know is ranked by those it happens to share, and a
        short one shares much with whoever has one of them. The model's floor holds from a third
        of scenes known on; below, up to 28 points more are asked for.
        """
        unknown = 1 - min(1.0, understanding.scene_known / _KNOWN_WELL)
        times = 1 + (UNFAMILIAR_TIMES - 1) * unknown
        return min(FULL, round(self.model.floor * times, 1))

    def seats(self, need: Need, keys: NDArray[np.int64]) -> Seats:
        """Say where some offerings stand for a need, listed or not; `keys` are in rising order.

        Scored as `rank` scores them. For the worker: it tells of thousands at once.
        """
        understanding = self.understand(need)
        weights = self.weights_for(understanding)
        scored = score_parts(understanding, self.collection, self.judge, weights)
        floor = self.floor_for(understanding)
        listed = np.sort(np.concatenate([part.totals[_listed(part, floor)] for part in scored]))
        totals = np.full(len(keys), -1, np.float32)
        is_excluded = np.zeros(len(keys), bool)
        missed: dict[str, NDArray[np.bool_]] = {}
        for part in scored:
            rows = np.flatnonzero(np.isin(part.part.block.keys, keys) & part.part.alive)
            places = np.searchsorted(keys, part.part.block.keys[rows])
            totals[places] = part.totals[rows]
            is_excluded[places] = part.is_excluded[rows]
            for key, bits in part.missed.items():
                found = np.unpackbits(bits, count=len(part.totals)).astype(bool)
                missed.setdefault(key, np.zeros(len(keys), bool))[places] = found[rows]
        better = len(listed) - np.searchsorted(listed, totals, side="right")
        reaches = (totals >= floor) & (totals > 0) & ~is_excluded
        ranks = np.where(reaches, better + 1, 0).astype(np.int64)
        scenes = tuple(scene.slug for scene in understanding.scenes)
        return Seats(scenes, floor, totals, ranks, is_excluded, missed)

    def rank(self, need: Need, limit: int = DEFAULT_LIMIT, *, period: int = 0) -> Ranking:
        """Score every offering for a need and explain the first `limit` that reach the floor.

        What misses a must stands apart, whatever its score; what nobody states excludes nothing.
        Equal scores stand in the order of a stable hash of offering and `period` (for example the
        week), so that nobody is always last. Raises ValueError for a negative limit.
        """
        if limit < 0:
            raise ValueError("limit must not be negative")
        started = time.perf_counter()
        understanding = self.understand(need)
        weights = self.weights_for(understanding)
        scored = score_parts(understanding, self.collection, self.judge, weights)
        floor = self.floor_for(understanding)
        rows = [_reaching(part, floor) for part in scored]
        listed = [at[~part.is_excluded[at]] for at, part in zip(rows, scored, strict=True)]
        missing = [at[part.is_excluded[at]] for at, part in zip(rows, scored, strict=True)]
        reaching, barred = sum(map(len, listed)), sum(map(len, missing))
        best = _best(scored, listed, weights, min(limit, reaching), period)
        out = _best(scored, missing, weights, min(SHOWN_EXCLUDED, barred), period)
        matches, excluded = explain_matches((best, out), scored, understanding, self.judge, weights)
        below = len(self) - reaching - barred
        groups = (
            Excluded("must-not-met", barred, floor, excluded),
            Excluded("below-floor", below, floor),
        )
        return Ranking(
            model=self.model.name,
            model_number=self.model.number,
            floor=floor,
            scenes=understanding.scenes,
            matches=matches,
            excluded=tuple(group for group in groups if group.count),
            considered=len(self),
            reaching=reaching,
            best_below=_highest(scored) if below and not reaching + barred else None,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 2),
            requirements=need.requirements,
            hindrances=hindrances(understanding.lines, scored, rows, (*matches, *excluded)),
        )

    def best(self, need: Need, limit: int = DEFAULT_LIMIT, *, period: int = 0) -> Best:
        """The same order as `rank`, without a word of explanation. ValueError as there."""
        if limit < 0:
            raise ValueError("limit must not be negative")
        understanding = self.understand(need)
        weights = self.weights_for(understanding)
        scored = score_parts(understanding, self.collection, self.judge, weights)
        floor = self.floor_for(understanding)
        rows = [_reaching(part, floor) for part in scored]
        listed = [at[~part.is_excluded[at]] for at, part in zip(rows, scored, strict=True)]
        reaching = sum(map(len, listed))
        best = _best(scored, listed, weights, min(limit, reaching), period)
        return Best(
            tuple(int(scored[at].part.block.keys[row]) for at, row in best),
            tuple(_points(scored[at], row, weights) for at, row in best),
            reaching,
        )


def _points(part: ScoredPart, row: int, weights: Mapping[str, float]) -> float:
    return share_out([weights[name] * float(part.signals[name][row]) for name in SIGNALS])[0]


def _reaching(part: ScoredPart, floor: float) -> NDArray[np.int64]:
    """The rows that reach the floor with anything at all."""
    return np.flatnonzero((part.totals >= floor) & (part.totals > 0))


def _listed(part: ScoredPart, floor: float) -> NDArray[np.int64]:
    """The rows that reach the floor and miss no must."""
    rows = _reaching(part, floor)
    return rows[~part.is_excluded[rows]]


def _highest(scored: Sequence[ScoredPart]) -> float:
    return round(max(0.0, *(float(part.totals.max(initial=0.0)) for part in scored)), 1)


class _Candidate(NamedTuple):
    order: float
    tie: bytes
    place: Place


def _best(
    scored: Sequence[ScoredPart],
    rows: Sequence[NDArray[np.int64]],
    weights: Mapping[str, float],
    count: int,
    period: int,
) -> list[Place]:
    """The places of the best among some rows, best first, equals by the hash of the period."""
    if not count:
        return []
    totals = [part.totals[reaching] for part, reaching in zip(scored, rows, strict=True)]
    together = np.concatenate(totals)
    last = np.partition(together, len(together) - count)[len(together) - count]
    candidates = []
    for number, part in enumerate(scored):
        for row in rows[number][totals[number] >= last - _ROUNDING]:
            exact = sum(weights[name] * float(part.signals[name][row]) for name in SIGNALS)
            key = int(part.part.block.keys[row])
            tie = blake2b(f"{key}:{period}".encode(), digest_size=8).digest()
            order = -round(exact, _EQUAL_DECIMALS)
            candidates.append(_Candidate(order, tie, Place(number, int(row))))
    return [candidate.place for candidate in sorted(candidates)[:count]]
