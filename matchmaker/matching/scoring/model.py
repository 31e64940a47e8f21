"""A matching model: how much each signal counts, and below what nothing is called a match."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import sub
from types import MappingProxyType
from typing import Final

SIGNALS: Final = (
    "text",
    "scene",
    "capability",
    "metric",
    "region",
    "budget",
    "compliance",
    "evidence",
)
FULL: Final = 100.0
GOOD_TIMES: Final = 2.0  # the floor: from here on a match is called good


@dataclass(frozen=True, slots=True)
class MatchingModel:
    """Named weights that sum to 100, and the floor in points.

    `number` is the version people cite, 0 for one that is not kept anywhere. `overrides` holds
    other weights by scene slug. Raises ValueError for other names, a negative weight, another sum,
    or a floor outside 0–100.
    """

    name: str
    weights: Mapping[str, float]
    floor: float
    number: int = 0
    overrides: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for weights in (self.weights, *self.overrides.values()):
            _check(weights)
        if not 0 <= self.floor <= FULL:
            raise ValueError("the floor must lie between 0 and 100")

    @property
    def good(self) -> float:
        """The points from which a match is called good: twice the floor, at most 100.

        At the floor a need and an offering have something in common; the figures of insight ask
        for as much again.
        """
        return min(FULL, self.floor * GOOD_TIMES)

    def weights_for(self, told: Mapping[str, float], scene: str | None = None) -> dict[str, float]:
        """The weights for one need: each times how much there is to go by, scaled back to 100.

        `told` is in [0, 1] per signal: a need that names no region says nothing of regions, so
        that weight goes to the other signals instead of lowering every score. All zero where
        nothing at all can be judged. `scene` is the need's first scene where that is certain.
        """
        weights = self.overrides.get(scene, self.weights) if scene else self.weights
        return scaled({name: weights[name] * told[name] for name in SIGNALS})


def scaled(amounts: Mapping[str, float]) -> dict[str, float]:
    """The amounts in proportion, summing to 100; all zero where there is nothing to scale."""
    total = sum(amounts.values())
    return {name: FULL * value / total if total else 0.0 for name, value in amounts.items()}


def _check(weights: Mapping[str, float]) -> None:
    if set(weights) != set(SIGNALS):
        raise ValueError(f"weights must be given for {', '.join(SIGNALS)}")
    if min(weights.values()) < 0 or not math.isclose(sum(weights.values()), FULL):
        raise ValueError("weights must not be negative and must sum to 100")


FIRST_MODEL: Final = MatchingModel(
    "first",
    MappingProxyType(
        {
            "text": 39.2,
            "scene": 15.4,
            "capability": 10.0,
            "metric": 10.0,
            "region": 5.6,
            "budget": 5.0,
            "compliance": 5.0,
            "evidence": 9.8,
        }
    ),
    22.0,
)


def share_out(values: Sequence[float]) -> tuple[float, tuple[float, ...]]:
    """Round values to tenths so that the rounded parts sum exactly to the rounded total.

    Largest remainder: all are rounded down, the missing tenths go to those that lost most.
    """
    tenths = [value * 10 for value in values]
    shown = [math.floor(value + 1e-9) for value in tenths]
    total = round(sum(tenths))
    missing = total - sum(shown)
    if missing > 0:
        lost = list(map(sub, shown, tenths))
        for at in sorted(range(len(lost)), key=lost.__getitem__)[:missing]:
            shown[at] += 1
    return total / 10, tuple([value / 10 for value in shown])
