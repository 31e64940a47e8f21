"""Demand held against supply: the figures of a slice, hot and cold spots, what is not told.

Pure arithmetic on slim facts; a slice is whatever is handed in (a sector, a region, a scene, all).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Final, TypeVar

from matchmaker.insight.enums import Area, Spot

K = TypeVar("K", bound=Hashable)
AREAS: Final = {
    "1": Area.NORTH,
    "2": Area.NORTHEAST,
    "3": Area.EAST,
    "5": Area.SOUTHWEST,
    "6": Area.NORTHWEST,
    "7": Area.ISLANDS,
    "8": Area.ISLANDS,
}
CENTRAL_SOUTH: Final = "4"
CENTRAL: Final = "123"  # Henan, Hubei, Hunan
FEW: Final = 3  # organisations: figures of fewer are not told to everybody
HOT_DEMANDS: Final = 3  # a spot with fewer demands is chance
HOT_TIMES: Final = 2.0  # as many demands an offering as everywhere: hot; half as many: cold
COLD_OFFERINGS: Final = 3
LITTLE_GOOD: Final = 0.5  # share of demands with a good match below which a spot is hot anyway


@dataclass(frozen=True, slots=True)
class DemandFacts:
    """A demand as the figures see it.

    `owner` is the organisation that posts it; notices are public elsewhere and have none. `is_live`
    says whether it is public now; one that closed within the year only tells how soon it was
    answered: `answered_days` after it was published, None where nobody did or it is a notice.
    `best_tenths` is its best fit in tenths of a point, 0 where nothing reaches the floor, None
    where it was never ranked.
    """

    number: int
    owner: int | None
    sectors: frozenset[int]
    province: str | None
    scenes: frozenset[int]
    is_live: bool
    best_tenths: int | None
    answered_days: float | None = None


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """A published offering: sectors and scenes it is for, provinces it serves (None = all)."""

    sectors: frozenset[int]
    scenes: frozenset[int]
    provinces: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class SliceFigures:
    """The figures of a slice.

    `ranked` of the `demands` were ranked, `good` of them have a match from the threshold on;
    `median_fit` in points over the ranked, what nothing fits counting 0. Of the demands posted here
    `answered` had a word of a provider, after `median_days` in the middle; `waiting` are open and
    had none. `owners` are the organisations those were posted by.
    """

    demands: int
    offerings: int
    ranked: int
    good: int
    median_fit: float | None
    answered: int
    median_days: float | None
    waiting: int
    owners: int

    @property
    def good_share(self) -> float | None:
        """The share of the ranked demands with a good match, 0–1; None where none was ranked."""
        return self.good / self.ranked if self.ranked else None

    @property
    def is_masked(self) -> bool:
        """Whether how soon demands are answered would speak of single organisations."""
        return 0 < self.owners < FEW


def figures(demands: Iterable[DemandFacts], offerings: int, good: float) -> SliceFigures:
    """Work out the figures of a slice; `good` in points."""
    given = list(demands)
    live = [row for row in given if row.is_live]
    fits = [row.best_tenths for row in live if row.best_tenths is not None]
    posted = [row for row in given if row.owner is not None]
    days = [row.answered_days for row in posted if row.answered_days is not None]
    return SliceFigures(
        demands=len(live),
        offerings=offerings,
        ranked=len(fits),
        good=sum(fit >= round(good * 10) for fit in fits),
        median_fit=round(median(fits) / 10, 1) if fits else None,
        answered=len(days),
        median_days=round(median(days), 1) if days else None,
        waiting=sum(row.is_live and row.answered_days is None for row in posted),
        owners=len({row.owner for row in posted}),
    )


def grouped(
    demands: Iterable[DemandFacts],
    offerings: Iterable[OfferingFacts],
    of_demand: Callable[[DemandFacts], Iterable[K]],
    of_offering: Callable[[OfferingFacts], Iterable[K]],
    good: float,
) -> dict[K, SliceFigures]:
    """Work out the figures of each slice; a demand or offering counts in every slice it names."""
    demands_in: defaultdict[K, list[DemandFacts]] = defaultdict(list)
    for demand in demands:
        for key in of_demand(demand):
            demands_in[key].append(demand)
    offered = Counter(key for offering in offerings for key in of_offering(offering))
    return {
        key: figures(demands_in.get(key, ()), offered[key], good) for key in {*demands_in, *offered}
    }


def area_of(province: str) -> Area:
    """Give the area a province lies in: GB/T 2260 numbers them so, 4 holds two of them."""
    first, second = province[0], province[1]
    if first == CENTRAL_SOUTH:
        return Area.CENTRAL if second in CENTRAL else Area.SOUTH
    return AREAS[first]


def spot(of: SliceFigures, everywhere: SliceFigures) -> Spot:
    """Say whether a slice is hot or cold against the whole.

    Hot: at least three demands, and either no offering, twice as many demands an offering as
    everywhere, or a good match for less than half. Cold: at least three offerings, and either no
    demand or at most half as many demands an offering as everywhere.
    """
    usual = everywhere.demands / everywhere.offerings if everywhere.offerings else 0.0
    own = of.demands / of.offerings if of.offerings else None
    share = of.good_share
    if of.demands >= HOT_DEMANDS and (
        own is None or own >= usual * HOT_TIMES or (share is not None and share < LITTLE_GOOD)
    ):
        return Spot.HOT
    if own is not None and of.offerings >= COLD_OFFERINGS and own <= usual / HOT_TIMES:
        return Spot.COLD
    return Spot.NEITHER
