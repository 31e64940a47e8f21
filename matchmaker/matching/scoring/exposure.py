"""How evenly showings are spread."""

from collections.abc import Sequence

import numpy as np


def gini(amounts: Sequence[int]) -> float | None:
    """0 where everybody has the same, towards 1 where one has all; None where there is nothing.

    Gini (1912) as half the mean absolute difference over the mean, from the sorted amounts. Raises
    ValueError for a negative amount.
    """
    values = np.sort(np.asarray(amounts, np.float64))
    if values.size and values[0] < 0:
        raise ValueError("amounts must not be negative")
    total = values.sum()
    if not total:
        return None
    ranks = np.arange(1, values.size + 1)
    return float((2 * (ranks * values).sum() / total - (values.size + 1)) / values.size)
