"""How each line of a need is met by all offerings, and what one more promise would bring.

Everything is answered and scored as the ranking does it: this is its own code, asked line by line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.answering import answer_all
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.records import Need, Requirement
from matchmaker.matching.scoring.scored import ScoredPart, score_parts
from matchmaker.matching.scoring.standings import PROMISED, fits, toughest
from matchmaker.matching.scoring.verdicts import NO, YES
from matchmaker.matching.scoring.wishes import lines_of

TRIED_LINES: Final = 6  # of a need, in its order
TRIED_OFFERINGS: Final = 2  # a line: those with most points that miss no other must


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line of a need held against all offerings.

    `met`, `unknown` and `missed` count the candidates: offerings that reach the floor, whatever
    must they miss. `anywhere` counts all offerings that meet it, `alone` the candidates that this
    must alone keeps out. `unlocked` is the best fit (points) were one offering to meet it too; None
    where that was not tried.
    """

    requirement: Requirement
    met: int
    unknown: int
    missed: int
    anywhere: int
    alone: int
    unlocked: float | None


@dataclass(frozen=True, slots=True)
class HeldNeed:
    """A need with its lines held against all offerings; `best` is its best fit, None for none."""

    candidates: int
    best: float | None
    lines: tuple[HeldLine, ...]


def hold(ranker: Ranker, need: Need, good: float) -> HeldNeed:
    """Hold every distinct line of a need against all offerings.

    What a promise more would bring is tried only where no offering fits as well as `good`.
    """
    understanding = ranker.understand(need)
    weights = ranker.weights_for(understanding)
    scored = score_parts(understanding, ranker.collection, ranker.judge, weights)
    floor = ranker.floor_for(understanding)
    best = max(
        (
            float(part.totals[~part.is_excluded & _reaches(part, floor)].max(initial=0.0))
            for part in scored
        ),
        default=0.0,
    )
    misses = [_misses(part) for part in scored]
    candidates = [_reaches(part, floor) for part in scored]
    is_wanting = best < good
    lines = []
    for number, line in enumerate(lines_of(need.requirements, ranker.vocabulary)):
        requirement = line.requirement
        answers = [
            answer_all(requirement, part.part.block.facts, ranker.judge).spread(len(part.totals))
            for part in scored
        ]
        met, unknown, missed = (
            sum(int((one[at] == sign).sum()) for one, at in zip(answers, candidates, strict=True))
            for sign in (YES, 0, NO)
        )
        is_tried = is_wanting and number < TRIED_LINES and requirement.kind in PROMISED
        unlocked = _unlocked(ranker, need, requirement, scored, answers, misses)
        lines.append(
            HeldLine(
                requirement=requirement,
                met=met,
                unknown=unknown,
                missed=missed,
                anywhere=sum(
                    int(((one == YES) & part.part.alive).sum())
                    for one, part in zip(answers, scored, strict=True)
                ),
                alone=sum(
                    int((at & (one == NO) & (count == 1)).sum())
                    for at, one, count in zip(candidates, answers, misses, strict=True)
                )
                if requirement.must
                else 0,
                unlocked=max(unlocked, default=None) if is_tried else None,
            )
        )
    return HeldNeed(sum(int(at.sum()) for at in candidates), best or None, tuple(lines))


def _reaches(part: ScoredPart, floor: float) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (part.totals >= floor) & (part.totals > 0)
    return found


def _misses(part: ScoredPart) -> NDArray[np.int64]:
    """How many musts each offering misses."""
    counts = np.zeros(len(part.totals), np.int64)
    for bits in part.missed.values():
        counts += np.unpackbits(bits, count=len(counts))
    return counts


def _unlocked(
    ranker: Ranker,
    need: Need,
    line: Requirement,
    scored: Sequence[ScoredPart],
    answers: Sequence[NDArray[np.int8]],
    misses: Sequence[NDArray[np.int64]],
) -> Iterator[float]:
    """Rank anew with the promise made by each of the offerings that come nearest."""
    promise = toughest([line])
    for key, part, row in _nearest(line, scored, answers, misses):
        record = part.part.block.records[row]
        better = replace(record, promises=(*record.promises, promise))
        for fit in fits(ranker.with_changes([better]), [need], key):
            yield fit.match.score if fit.reaches else 0.0


def _nearest(
    line: Requirement,
    scored: Sequence[ScoredPart],
    answers: Sequence[NDArray[np.int8]],
    misses: Sequence[NDArray[np.int64]],
) -> list[tuple[int, ScoredPart, int]]:
    """The offerings with most points that leave a line open or miss it, and no other must."""
    found: list[tuple[float, int, ScoredPart, int]] = []
    for part, given, count in zip(scored, answers, misses, strict=True):
        others = count - ((given == NO) if line.must else 0)
        rows = np.flatnonzero((given != YES) & (others == 0) & (part.totals > 0))
        top = rows[np.argsort(-part.totals[rows], kind="stable")[:TRIED_OFFERINGS]]
        found += [
            (-float(part.totals[row]), int(part.part.block.keys[row]), part, int(row))
            for row in top
        ]
    found.sort(key=lambda one: one[:2])
    return [(key, part, row) for _points, key, part, row in found[:TRIED_OFFERINGS]]
