"""Weights fitted to judged needs, and how they do on needs they were not fitted to."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.judged import DEPTH, JudgedQuery
from matchmaker.matching.scoring.model import FULL, SIGNALS, scaled
from matchmaker.matching.scoring.ranker import Ranker

FOLDS: Final = 5
LEAST_NEEDS: Final = 10
CONSIDERED: Final = 300  # offerings a need, besides the judged ones
STEPS: Final = (16.0, 8.0, 4.0, 2.0, 1.0)  # points moved from one signal to another
_BETTER: Final = 1e-6
_DISCOUNTS: Final = np.array([1 / math.log2(at + 2) for at in range(DEPTH)])
_SWEEPS: Final = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """A need with the signals of its offerings: a row an offering, a column a signal.

    `grades` is 0–3 a row, −1 where nobody judged. A *complete* need was judged by staff, and what
    nobody graded counts as 0; else only what was graded is compared. `demand` is the number of the
    demand a need comes from, where it is one.
    """

    name: str
    values: Floats
    told: Floats
    grades: NDArray[np.int64]
    pairs: int  # how many offerings were judged
    is_complete: bool
    demand: int | None = None


@dataclass(frozen=True, slots=True)
class Fold:
    """One fold: weights fitted to the other needs, and both ways of weighing on its own."""

    needs: int
    weights: Mapping[str, float]
    fitted: float
    hand_set: float


@dataclass(frozen=True, slots=True)
class Learned:
    """Fitted weights with what they rest on. Measures are means over needs, in [0, 1].

    `fixed` are signals nothing says anything about: they keep their weight. `unmeasured` are those
    only outcomes speak of: their weight is fitted, yet no judged need shows what that is worth.
    Needs and pairs are judged ones; those of outcomes are counted apart.
    """

    weights: Mapping[str, float]
    fixed: tuple[str, ...]
    folds: tuple[Fold, ...]
    needs: int
    pairs: int
    complete_needs: int
    unmeasured: tuple[str, ...] = ()
    outcome_needs: int = 0
    outcome_pairs: int = 0

    @property
    def fitted(self) -> float:
        """The measure on needs the weights were not fitted to."""
        return _mean_over(self.folds, lambda fold: fold.fitted)

    @property
    def hand_set(self) -> float:
        return _mean_over(self.folds, lambda fold: fold.hand_set)


def sample(
    name: str, ranker: Ranker, query: JudgedQuery, *, is_complete: bool, demand: int | None = None
) -> Sample:
    """Look at a judged need through the signals of a ranker."""
    table = ranker.signal_table(query.need, query.grades, CONSIDERED if is_complete else 0)
    unknown = 0 if is_complete else -1
    grades = np.array([query.grades.get(key, unknown) for key in table.keys], np.int64)
    values = table.values.astype(np.float64)
    pairs = len(query.grades)
    return Sample(name, values, table.told, grades, pairs, is_complete, demand)


def telling(samples: Iterable[Sample]) -> list[Sample]:
    """Keep the needs for which some weights can do better than others."""
    return [one for one in samples if _tells(one)]


def measure(samples: Iterable[Sample], weights: Floats) -> float:
    """The mean over needs: nDCG@10 of complete ones, of others the share of pairs in order.

    A pair is two offerings of different grades; equal scores count half.
    """
    return fmean(_quality(one, weights) for one in samples)


def learn(
    samples: Sequence[Sample],
    start: Mapping[str, float],
    *,
    outcomes: Sequence[Sample] = (),
    folds: int = FOLDS,
    progress: Callable[[int], None] = lambda _done: None,
) -> Learned:
    """Fit weights, and tell by cross-validation over needs what fitting is worth.

    Weights stay non-negative and sum to 100. Points move between two signals at a time while that
    helps, in ever smaller steps, from the hand-set weights on (coordinate search); so what does not
    matter stays as set. A need belongs to a fold by a hash of its name.

    `outcomes` are fitted to besides, together counting at most as much as the judged needs; they
    measure nothing, and those of a demand judged in a fold are kept from what that fold measures.
    Raises ValueError for fewer than 10 judged needs that can tell anything.
    """
    judged, come = telling(samples), sorted(telling(outcomes), key=lambda one: one.name)
    if len(judged) < LEAST_NEEDS:
        raise ValueError(f"{len(judged)} needs can tell something; at least {LEAST_NEEDS} needed")
    hand_set = np.array([start[name] for name in SIGNALS])
    seen = _free(judged)
    free = _free([*judged, *come])
    order = sorted(judged, key=lambda one: blake2b(one.name.encode(), digest_size=8).digest())
    found = []
    for at in range(folds):
        held, rest = order[at::folds], [one for n, one in enumerate(order) if n % folds != at]
        kept = {one.demand for one in held} - {None}
        others = [one for one in come if one.demand not in kept]
        fitted = _fit(rest, others, hand_set, free)
        found.append(
            Fold(len(held), _named(fitted), measure(held, fitted), measure(held, hand_set))
        )
        progress(at + 1)
    return Learned(
        weights=_named(_fit(order, come, hand_set, free)),
        fixed=tuple(name for name, is_free in zip(SIGNALS, free, strict=True) if not is_free),
        folds=tuple(found),
        needs=len(judged),
        pairs=sum(one.pairs for one in judged),
        complete_needs=sum(one.is_complete for one in judged),
        unmeasured=tuple(
            name
            for name, is_free, was in zip(SIGNALS, free, seen, strict=True)
            if is_free and not was
        ),
        outcome_needs=len(come),
        outcome_pairs=sum(int((one.grades >= 0).sum()) for one in come),
    )


def _tells(one: Sample) -> bool:
    """Whether any weights can do better than others on a need."""
    judged = one.grades[one.grades >= 0]
    return judged.size > 1 and judged.max() > 0 and judged.min() < judged.max()


def _free(samples: Sequence[Sample]) -> list[bool]:
    """Which signals tell some offerings of some need apart."""
    return [
        any(one.told[at] > 0 and np.ptp(one.values[:, at]) > 0 for one in samples)
        for at in range(len(SIGNALS))
    ]


def _reached(judged: Sequence[Sample], outcomes: Sequence[Sample], weights: Floats) -> float:
    """What weights are fitted to: the mean over needs, outcomes at most half of it."""
    if not outcomes:
        return measure(judged, weights)
    share = min(1.0, len(outcomes) / len(judged))
    return (measure(judged, weights) + share * measure(outcomes, weights)) / (1 + share)


def _fit(
    samples: Sequence[Sample], outcomes: Sequence[Sample], start: Floats, free: Sequence[bool]
) -> Floats:
    best, weights = _reached(samples, outcomes, start), start.copy()
    movable = [at for at, is_free in enumerate(free) if is_free]
    for step in STEPS:
        for _sweep in range(_SWEEPS):
            improved = False
            for giver in movable:
                for taker in movable:
                    moved = min(step, float(weights[giver]))
                    if giver == taker or moved <= 0:
                        continue
                    tried = weights.copy()
                    tried[giver] -= moved
                    tried[taker] += moved
                    reached = _reached(samples, outcomes, tried)
                    if reached > best + _BETTER:
                        best, weights, improved = reached, tried, True
            if not improved:
                break
    return weights


def _quality(one: Sample, weights: Floats) -> float:
    scores = one.values @ (weights * one.told)
    if one.is_complete:
        return _ndcg(scores, one.grades)
    is_judged = one.grades >= 0
    grades, scores = one.grades[is_judged], scores[is_judged]
    better, worse = np.nonzero(grades[:, np.newaxis] > grades[np.newaxis, :])
    ahead = scores[better] - scores[worse]
    return float((ahead > _BETTER).mean() + (np.abs(ahead) <= _BETTER).mean() / 2)


def _ndcg(scores: Floats, grades: NDArray[np.int64]) -> float:
    order = np.argsort(-scores, kind="stable")[:DEPTH]
    best = np.sort(grades)[::-1][:DEPTH]
    return _gain(grades[order]) / _gain(best)


def _gain(grades: NDArray[np.int64]) -> float:
    return float(((2.0**grades - 1) * _DISCOUNTS[: grades.size]).sum())


def _named(weights: Floats) -> dict[str, float]:
    """Weights by name, in tenths that sum to exactly 100."""
    exact = scaled(dict(zip(SIGNALS, weights.tolist(), strict=True)))
    tenths = {name: math.floor(value * 10 + _BETTER) for name, value in exact.items()}
    missing = round(FULL * 10) - sum(tenths.values())
    for name in sorted(SIGNALS, key=lambda name: tenths[name] - exact[name] * 10)[:missing]:
        tenths[name] += 1
    return {name: value / 10 for name, value in tenths.items()}


def _mean_over(folds: Sequence[Fold], figure: Callable[[Fold], float]) -> float:
    total = sum(fold.needs for fold in folds)
    return sum(figure(fold) * fold.needs for fold in folds) / total
