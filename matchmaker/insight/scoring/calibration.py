"""Whether a higher fit leads to more awards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import Final

LEAST_SETTLED: Final = 50  # pairs that came to an end, below which nothing is said
LEAST_EACH: Final = 10  # of them awarded, and of them not awarded
Z: Final = 1.96  # standard deviations on either side: 95 %
WIDTH: Final = 100  # of a bin, in tenths of a point
TOP: Final = 1_000
_EVEN: Final = 0.5


class Says(StrEnum):
    """What the figures say."""

    TOO_FEW = "too-few"
    MORE = "more"  # a higher fit is awarded more often
    LESS = "less"
    NOTHING = "nothing"  # no difference beyond chance


@dataclass(frozen=True, slots=True)
class Bin:
    """Settled pairs whose fit (points) was from `low` to below `high`; the last holds 100 too.

    `share` of them was awarded, None of nothing; `interval` is Wilson's, 95 %.
    """

    low: int
    high: int
    settled: int
    awarded: int
    share: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fit at the first contact against what came of it.

    `auc` is the chance that of a pair that was awarded and one that was not the awarded one had the
    higher fit (½ where fit tells nothing), `interval` its 95 %, both None without pairs of each.
    """

    bins: Sequence[Bin]
    settled: int
    awarded: int
    auc: float | None
    interval: tuple[float, float] | None
    says: Says


def wilson(successes: int, trials: int) -> tuple[float, float] | None:
    """Give the 95 % score interval of a share; None of no trials.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22
    (1927): (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    """
    if not trials:
        return None
    share, spread = successes / trials, Z * Z / trials
    centre = share + spread / 2
    half = Z * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low, high = (centre - half) / (1 + spread), (centre + half) / (1 + spread)
    return max(0.0, low), min(1.0, high)


def auc(awarded: Mapping[int, int], others: Mapping[int, int]) -> float | None:
    """Give the chance that an awarded pair had the higher fit, equal fits half; None of nothing.

    The arguments count pairs by their fit. It is U / (m n) of H. B. Mann and D. R. Whitney,
    On a test of whether one of two random variables is stochastically larger than the other,
    Annals of Mathematical Statistics 18 (1947).
    """
    total = sum(awarded.values()) * sum(others.values())
    if not total:
        return None
    wins, below = 0.0, 0
    for fit in sorted(awarded.keys() | others.keys()):
        won, lost = awarded.get(fit, 0), others.get(fit, 0)
        wins += won * (below + lost / 2)
        below += lost
    return wins / total


def auc_interval(area: float, awarded: int, others: int) -> tuple[float, float]:
    """Give the 95 % interval of an area under the curve.

    J. A. Hanley and B. J. McNeil, The meaning and use of the area under a receiver operating
    characteristic (ROC) curve, Radiology 143 (1982): with Q₁ = A/(2−A) and Q₂ = 2A²/(1+A) the
    variance is (A(1−A) + (m−1)(Q₁−A²) + (n−1)(Q₂−A²)) / mn.
    """
    one, two = area / (2 - area), 2 * area * area / (1 + area)
    square = area * area
    variance = area * (1 - area) + (awarded - 1) * (one - square) + (others - 1) * (two - square)
    half = Z * sqrt(max(0.0, variance) / (awarded * others))
    return max(0.0, area - half), min(1.0, area + half)


def calibrate(awarded: Mapping[int, int], others: Mapping[int, int]) -> Calibration:
    """Hold fit against outcome; the arguments count settled pairs by fit in tenths of a point.

    Nothing is said of fewer than 50 settled pairs, or fewer than 10 of either end.
    """
    won, lost = sum(awarded.values()), sum(others.values())
    area = auc(awarded, others)
    interval = None if area is None else auc_interval(area, won, lost)
    bins = [_bin(low, awarded, others) for low in range(0, TOP, WIDTH)]
    says = _says(won, lost, interval)
    return Calibration(bins, won + lost, won, area, interval, says)


def _bin(low: int, awarded: Mapping[int, int], others: Mapping[int, int]) -> Bin:
    high = low + WIDTH
    last = high if high < TOP else TOP + 1
    won, lost = (
        sum(number for fit, number in counts.items() if low <= fit < last)
        for counts in (awarded, others)
    )
    share = won / (won + lost) if won + lost else None
    return Bin(low // 10, high // 10, won + lost, won, share, wilson(won, won + lost))


def _says(won: int, lost: int, interval: tuple[float, float] | None) -> Says:
    if interval is None or won + lost < LEAST_SETTLED or min(won, lost) < LEAST_EACH:
        return Says.TOO_FEW
    if interval[0] > _EVEN:
        return Says.MORE
    return Says.LESS if interval[1] < _EVEN else Says.NOTHING
