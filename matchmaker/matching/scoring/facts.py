"""What the offerings of a block state beside their texts, as plain arrays.

Everything here is an ndarray (or a tuple of names), so that a file can hold it as it is. What is
said of a subject stands in one piece, each offering once, so that holding a line against all
offerings touches no more than what is said about it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.checks import LEAST, MOST, assured
from matchmaker.matching.scoring.records import OfferingRecord, Promise
from matchmaker.matching.scoring.regions import UNKNOWN, place_numbers
from matchmaker.matching.scoring.verdicts import is_case, lists_modes, stated
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.taxonomy.enums import Metric, RequirementKind

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Doubles = NDArray[np.float64]

OWN_WORD: Final = 0  # no evidence anybody reviewed
FOR_EVER: Final = int(np.iinfo(np.int32).max)
_NOTHING_HELD: Final = (LEAST, MOST, LEAST, MOST)
_Held = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Named:
    """What offerings have or keep: `capability:slug`, of categories above too, `standard:code`.

    `names`: n subjects, sorted. `starts`: int32, n + 1; the entries of subject i stand from
    `starts[i]` to `starts[i + 1]`. Per entry: `rows` int32, ascending, each once; `until` int32,
    the last day (proleptic ordinal) any evidence of it counts, OWN_WORD without reviewed evidence,
    FOR_EVER without an end.
    """

    names: tuple[str, ...]
    starts: Ints
    rows: Ints
    until: Ints

    def about(self, subject: str) -> tuple[Ints, Ints] | None:
        """The rows that state a subject, and until when; None where nobody does."""
        part = _part(self.names, self.starts, subject)
        return None if part is None else (self.rows[part], self.until[part])


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures offerings assure of each aspect of `checks`, and those their cases reached.

    `names` and `starts` as in `Named`. Per entry: `rows` int32, ascending; `lows` and `highs`
    float64, the figures all promises but cases leave together; `reached_lows` and `reached_highs`
    float64, the highest low and the lowest high end of any case; ±∞ where open. `until` int32, the
    last day these promises count, FOR_EVER without an end. A row stands once for each of its days.
    """

    names: tuple[str, ...]
    starts: Ints
    rows: Ints
    lows: Doubles
    highs: Doubles
    reached_lows: Doubles
    reached_highs: Doubles
    until: Ints

    def about(self, subject: str) -> "Figures | None":
        """The entries of one subject; None where nobody says anything about it."""
        part = _part(self.names, self.starts, subject)
        if part is None:
            return None
        return Figures(
            (subject,),
            np.array([0, part.stop - part.start], np.int32),
            self.rows[part],
            self.lows[part],
            self.highs[part],
            self.reached_lows[part],
            self.reached_highs[part],
            self.until[part],
        )

    def since(self, day: int) -> "Figures":
        """Of one subject: what counts on a day, each row once."""
        if not len(self.rows) or self.until.min() == FOR_EVER:
            return self
        counts = np.flatnonzero(self.until >= day)
        rows = self.rows[counts]
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        return Figures(
            self.names,
            np.array([0, len(firsts)], np.int32),
            rows[firsts],
            _each(np.maximum, self.lows[counts], firsts),
            _each(np.minimum, self.highs[counts], firsts),
            _each(np.maximum, self.reached_lows[counts], firsts),
            _each(np.minimum, self.reached_highs[counts], firsts),
            np.full(len(firsts), FOR_EVER, np.int32),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Rows by the place they name: those of place i from `starts[i]` to `starts[i + 1]`, int32.

    `codes`: int32, distinct, ascending.
    """

    codes: Ints
    starts: Ints
    rows: Ints

    def of(self, wanted: Bools) -> Ints:
        """The rows of some places, in no order, a row as often as it names one of them."""
        parts = [self.rows[self.starts[at] : self.starts[at + 1]] for at in np.flatnonzero(wanted)]
        return np.concatenate(parts) if parts else self.rows[:0]


@dataclass(frozen=True, slots=True)
class Ranges:
    """What is stated from–to: `rows` int32, ascending; `lows`, `highs` float64, NaN where open."""

    rows: Ints
    lows: Doubles
    highs: Doubles


@dataclass(frozen=True, slots=True)
class Facts:
    """What n offerings state: promises, places, prices, times.

    `figures` holds every promised figure (`until` FOR_EVER throughout), `proven` those of reviewed
    evidence alone. `homes` are the offerings' own places, `served` those they serve. `nationwide`,
    `abroad` and `lists_modes` (its people list the ways they deploy) are bool, n. `prices` are in
    万元, `lead_days` in days.
    """

    named: Named
    figures: Figures
    proven: Figures
    homes: Places
    served: Places
    nationwide: Bools
    abroad: Bools
    lists_modes: Bools
    prices: Ranges
    lead_days: Ranges

    def __len__(self) -> int:
        return len(self.nationwide)


def build_facts(records: Sequence[OfferingRecord], vocabulary: Vocabulary) -> Facts:
    """Put what offerings state into arrays, a row for each in their order."""
    figures: dict[tuple[str, int, int], _Held] = {}
    proven: dict[tuple[str, int, int], _Held] = {}
    for row, record in enumerate(records):
        for promise in record.promises:
            until = _until(promise)
            for aspect, held in _figures(promise):
                _hold(figures, (aspect, row, FOR_EVER), held)
                if until != OWN_WORD:
                    _hold(proven, (aspect, row, until), held)
    return Facts(
        named=_named(records, vocabulary),
        figures=_sorted_figures(figures),
        proven=_sorted_figures(proven),
        homes=_places([record.region] if record.region else [] for record in records),
        served=_places(record.served for record in records),
        nationwide=np.array([record.nationwide for record in records], bool),
        abroad=np.array([record.abroad for record in records], bool),
        lists_modes=np.array([lists_modes(record, vocabulary) for record in records], bool),
        prices=_ranges([record.price_wan for record in records]),
        lead_days=_ranges([record.lead_days for record in records]),
    )


def _part(names: tuple[str, ...], starts: Ints, subject: str) -> slice | None:
    at = bisect_left(names, subject)
    if at == len(names) or names[at] != subject:
        return None
    return slice(int(starts[at]), int(starts[at + 1]))


def _each(of: np.ufunc, values: Doubles, firsts: NDArray[np.int64]) -> Doubles:
    found: Doubles = of.reduceat(values, firsts) if len(firsts) else values
    return found


def _ranges(ends: Sequence[tuple[float | None, float | None]]) -> Ranges:
    values = np.array(ends, np.float64).reshape(-1, 2)
    rows = np.flatnonzero(~np.isnan(values).all(axis=1))
    return Ranges(rows.astype(np.int32), values[rows, 0].copy(), values[rows, 1].copy())


def _places(named: Iterable[Iterable[str]]) -> Places:
    places = sorted(
        {
            (int(code), row)
            for row, codes in enumerate(named)
            for code in codes
            if place_numbers(code)[0] != UNKNOWN
        }
    )
    all_codes, rows = np.array(places, np.int32).reshape(-1, 2).T
    codes, firsts = np.unique(all_codes, return_index=True)
    return Places(codes, np.append(firsts, len(rows)).astype(np.int32), rows.copy())


def _named(records: Sequence[OfferingRecord], vocabulary: Vocabulary) -> Named:
    said: dict[tuple[str, int], int] = {}
    for row, record in enumerate(records):
        for slug in sorted(stated(record)):
            for name in vocabulary.with_parents(slug):
                said[f"capability:{name}", row] = OWN_WORD
        for promise in record.promises:
            for subject in _subjects(promise, vocabulary):
                said[subject, row] = max(said.get((subject, row), OWN_WORD), _until(promise))
    entries = sorted((*key, until) for key, until in said.items())
    names, starts = _listed([entry[0] for entry in entries])
    rows, until = np.array([entry[1:] for entry in entries], np.int32).reshape(-1, 2).T
    return Named(names, starts, rows.copy(), until.copy())


def _sorted_figures(held: dict[tuple[str, int, int], _Held]) -> Figures:
    keys = sorted(held)
    names, starts = _listed([key[0] for key in keys])
    values = np.array([held[key] for key in keys], np.float64).reshape(-1, 4)
    lows, highs, reached_lows, reached_highs = (column.copy() for column in values.T)
    rows, until = np.array([key[1:] for key in keys], np.int32).reshape(-1, 2).T
    return Figures(
        names, starts, rows.copy(), lows, highs, reached_lows, reached_highs, until.copy()
    )


def _listed(subjects: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The distinct names of sorted subjects, and where each begins and the last ends."""
    sizes = Counter(subjects)
    return tuple(sizes), np.cumsum([0, *sizes.values()], dtype=np.int32)


def _hold(into: dict[tuple[str, int, int], _Held], key: tuple[str, int, int], more: _Held) -> None:
    held = into.get(key, _NOTHING_HELD)
    into[key] = (
        max(held[0], more[0]),
        min(held[1], more[1]),
        max(held[2], more[2]),
        min(held[3], more[3]),
    )


def _figures(promise: Promise) -> Iterator[tuple[str, _Held]]:
    if promise.kind is not RequirementKind.METRIC or promise.op is None or promise.value is None:
        return
    for span in assured(Metric(promise.subject), promise.op, promise.value, promise.value2):
        if is_case(promise):
            yield span.aspect, (LEAST, MOST, span.low, span.high)
        else:
            yield span.aspect, (span.low, span.high, LEAST, MOST)


def _subjects(promise: Promise, vocabulary: Vocabulary) -> Iterator[str]:
    match promise.kind:
        case RequirementKind.CAPABILITY:
            for name in vocabulary.with_parents(promise.subject):
                yield f"capability:{name}"
        case RequirementKind.STANDARD:
            yield f"standard:{promise.subject}"


def _until(promise: Promise) -> int:
    if not promise.reviewed:
        return OWN_WORD
    if promise.valid_until is None:
        return FOR_EVER
    return date.fromisoformat(promise.valid_until).toordinal()
