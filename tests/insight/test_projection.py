"""The projected day of a target: what the rule draws, and where it keeps silent."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.insight.enums import Bound, NoDay
from matchmaker.insight.scoring.projection import FURTHEST, SPAN, disagree, project

START = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Figure:
    as_of: date
    value: float
    op: Bound = Bound.EXACT
    named: str = "虚拟专网数"
    is_official: bool = True


def after(days: int, value: float, op: Bound = Bound.EXACT) -> Figure:
    return Figure(START + timedelta(days=days), value, op)


RISING = [after(0, 10), after(200, 30)]  # 0.1 a day


def test_line_through_two_figures_is_drawn_on_to_the_target() -> None:
    found = project(RISING, 40, is_met=False)

    assert found.day == START + timedelta(days=300)
    assert not found.is_latest
    assert found.points == ((START, 10), (START + timedelta(days=200), 30))


def test_passing_the_target_takes_a_day_more_than_reaching_it() -> None:
    reached = project(RISING, 40, is_met=False).day
    passed = project(RISING, 40, is_met=False, wants_more=True).day

    assert reached is not None
    assert passed == reached + timedelta(days=1)


def test_more_than_at_the_end_gives_the_latest_day() -> None:
    found = project([after(0, 10), after(200, 30, Bound.MORE)], 40, is_met=False)

    assert (found.day, found.is_latest) == (START + timedelta(days=300), True)


@pytest.mark.parametrize(
    ("seen", "target", "is_met", "why"),
    [
        (RISING, None, False, NoDay.NO_TARGET),
        (RISING, 20, True, NoDay.MET),
        ([], 40, False, NoDay.FEW),
        ([after(0, 10)], 40, False, NoDay.FEW),
        ([after(0, 10), after(SPAN - 1, 30)], 40, False, NoDay.FEW),
        ([after(0, 10, Bound.MORE), after(200, 30)], 40, False, NoDay.FEW),
        ([after(0, 10, Bound.ABOUT), after(200, 30)], 40, False, NoDay.FEW),
        ([after(0, 10), replace(after(200, 30), named="终端用户数")], 40, False, NoDay.FEW),
        ([after(0, 10), replace(after(200, 30), is_official=False)], 40, False, NoDay.FEW),
        ([after(0, 30), after(200, 30)], 40, False, NoDay.FALLING),
        ([after(0, 31), after(200, 30, Bound.MORE)], 40, False, NoDay.FALLING),
        ([*RISING, after(200, 31)], 40, False, NoDay.DISAGREE),
        ([*RISING, after(0, 11)], 40, False, NoDay.DISAGREE),
        ([after(0, 10), after(200, 10.001)], 40, False, NoDay.FAR),
    ],
)
def test_no_day_where_the_figures_do_not_give_one(
    seen: list[Figure], target: float | None, *, is_met: bool, why: NoDay
) -> None:
    found = project(seen, target, is_met=is_met)

    assert (found.day, found.why_not) == (None, why)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (after(0, 10), after(0, 11), True),
        (after(0, 10), after(0, 10), False),
        (after(0, 10), after(1, 11), False),
        (after(0, 10), replace(after(0, 11), named="另一种口径"), False),
        (after(0, 10), after(0, 10, Bound.MORE), True),
        (after(0, 10), after(0, 10, Bound.LEAST), False),
        (after(0, 9), after(0, 10, Bound.LEAST), True),
        (after(0, 11), after(0, 10, Bound.MORE), False),
        (after(0, 10), after(0, 12, Bound.ABOUT), False),
        (after(0, 10, Bound.MORE), after(0, 12, Bound.MORE), False),
    ],
)
def test_sources_differ_where_both_cannot_be_true(
    one: Figure, other: Figure, *, differ: bool
) -> None:
    assert disagree(one, other) is differ
    assert disagree(other, one) is differ


values = st.floats(1, 1e6)
spans = st.integers(SPAN, 3000)


@given(first=values, rise=st.floats(0.5, 1e5), span=spans, more=st.floats(0.1, 1e5))
def test_day_is_the_first_on_which_the_line_reaches_the_target(
    first: float, rise: float, span: int, more: float
) -> None:
    last, target = first + rise, first + rise + more
    found = project([after(0, first), after(span, last)], target, is_met=False)

    def line(day: date) -> float:
        return first + rise / span * (day - START).days

    if found.day is None:
        assert found.why_not is NoDay.FAR
        assert line(START + timedelta(days=span + FURTHEST)) < target * (1 + 1e-9)
    else:
        assert line(found.day) >= target - 1e-6 * target
        assert line(found.day - timedelta(days=1)) < target + 1e-6 * target


@given(first=values, bound=values, truth=st.floats(0, 1e5), span=spans, more=st.floats(0.1, 1e5))
def test_truth_above_a_bound_is_never_later_than_the_day_given(
    first: float, bound: float, truth: float, span: int, more: float
) -> None:
    target = bound + truth + more
    given_day = project([after(0, first), after(span, bound, Bound.MORE)], target, is_met=False).day
    true_day = project([after(0, first), after(span, bound + truth)], target, is_met=False).day

    if given_day is not None:
        assert true_day is not None
        assert true_day <= given_day + timedelta(days=1)


@given(
    extra=st.lists(
        st.builds(
            Figure,
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            values,
            op=st.sampled_from([Bound.ABOUT, Bound.EXACT]),
            named=st.just("另一种口径"),
            is_official=st.sampled_from([False]),
        )
    )
)
def test_inferred_figures_never_move_the_day(extra: list[Figure]) -> None:
    assert project([*extra, *RISING], 40, is_met=False) == project(RISING, 40, is_met=False)


@given(order=st.permutations([*RISING, after(50, 12), after(-400, 3, Bound.MORE)]))
def test_order_of_the_observations_does_not_matter(order: list[Figure]) -> None:
    assert project(order, 40, is_met=False) == project(RISING, 40, is_met=False)


@given(factor=st.sampled_from([0.25, 0.5, 2.0, 4.0, 1024.0]))
def test_unit_does_not_matter(factor: float) -> None:
    scaled = [replace(one, value=one.value * factor) for one in RISING]

    assert project(scaled, 40 * factor, is_met=False).day == project(RISING, 40, is_met=False).day
