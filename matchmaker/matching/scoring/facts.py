"""What the offerings of a block state beside their texts, as plain arrays.

Everything here is an ndarray (or a tuple of names), so that a file can hold it as it is.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.checks import LEAST, MOST, assured
from matchmaker.matching.scoring.records import OfferingRecord, Promise
from matchmaker.matching.scoring.regions import UNKNOWN, place_numbers
from matchmaker.matching.scoring.verdicts import lists_modes, stated
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.taxonomy.enums import Metric, RequirementKind

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Doubles = NDArray[np.float64]

OWN_WORD: Final = 0  # no evidence anybody reviewed
FOR_EVER: Final = int(np.iinfo(np.int32).max)


@dataclass(frozen=True, slots=True)
class Promised:
    """Every promise of every offering, by what it is about.

    `names`: n subjects, sorted: an aspect of `checks`, `capability:slug` (of the categories above
    it too), `standard:code`. `starts`: int32, n + 1; the entries of subject i stand from
    `starts[i]` to `starts[i + 1]`, rows ascending. Per entry: `rows` int32; `lows` and `highs`
    float64, the figures assured, ±∞ where open; `until` int32, the last day (proleptic ordinal) its
    evidence counts, OWN_WORD without reviewed evidence, FOR_EVER without an end.
    """

    names: tuple[str, ...]
    starts: Ints
    rows: Ints
    lows: Doubles
    highs: Doubles
    until: Ints

    def about(self, subject: str) -> "Promised | None":
        """The entries of one subject; None where nobody says anything about it."""
        at = bisect_left(self.names, subject)
        if at == len(self.names) or self.names[at] != subject:
            return None
        part = slice(int(self.starts[at]), int(self.starts[at + 1]))
        starts = np.array([0, part.stop - part.start], np.int32)
        return Promised(
            (subject,), starts, self.rows[part], self.lows[part], self.highs[part], self.until[part]
        )

    def together(self, since: int | None = None) -> tuple[Ints, Doubles, Doubles]:
        """Of one subject: each row once with the lowest and highest figure all promises leave.

        With a day `since` only by evidence that counts on it; the rest says nothing.
        """
        lows, highs = self.lows, self.highs
        if since is not None:
            counts = self.until >= since
            lows, highs = np.where(counts, lows, LEAST), np.where(counts, highs, MOST)
        firsts = np.flatnonzero(np.diff(self.rows, prepend=-1))
        low, high = np.maximum.reduceat(lows, firsts), np.minimum.reduceat(highs, firsts)
        return self.rows[firsts], low, high


@dataclass(frozen=True, slots=True)
class Facts:
    """What n offerings state: promises, places, prices, times.

    `place_rows` (ascending) and `place_codes`, int32, hold each offering's own place and those it
    serves; `is_served` bool tells the latter. `nationwide`, `abroad` and `lists_modes` (its people
    list the ways they deploy) are bool, n. `prices` (万元) and `lead_days` are float64, n × 2, NaN
    where not stated.
    """

    promised: Promised
    place_rows: Ints
    place_codes: Ints
    is_served: Bools
    nationwide: Bools
    abroad: Bools
    lists_modes: Bools
    prices: Doubles
    lead_days: Doubles

    def __len__(self) -> int:
        return len(self.nationwide)


def build_facts(records: Sequence[OfferingRecord], vocabulary: Vocabulary) -> Facts:
    """Put what offerings state into arrays, a row for each in their order."""
    places = [
        (row, int(code), is_served)
        for row, record in enumerate(records)
        for code, is_served in ((record.region, False), *((code, True) for code in record.served))
        if place_numbers(code)[0] != UNKNOWN and code is not None
    ]
    rows, codes, served = np.array(places, np.int32).reshape(-1, 3).T
    return Facts(
        promised=_promised(records, vocabulary),
        place_rows=rows.copy(),
        place_codes=codes.copy(),
        is_served=served.astype(bool),
        nationwide=np.array([record.nationwide for record in records], bool),
        abroad=np.array([record.abroad for record in records], bool),
        lists_modes=np.array([lists_modes(record, vocabulary) for record in records], bool),
        prices=_ranges([record.price_wan for record in records]),
        lead_days=_ranges([record.lead_days for record in records]),
    )


def _ranges(ends: Sequence[tuple[float | None, float | None]]) -> Doubles:
    return np.array(ends, np.float64).reshape(-1, 2)


def _promised(records: Sequence[OfferingRecord], vocabulary: Vocabulary) -> Promised:
    entries = sorted(
        (subject, row, low, high, until)
        for row, record in enumerate(records)
        for subject, low, high, until in _entries(record, vocabulary)
    )
    subjects = [entry[0] for entry in entries]
    names = tuple(dict.fromkeys(subjects))
    sizes = Counter(subjects)
    figures = np.array([entry[2:4] for entry in entries], np.float64).reshape(-1, 2)
    return Promised(
        names=names,
        starts=np.cumsum([0, *(sizes[name] for name in names)], dtype=np.int32),
        rows=np.array([entry[1] for entry in entries], np.int32),
        lows=figures[:, 0].copy(),
        highs=figures[:, 1].copy(),
        until=np.array([entry[4] for entry in entries], np.int32),
    )


def _entries(
    record: OfferingRecord, vocabulary: Vocabulary
) -> Iterator[tuple[str, float, float, int]]:
    for slug in sorted(stated(record)):
        for name in vocabulary.with_parents(slug):
            yield f"capability:{name}", LEAST, MOST, OWN_WORD
    for promise in record.promises:
        until = _until(promise)
        match promise.kind:
            case RequirementKind.METRIC:
                if promise.op is not None and promise.value is not None:
                    metric = Metric(promise.subject)
                    for span in assured(metric, promise.op, promise.value, promise.value2):
                        yield span.aspect, span.low, span.high, until
            case RequirementKind.CAPABILITY:
                for name in vocabulary.with_parents(promise.subject):
                    yield f"capability:{name}", LEAST, MOST, until
            case RequirementKind.STANDARD:
                yield f"standard:{promise.subject}", LEAST, MOST, until


def _until(promise: Promise) -> int:
    if not promise.reviewed:
        return OWN_WORD
    if promise.valid_until is None:
        return FOR_EVER
    return date.fromisoformat(promise.valid_until).toordinal()
