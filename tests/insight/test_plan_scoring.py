"""The arithmetic of indicators."""

import pytest

from matchmaker.insight.scoring.plans import is_met, progress
from matchmaker.insight.scoring.units import unit_factor


@pytest.mark.parametrize(
    ("observed", "target", "share"),
    [
        (35, 70, 0.5),
        (140, 70, 2.0),
        (0, 70, 0.0),
        (None, 70, None),
        (35, None, None),
        (35, 0, None),
    ],
)
def test_progress_is_what_was_observed_of_the_target(
    observed: float | None, target: float | None, share: float | None
) -> None:
    assert progress(observed, target) == share


@pytest.mark.parametrize(
    ("share", "wants_more", "is_more", "met"),
    [
        (None, False, False, False),
        (0.99, False, True, False),
        (1.0, False, False, True),
        (1.0, True, False, False),
        (1.0, True, True, True),
        (1.1, True, False, True),
    ],
)
def test_target_is_met_as_the_plan_words_it(
    share: float | None, *, wants_more: bool, is_more: bool, met: bool
) -> None:
    assert is_met(share, wants_more=wants_more, is_more=is_more) is met


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("亿", 100_000_000), ("亿户", 100_000_000), ("万个", 10_000), ("个", 1), ("", 1)],
)
def test_units_count_in_ten_thousands_and_hundred_millions(unit: str, factor: int) -> None:
    assert unit_factor(unit) == factor
