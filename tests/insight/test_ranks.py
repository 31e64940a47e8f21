"""Ranks among cities: equals share one, what is not published has none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.insight.scoring.ranks import best, middle, ranks


def test_equals_share_a_rank_and_the_next_is_counted_on() -> None:
    found = ranks({"a": 5.0, "b": 7.0, "c": 5.0, "d": None, "e": 1.0, "f": 0.0})

    assert found == {"a": 2, "b": 1, "c": 2, "d": None, "e": 4, "f": 5}


def test_nothing_published_gives_no_ranks() -> None:
    assert ranks({"a": None, "b": None}) == {"a": None, "b": None}


@pytest.mark.parametrize(
    ("values", "largest", "median"),
    [
        ([], None, None),
        ([None, None], None, None),
        ([3.0], 3.0, None),
        ([3.0, None, 5.0], 5.0, None),
        ([3.0, None, 5.0, 4.0], 5.0, 4.0),
        ([1.0, 2.0, 3.0, 10.0], 10.0, 2.5),
    ],
)
def test_best_and_middle_are_of_what_is_published(
    values: list[float | None], largest: float | None, median: float | None
) -> None:
    assert best(values) == largest
    assert middle(values) == median


@given(st.dictionaries(st.integers(), st.none() | st.floats(0, 1e6), max_size=30))
def test_ranks_follow_the_values(values: dict[int, float | None]) -> None:
    found = ranks(values)

    assert set(found) == set(values)
    known = {key: value for key, value in values.items() if value is not None}
    assert {key for key, rank in found.items() if rank is None} == set(values) - set(known)
    for one, value in known.items():
        for other, second in known.items():
            assert (value > second) == ((found[one] or 0) < (found[other] or 0))


def test_middle_of_an_even_number_is_written_without_noise_of_floats() -> None:
    assert middle([73.43, 68.04, 67.68, 62.4]) == 67.86
    assert middle([42.59, 30.0, 21.31, 6.0]) == 25.655
