"""Ranks among the key cities: one rule for the table, the page of a city and the comparison."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final, TypeVar

K = TypeVar("K")
MIDDLE_LEAST: Final = 3  # published figures; a middle of two says nothing


def ranks(values: Mapping[K, float | None]) -> dict[K, int | None]:
    """Rank by value, the largest first: 1 + how many are larger, so that equals share a rank.

    What was not published has no rank and counts for nobody else's.
    """
    known = [value for value in values.values() if value is not None]
    return {
        key: None if value is None else 1 + sum(other > value for other in known)
        for key, value in values.items()
    }


def best(values: Sequence[float | None]) -> float | None:
    """Give the largest published figure, None without any."""
    return max((value for value in values if value is not None), default=None)


def middle(values: Sequence[float | None]) -> float | None:
    """Give the median of the published figures, None for fewer than three."""
    known = [value for value in values if value is not None]
    # Rounded far below any published digit: halves of sums of floats are not exact (67.86).
    return round(median(known), 6) if len(known) >= MIDDLE_LEAST else None
