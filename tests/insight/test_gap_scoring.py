"""The arithmetic of the gap radar, on facts made by hand."""

import pytest

from matchmaker.insight.enums import Area, Spot
from matchmaker.insight.scoring.gaps import (
    DemandFacts,
    OfferingFacts,
    SliceFigures,
    area_of,
    figures,
    grouped,
    spot,
)

GOOD = 44.0


def demand(number: int, owner: int | None = 1, **values: object) -> DemandFacts:
    facts: dict[str, object] = {
        "sectors": frozenset({1}),
        "province": "440000",
        "scenes": frozenset(),
        "is_live": True,
        "best_tenths": None,
        **values,
    }
    return DemandFacts(number=number, owner=owner, **facts)  # type: ignore[arg-type]


def slice_of(demands: int, offerings: int, ranked: int = 0, good: int = 0) -> SliceFigures:
    return SliceFigures(demands, offerings, ranked, good, None, 0, None, 0, 0)


def test_fits_count_from_the_threshold_and_nothing_fitting_counts_nought() -> None:
    rows = [
        demand(1, best_tenths=440),
        demand(2, owner=2, best_tenths=439),
        demand(3, owner=3, best_tenths=0),
        demand(4, owner=None),
    ]
    found = figures(rows, 7, GOOD)
    assert (found.demands, found.offerings, found.ranked, found.good) == (4, 7, 3, 1)
    assert found.median_fit == 43.9
    assert found.good_share == pytest.approx(1 / 3)
    assert found.owners == 3
    assert not found.is_masked


def test_closed_demands_tell_only_how_soon_they_were_answered() -> None:
    rows = [
        demand(1, answered_days=2.0, best_tenths=500),
        demand(2, is_live=False, answered_days=6.0, best_tenths=900),
        demand(3, owner=2),
        demand(4, is_live=False, owner=2),
        demand(5, owner=None, answered_days=1.0),
    ]
    found = figures(rows, 0, GOOD)
    assert (found.demands, found.ranked, found.good) == (3, 1, 1)
    assert (found.answered, found.median_days, found.waiting) == (2, 4.0, 1)
    assert found.owners == 2
    assert found.is_masked


def test_nothing_gives_no_share_and_masks_nothing() -> None:
    found = figures([], 0, GOOD)
    assert (found.good_share, found.median_fit, found.median_days) == (None, None, None)
    assert not found.is_masked


def test_a_slice_counts_whatever_names_it() -> None:
    rows = [demand(1, sectors=frozenset({1, 2})), demand(2)]
    offered = [
        OfferingFacts(frozenset({2}), frozenset(), None),
        OfferingFacts(frozenset({3}), frozenset(), None),
    ]
    found = grouped(rows, offered, lambda row: row.sectors, lambda row: row.sectors, GOOD)
    assert {key: (row.demands, row.offerings) for key, row in found.items()} == {
        1: (2, 0),
        2: (1, 1),
        3: (0, 1),
    }


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        (slice_of(3, 0), Spot.HOT),
        (slice_of(2, 0), Spot.NEITHER),  # two are chance
        (slice_of(6, 3), Spot.HOT),  # two an offering, one everywhere
        (slice_of(5, 3), Spot.NEITHER),
        (slice_of(3, 3, ranked=3, good=1), Spot.HOT),
        (slice_of(4, 4, ranked=4, good=2), Spot.NEITHER),
        (slice_of(0, 3), Spot.COLD),
        (slice_of(0, 2), Spot.NEITHER),
        (slice_of(2, 4), Spot.COLD),
        (slice_of(3, 5), Spot.NEITHER),
        (slice_of(0, 0), Spot.NEITHER),
    ],
)
def test_spots_are_hot_or_cold_against_the_whole(of: SliceFigures, kind: Spot) -> None:
    assert spot(of, slice_of(10, 10)) is kind


@pytest.mark.parametrize(
    ("province", "area"),
    [
        ("110000", Area.NORTH),
        ("230000", Area.NORTHEAST),
        ("370000", Area.EAST),
        ("430000", Area.CENTRAL),
        ("440000", Area.SOUTH),
        ("540000", Area.SOUTHWEST),
        ("650000", Area.NORTHWEST),
        ("810000", Area.ISLANDS),
    ],
)
def test_codes_of_provinces_tell_their_area(province: str, area: Area) -> None:
    assert area_of(province) is area
