"""What keeps offerings off the list of a need, line by line."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.ranking import Hindrance, Match
from matchmaker.matching.scoring.scored import ScoredPart
from matchmaker.matching.scoring.wishes import Line

Rows = Sequence[NDArray[np.int64]]


def hindrances(
    lines: Sequence[Line], scored: Sequence[ScoredPart], rows: Rows, best: Sequence[Match]
) -> tuple[Hindrance, ...]:
    """What each line keeps away, of the offerings in `rows`; `best` are asked what they leave open.

    `rows` are per part those that reach the floor, excluded ones included.
    """
    counts = [_misses(part, at) for part, at in zip(scored, rows, strict=True)]
    unknown = Counter(
        verdict.requirement.key
        for match in best
        for verdict in match.requirements
        if verdict.answer is Answer.UNKNOWN
    )
    found = []
    for line in lines:
        key = line.keys[0]
        excluded = alone = 0
        for part, at, count in zip(scored, rows, counts, strict=True):
            if key in part.missed:
                missed = _bits(part, key)[at]
                excluded += int(missed.sum())
                alone += int((missed & (count == 1)).sum())
        found.append(Hindrance(key, excluded, alone, unknown[key], len(best)))
    return tuple(found)


def _misses(part: ScoredPart, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many musts each of some rows misses."""
    counts = np.zeros(len(rows), np.int64)
    for key in part.missed:
        counts += _bits(part, key)[rows]
    return counts


def _bits(part: ScoredPart, key: str) -> NDArray[np.bool_]:
    return np.unpackbits(part.missed[key], count=len(part.totals)).astype(bool)
