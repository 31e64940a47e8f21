"""What came of engagements, as grades of pairs: enough of them to learn from, or not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

# Fewer would let the choices of a few enterprises move the weights that rank for everybody.
LEAST_OUTCOME_DEMANDS: Final = 20
LEAST_OUTCOME_PAIRS: Final = 50


@dataclass(frozen=True, slots=True)
class OutcomePair:
    """How an engagement speaks of an offering for a demand: a grade 0–3, as judged pairs have."""

    demand_id: int
    offering_id: int
    grade: int


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """Demands whose offerings came to different grades, and the pairs of these."""

    demands: int
    pairs: int

    @property
    def is_enough(self) -> bool:
        return self.demands >= LEAST_OUTCOME_DEMANDS and self.pairs >= LEAST_OUTCOME_PAIRS


def grades_by_demand(pairs: Iterable[OutcomePair]) -> dict[int, dict[int, int]]:
    """Give the grades by demand and offering; of demands that tell no offerings apart, none."""
    found: dict[int, dict[int, int]] = {}
    for pair in pairs:
        found.setdefault(pair.demand_id, {})[pair.offering_id] = pair.grade
    return {demand: grades for demand, grades in found.items() if len({*grades.values()}) > 1}


def outcome_counts(pairs: Iterable[OutcomePair]) -> OutcomeCounts:
    """Count what can be learned from."""
    telling = grades_by_demand(pairs)
    return OutcomeCounts(len(telling), sum(map(len, telling.values())))
