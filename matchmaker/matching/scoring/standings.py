"""One offering seen from both sides: why a need does not list it, and which needs it fits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.checks import LIMITS
from matchmaker.matching.scoring.matches import explain_matches
from matchmaker.matching.scoring.ranker import DEFAULT_LIMIT, Ranker
from matchmaker.matching.scoring.ranking import Match, Ranking
from matchmaker.matching.scoring.records import Need, OfferingRecord, Promise, Requirement
from matchmaker.matching.scoring.scored import Place, Scoring
from matchmaker.taxonomy.enums import RequirementKind

CHANGES_TRIED: Final = 5
PROMISED: Final = frozenset(
    {RequirementKind.METRIC, RequirementKind.CAPABILITY, RequirementKind.STANDARD}
)
_SHOWN: Final = 1  # tenths


@dataclass(frozen=True, slots=True)
class Fit:
    """An offering for one of several needs; `at` is the need's place among those asked about.

    `reaches`: it reaches the floor and misses no must.
    """

    at: int
    match: Match
    reaches: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What one promise more, with reviewed evidence, would bring an offering.

    `promise` is the toughest figure the needs ask for. `answers` of their lines it would meet that
    are not met or unknown now; `gained` of the needs it would then reach and does not reach now.
    """

    promise: Promise
    answers: int
    gained: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an offering stands for a need, listed or not.

    `reason`: `listed`, `beyond-limit`, `must-not-met` or `below-floor`. `match` carries its rank
    where it is listed, else 0; `last` is the last one listed, None where none is. `to_floor` and
    `to_last` are its points above (or, negative, below) the floor and `last`.
    """

    reason: str
    match: Match
    last: Match | None
    floor: float
    to_floor: float
    to_last: float | None


def standing(
    ranker: Ranker, need: Need, key: int, limit: int = DEFAULT_LIMIT, *, period: int = 0
) -> Standing | None:
    """Say where an offering stands for a need; None for one that is not among the offerings."""
    return standing_in(ranker.rank(need, limit, period=period), ranker, need, key)


def standing_in(ranking: Ranking, ranker: Ranker, need: Need, key: int) -> Standing | None:
    """Say where an offering stands in a ranking the ranker made for the need."""
    found = fits(ranker, [need], key)
    if not found:
        return None
    [fit] = found
    listed = next((match for match in ranking.matches if match.key == key), None)
    last = ranking.matches[-1] if ranking.matches else None
    score, floor = fit.match.score, ranking.floor
    return Standing(
        reason=_reason(fit, ranking),
        match=listed or fit.match,
        last=last,
        floor=floor,
        to_floor=round(score - floor, _SHOWN),
        to_last=None if last is None else round(score - last.score, _SHOWN),
    )


def fits(ranker: Ranker, needs: Iterable[Need], key: int) -> list[Fit]:
    """Score one offering for many needs, as the ranking of each scores it, in their order.

    Empty for an offering the ranker does not hold. The rank in its matches is 0: for that every
    other offering would have to be scored.
    """
    part = ranker.collection.part_of(key)
    if part is None:
        return []
    found = []
    for at, need in enumerate(needs):
        understanding = ranker.understand(need)
        weights = ranker.weights_for(understanding)
        scoring = Scoring.of(understanding, ranker.collection, ranker.judge, weights)
        scored = scoring.score(part)
        [[match]] = explain_matches(
            ([Place(0, 0)],), [scored], understanding, ranker.judge, weights
        )
        total = float(scored.totals[0])
        reaches = (
            total > 0 and total >= ranker.floor_for(understanding) and not scored.is_excluded[0]
        )
        found.append(Fit(at, replace(match, rank=0), bool(reaches)))
    return found


def best_first(found: Iterable[Fit]) -> list[Fit]:
    """The needs an offering reaches, best first, then the others by their score."""
    return sorted(found, key=lambda fit: (not fit.reaches, -fit.match.score, fit.at))


def changes(
    ranker: Ranker, record: OfferingRecord, needs: Sequence[Need], now: Sequence[Fit]
) -> list[Change]:
    """What single promises would bring an offering, those that bring most first.

    Tried are the subjects left open most often, each by ranking anew with the promise made.
    `now` is what `fits` gives for the same needs.
    """
    open_lines = [
        verdict.requirement
        for fit in now
        for verdict in fit.match.requirements
        if verdict.answer is not Answer.MET and verdict.requirement.kind in PROMISED
    ]
    counted = Counter((line.kind, line.subject) for line in open_lines)
    tried = []
    for subject, _count in counted.most_common(CHANGES_TRIED):
        lines = [line for line in open_lines if (line.kind, line.subject) == subject]
        promise = toughest(lines)
        better = replace(record, promises=(*record.promises, promise))
        then = fits(ranker.with_changes([better]), needs, record.key)
        tried.append(Change(promise, _met(then) - _met(now), _reached(then) - _reached(now)))
    useful = [change for change in tried if change.answers > 0 or change.gained > 0]
    return sorted(useful, key=lambda change: (-change.gained, -change.answers))


def _reason(fit: Fit, ranking: Ranking) -> str:
    if any(match.key == fit.match.key for match in ranking.matches):
        return "listed"
    if fit.reaches:
        return "beyond-limit"
    is_barred = fit.match.missed_musts and fit.match.score >= ranking.floor
    return "must-not-met" if is_barred else "below-floor"


def toughest(lines: Sequence[Requirement]) -> Promise:
    """A promise that answers the hardest of some lines on one subject."""
    first = lines[0]
    if first.kind is not RequirementKind.METRIC:
        return Promise(first.kind, first.subject, reviewed=True)
    figures = [line.value2 if line.value2 is not None else line.value or 0.0 for line in lines]
    is_limit = first.subject in LIMITS
    hardest = lines[int(np.argmin(figures) if is_limit else np.argmax(figures))]
    return Promise(
        first.kind, first.subject, hardest.op, hardest.value, hardest.value2, reviewed=True
    )


def _met(found: Iterable[Fit]) -> int:
    return sum(verdict.answer is Answer.MET for fit in found for verdict in fit.match.requirements)


def _reached(found: Iterable[Fit]) -> int:
    return sum(fit.reaches for fit in found)
