"""The signals: bounded, monotone where they should be."""

import numpy as np
import pytest
from factories.matching import REGIONS, VOCABULARY, YEAR
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.sparse import csc_array

from matchmaker.matching.scoring.regions import place_numbers
from matchmaker.matching.scoring.signals import (
    Evidence,
    case_strength,
    declared_signal,
    evidence_signal,
    region_signal,
    scene_signal,
    text_signal,
)

ROWS = 5
shares = arrays.arrays(np.float32, ROWS, elements=st.floats(0, 1, width=32))
amounts = arrays.arrays(np.float32, ROWS, elements=st.floats(0, 1e6, width=32))
codes = st.sampled_from([None, "320000", "320100", "320200", "330000", "410000", "999999", "x"])


@given(amounts, st.floats(0.01, 1e6))
def test_text_is_bounded_and_rises_with_the_score(scores: np.ndarray, highest: float) -> None:
    values = text_signal(scores, highest)

    assert ((values >= 0) & (values <= 1)).all()
    assert (np.diff(values[np.argsort(scores)]) >= 0).all()


def test_text_without_any_term_is_nothing() -> None:
    assert not text_signal(np.ones(ROWS, np.float32), 0.0).any()


@given(shares, shares, shares)
def test_scene_is_bounded_and_rises_with_both_sides(
    cosines: np.ndarray, declared: np.ndarray, more: np.ndarray
) -> None:
    values = scene_signal(cosines, declared)

    assert ((values >= 0) & (values <= 1)).all()
    assert (scene_signal(np.maximum(cosines, more), declared) >= values - 1e-6).all()
    assert (scene_signal(cosines, np.maximum(declared, more)) >= values - 1e-6).all()


def test_declared_takes_the_scene_wanted_most() -> None:
    filed = csc_array(np.array([[1, 1, 0], [0, 1, 0], [0, 0, 0]], np.float32))
    wanted = np.array([0.5, 1.0, 0.2], np.float32)

    assert declared_signal(filed, wanted).tolist() == [1, 1, 0]
    assert declared_signal(filed, np.array([0.5, 0, 1], np.float32)).tolist() == [0.5, 0, 0]


@given(codes, st.lists(codes, min_size=1, max_size=6))
def test_region_is_bounded_and_nearest_at_home(need: str | None, offers: list[str | None]) -> None:
    places = np.array([place_numbers(code) for code in offers], np.int64)

    values = region_signal(need, places[:, 0], places[:, 1].astype(np.int32), REGIONS)

    assert ((values >= 0) & (values <= 1)).all()
    for code, value in zip(offers, values, strict=True):
        if need in REGIONS._entries and code == need:
            assert value == 1


def test_region_falls_with_distance() -> None:
    offers = ["320100", "320200", "320000", "330000", "440000", "410000", None]
    places = np.array([place_numbers(code) for code in offers], np.int64)

    city = region_signal("320100", places[:, 0], places[:, 1].astype(np.int32), REGIONS)
    province = region_signal("320000", places[:, 0], places[:, 1].astype(np.int32), REGIONS)

    assert city == pytest.approx([1, 0.75, 0.75, 0.45, 0.2, 0, 0.2])
    assert province == pytest.approx([1, 1, 1, 0.45, 0.2, 0, 0.2])


@given(year=st.none() | st.integers(1990, YEAR + 3), reviewed=st.booleans())
def test_a_case_is_bounded_and_weaker_when_older_or_unreviewed(
    *, year: int | None, reviewed: bool
) -> None:
    strength = case_strength(year, YEAR, reviewed=reviewed)

    assert 0 <= strength <= 1
    assert case_strength(year, YEAR, reviewed=True) >= strength
    if year is not None:
        assert case_strength(year, YEAR + 1, reviewed=reviewed) <= strength


@given(shares, st.integers(0, ROWS - 1), shares)
def test_evidence_is_bounded_and_another_case_never_harms(
    strengths: np.ndarray, owner: int, wanted: np.ndarray
) -> None:
    scenes = csc_array(np.eye(ROWS, dtype=np.float32))
    owners = np.full(ROWS, owner, np.int32)
    all_cases = Evidence.of(owners, strengths, scenes, ROWS)
    fewer = Evidence.of(
        owners[1:], strengths[1:], csc_array(np.eye(ROWS, dtype=np.float32)[1:]), ROWS
    )

    values = evidence_signal(all_cases, wanted)

    assert ((values >= 0) & (values <= 1)).all()
    assert (values >= evidence_signal(fewer, wanted) - 1e-6).all()


def test_a_case_of_the_wanted_scene_says_more() -> None:
    wanted = np.zeros(len(VOCABULARY.scenes), np.float32)
    wanted[0] = 1
    scenes = csc_array(np.eye(2, len(wanted), dtype=np.float32))
    cases = Evidence.of(np.array([0, 1], np.int32), np.ones(2, np.float32), scenes, 2)

    same, other = evidence_signal(cases, wanted)

    assert same == pytest.approx(1 - np.exp(-1), abs=1e-6)
    assert other == pytest.approx(1 - np.exp(-0.25), abs=1e-6)


@given(
    st.lists(
        st.tuples(
            st.integers(0, ROWS - 1),
            st.integers(0, 2),
            st.sampled_from([0.25, 0.5, 1.0]),
            st.frozensets(st.integers(0, 3), max_size=2),
        ),
        max_size=12,
    ),
    arrays.arrays(np.float32, 4, elements=st.floats(0, 1, width=32)),
)
def test_of_each_site_the_best_case_counts(
    cases: list[tuple[int, int, float, frozenset[int]]], wanted: np.ndarray
) -> None:
    cases.sort(key=lambda case: case[:2])
    places = sorted({case[:2] for case in cases})
    held = np.zeros((len(cases), len(wanted)), np.float32)
    for at, case in enumerate(cases):
        held[at, list(case[3])] = 1
    evidence = Evidence.of(
        np.array([case[0] for case in cases], np.int32),
        np.array([case[2] for case in cases], np.float32),
        csc_array(held),
        ROWS,
        np.array([places.index(case[:2]) for case in cases], np.int32),
    )

    expected = np.zeros(ROWS)
    for row, site in places:
        here = [case for case in cases if case[:2] == (row, site)]
        basic = max(case[2] for case in here) / 4
        best = max(
            case[2] * (0.25 + 0.75 * max((wanted[s] for s in case[3]), default=0)) for case in here
        )
        expected[row] += max(best, basic)
    assert evidence_signal(evidence, wanted) == pytest.approx(1 - np.exp(-expected), abs=1e-6)
