"""Measures of scene recognition against the scenes an operator would file a need under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True, slots=True)
class SceneQuality:
    """How one need's scenes were found; each measure is 0 or 1.

    `best_first` = the best judged scene is given first; `any_first` = one of the judged scenes is;
    `best_shown` and `any_shown` the same among all scenes given (at most three).
    """

    best_first: float
    any_first: float
    best_shown: float
    any_shown: float


def scene_quality(given: Sequence[str], judged: Sequence[str]) -> SceneQuality:
    """Measure the scenes given for a need (slugs, best first) against those judged, best first.

    Raises ValueError where none is judged.
    """
    if not judged:
        raise ValueError("a need without judged scenes cannot be measured")
    first = given[0] if given else None
    return SceneQuality(
        best_first=float(first == judged[0]),
        any_first=float(first in judged),
        best_shown=float(judged[0] in given),
        any_shown=float(not set(given).isdisjoint(judged)),
    )


def mean_scene_quality(qualities: Iterable[SceneQuality]) -> SceneQuality:
    """The mean of each measure. Raises ValueError for no needs at all."""
    rows = tuple(qualities)
    if not rows:
        raise ValueError("there is nothing to measure")
    return SceneQuality(
        best_first=fmean(row.best_first for row in rows),
        any_first=fmean(row.any_first for row in rows),
        best_shown=fmean(row.best_shown for row in rows),
        any_shown=fmean(row.any_shown for row in rows),
    )
