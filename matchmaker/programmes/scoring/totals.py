"""What reviews come to: weighted totals, the middle of several, how far apart they lie, vetoes.

No database: everything is given. Totals are points from 0 to 100.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Final, Protocol

from matchmaker.programmes.enums import Aggregate

WHOLE: Final = 100
DIGITS: Final = 4
WIDE: Final = 25.0  # points between the lowest and the highest total: worth talking about
FAR: Final = 20.0  # points a total lies off the middle of all: an outlier
FEW: Final = 3  # totals it takes to say that one of them lies off


class Criterion(Protocol):
    """What is scored from 0 to `most`; the weights of a call sum to 100."""

    id: int
    weight: int
    most: int
    is_veto: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The points of several people on one criterion, of `most`."""

    criterion_id: int
    middle: float
    lowest: int
    highest: int
    most: int


@dataclass(frozen=True, slots=True)
class Total:
    """What the handed-in reviews of one submission come to, in points from 0 to 100.

    `value` is the median of the totals, or their mean where the call says so; `spread` lies
    between the lowest and the highest total. `vetoed` names the criteria somebody gave a 0 that
    puts the submission on hold, whatever its value.
    """

    value: float
    lowest: float
    highest: float
    count: int
    vetoed: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    totals: tuple[float, ...] = ()  # of each review, lowest first

    @property
    def spread(self) -> float:
        return round(self.highest - self.lowest, DIGITS)

    @property
    def outliers(self) -> int:
        """How many of the totals lie far off."""
        return sum(is_outlier(total, self.totals) for total in self.totals)

    @property
    def is_vetoed(self) -> bool:
        return bool(self.vetoed)

    @property
    def is_wide(self) -> bool:
        """Whether the reviewers differ so much that they should talk."""
        return self.count > 1 and self.spread >= WIDE


def weighted(points: Mapping[int, int | None], criteria: Sequence[Criterion]) -> float | None:
    """Weigh the points of one review: Σ weight · points / most; None until all have points."""
    given = [(row, points.get(row.id)) for row in criteria]
    if not given or any(one is None for _row, one in given):
        return None
    return round(sum(row.weight * (one or 0) / row.most for row, one in given), DIGITS)


def vetoed_by(points: Mapping[int, int | None], criteria: Sequence[Criterion]) -> set[int]:
    """Name the veto criteria that were given a 0."""
    return {row.id for row in criteria if row.is_veto and points.get(row.id) == 0}


def sum_up(
    reviews: Iterable[Mapping[int, int]],
    criteria: Sequence[Criterion],
    aggregate: Aggregate = Aggregate.MEDIAN,
) -> Total | None:
    """Sum up the reviews of one submission; None where there is none with all its points.

    Each review gives points by the number of their criterion.
    """
    whole = [
        (points, total) for points in reviews if (total := weighted(points, criteria)) is not None
    ]
    if not whole:
        return None
    totals = [total for _points, total in whole]
    zeros = set().union(*(vetoed_by(points, criteria) for points, _total in whole))
    return Total(
        value=round(middle_of(totals, aggregate), DIGITS),
        lowest=min(totals),
        highest=max(totals),
        count=len(totals),
        vetoed=tuple(row.id for row in criteria if row.id in zeros),
        parts=tuple(_part(row, [points[row.id] for points, _total in whole]) for row in criteria),
        totals=tuple(sorted(totals)),
    )


def middle_of(totals: Sequence[float], aggregate: Aggregate = Aggregate.MEDIAN) -> float:
    """Give the median, or the mean, of one total or more."""
    return float(median(totals)) if aggregate is Aggregate.MEDIAN else fmean(totals)


def is_outlier(total: float, totals: Sequence[float]) -> bool:
    """Whether a total lies far off the median of all, of which it is one.

    Of two, neither can be said to be the one that lies off.
    """
    return len(totals) >= FEW and abs(total - float(median(totals))) >= FAR


def leaning(pairs: Iterable[tuple[float, Sequence[float]]]) -> float | None:
    """Say how far one person's totals lie above (+) or below (-) those of the others, on average.

    Each pair is their total of a submission and the totals of the others there, in points; None
    where nobody else reviewed the same.
    """
    distances = [own - float(median(others)) for own, others in pairs if others]
    return round(fmean(distances), DIGITS) if distances else None


def _part(row: Criterion, points: list[int]) -> Part:
    return Part(row.id, float(median(points)), min(points), max(points), row.most)
