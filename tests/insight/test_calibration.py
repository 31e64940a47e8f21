"""Fit against outcome: intervals, areas and sentences against known values."""

from dataclasses import replace

import pytest
from factories.funnel import YEAR, funnel_world

from matchmaker.insight.queries.calibration import calibrated
from matchmaker.insight.queries.scope import Scope
from matchmaker.insight.scoring.calibration import (
    Says,
    auc,
    auc_interval,
    calibrate,
    wilson,
)


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [  # R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_against_published_values(
    successes: int, trials: int, low: float, high: float
) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)
    assert wilson(0, 0) is None


def test_area_is_the_chance_of_the_higher_fit() -> None:
    assert auc({900: 1, 500: 1}, {500: 1, 100: 1}) == (1 + 1 + 0.5 + 1) / 4
    assert auc({100: 3}, {900: 2}) == 0
    assert auc({100: 3}, {100: 2}) == 0.5
    assert auc({100: 3}, {}) is None


def test_area_interval_against_the_published_example() -> None:
    """Hanley and McNeil (1982), table II: A = 0.893, 51 abnormal, 58 normal, SE 0.032."""
    low, high = auc_interval(0.893, 51, 58)

    assert (high - low) / 2 / 1.96 == pytest.approx(0.032, abs=0.001)


def test_what_is_said_needs_enough_of_both_ends() -> None:
    few = calibrate({900: 9}, {100: 60})
    more = calibrate({900: 25}, {100: 25})
    less = calibrate({100: 25}, {900: 25})
    even = calibrate({500: 25}, {500: 25})

    assert [one.says for one in (few, more, less, even)] == [
        Says.TOO_FEW, Says.MORE, Says.LESS, Says.NOTHING,
    ]  # fmt: skip
    assert calibrate({}, {}).says is Says.TOO_FEW


def test_every_fit_falls_into_one_bin() -> None:
    found = calibrate({0: 1, 99: 1, 100: 1, 999: 1, 1000: 1}, {1000: 3})

    assert [(one.low, one.settled, one.awarded) for one in found.bins if one.settled] == [
        (0, 2, 2), (10, 1, 1), (90, 5, 2),
    ]  # fmt: skip
    assert found.bins[-1].share == 0.4


@pytest.mark.usefixtures("session")
def test_small_world_counts_who_is_settled() -> None:
    funnel_world()

    found = calibrated(Scope(*YEAR))

    assert (found.calibration.settled, found.calibration.awarded) == (5, 2)
    assert (found.open, found.without_fit) == (1, 0)
    assert {one.low: (one.settled, one.awarded) for one in found.calibration.bins if one.settled} \
        == {80: (1, 1), 70: (1, 1), 60: (2, 0), 40: (1, 0)}  # fmt: skip
    assert found.calibration.auc == 1.0
    assert calibrated(replace(Scope(*YEAR), sector="ports")).calibration.settled == 2
