"""What reviews come to, and who is given what: pure rules, held against properties."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from factories.programmes import call, submission
from factories.reviews import review, reviewer
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from matchmaker.db import db
from matchmaker.programmes.enums import Aggregate, PhaseKind
from matchmaker.programmes.enums.reviews import ReviewState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.queries.reviews import totals_of
from matchmaker.programmes.scoring.assigning import Plan, Seat, Wanted, assign
from matchmaker.programmes.scoring.totals import (
    is_outlier,
    leaning,
    sum_up,
    vetoed_by,
    weighted,
)


@dataclass
class Scale:
    id: int
    weight: int
    most: int
    is_veto: bool = False


TWO = [Scale(1, 60, 10), Scale(2, 40, 5, is_veto=True)]


def test_points_are_weighed_to_a_hundred_and_a_gap_gives_no_total() -> None:
    assert weighted({1: 10, 2: 5}, TWO) == 100
    assert weighted({1: 5, 2: 5}, TWO) == 70
    assert weighted({1: 0, 2: 0}, TWO) == 0
    assert weighted({1: 10, 2: None}, TWO) is None
    assert weighted({1: 10}, TWO) is None
    assert weighted({}, []) is None


def test_several_reviews_give_a_middle_a_spread_and_the_vetoes_of_any() -> None:
    reviews = [{1: 10, 2: 5}, {1: 5, 2: 0}, {1: 9, 2: 4}]
    total = sum_up(reviews, TWO)
    assert total is not None
    assert (total.value, total.lowest, total.highest, total.count) == (86, 30, 100, 3)
    assert (total.spread, total.is_wide, total.is_vetoed, total.vetoed) == (70, True, True, (2,))
    assert [(part.middle, part.lowest, part.highest) for part in total.parts] == [
        (9, 5, 10),
        (4, 0, 5),
    ]
    mean = sum_up(reviews, TWO, Aggregate.MEAN)
    assert mean is not None
    assert mean.value == 72
    assert sum_up([{1: 10}], TWO) is None
    assert vetoed_by({1: 0, 2: 3}, TWO) == set()


def test_an_outlier_takes_three_and_a_leaning_takes_others() -> None:
    assert is_outlier(40, [40, 80, 82])
    assert not is_outlier(80, [40, 80, 82])
    assert not is_outlier(40, [40, 80])
    assert leaning([(70, [80, 90]), (60, [65])]) == -10
    assert leaning([(70, [])]) is None


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 5)), min_size=1, max_size=9),
    st.randoms(use_true_random=False),
)
def test_a_total_lies_between_its_reviews_in_whatever_order(
    given_points: list[tuple[int, int]], random: object
) -> None:
    reviews = [{1: one, 2: two} for one, two in given_points]
    total = sum_up(reviews, TWO)
    random.shuffle(reviews)  # type: ignore[attr-defined]
    assert total is not None
    assert total == sum_up(reviews, TWO)
    assert 0 <= total.lowest <= total.value <= total.highest <= 100
    assert total.value == pytest.approx(median(one * 6 + two * 8 for one, two in given_points))
    assert total.is_vetoed == any(two == 0 for _one, two in given_points)


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Wanted], list[Seat]]:
    sectors = st.integers(1, 3)
    wanted = [
        Wanted(number, draw(st.integers(0, 3)), draw(st.none() | sectors))
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]
    barred = st.frozensets(st.integers(1, 9), max_size=6)
    seats = [
        Seat(
            100 + number,
            draw(st.integers(1, 6)),
            draw(st.integers(0, 3)),
            draw(st.frozensets(sectors)),
            draw(barred),
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    return wanted, seats


def most_places(wanted: list[Wanted], seats: list[Seat]) -> int:
    """Give how many places can be filled at all: the greatest flow from submissions to people."""
    size = len(wanted) + len(seats) + 2
    flow = np.zeros((size, size), dtype=np.int32)
    for row, one in enumerate(wanted, 1):
        flow[0, row] = one.places
        for column, seat in enumerate(seats, len(wanted) + 1):
            flow[row, column] = one.id not in seat.barred
            flow[column, size - 1] = max(0, seat.most - seat.load)
    return int(maximum_flow(csr_array(flow), 0, size - 1).flow_value)


@given(rooms())
def test_as_many_places_are_filled_as_can_be_and_nobody_gets_what_is_barred(
    room: tuple[list[Wanted], list[Seat]],
) -> None:
    wanted, seats = room
    plan = assign(wanted, seats)
    by_id = {seat.id: seat for seat in seats}

    assert len({pair[:2] for pair in plan.pairs}) == len(plan.pairs) == most_places(wanted, seats)
    assert all(pair.submission_id not in by_id[pair.reviewer_id].barred for pair in plan.pairs)
    assert all(
        load <= max(by_id[number].most, by_id[number].load)
        for number, load in plan.loads(seats).items()
    )
    for row in wanted:
        got = sum(pair.submission_id == row.id for pair in plan.pairs)
        assert got + plan.missing.get(row.id, 0) == row.places
    again = assign(list(reversed(wanted)), list(reversed(seats)))
    assert set(again.pairs) == set(plan.pairs)


@given(rooms())
def test_no_work_is_left_that_somebody_as_fit_with_two_less_could_take(
    room: tuple[list[Wanted], list[Seat]],
) -> None:
    wanted, seats = room
    plan = assign(wanted, seats)
    loads, sectors = plan.loads(seats), {row.id: row.sector_id for row in wanted}
    has = {pair[:2] for pair in plan.pairs}
    for pair in plan.pairs:
        for seat in seats:
            fits = sectors[pair.submission_id] in seat.sectors
            could = (
                (pair.submission_id, seat.id) not in has
                and pair.submission_id not in seat.barred
                and loads[seat.id] < seat.most
                and fits >= pair.fits
            )
            assert not could or loads[pair.reviewer_id] - loads[seat.id] <= 1


@given(st.integers(1, 40), st.integers(1, 8), st.integers(1, 3))
def test_people_who_are_alike_get_the_same_give_or_take_one(
    submissions: int, people: int, places: int
) -> None:
    wanted = [Wanted(number, min(places, people)) for number in range(submissions)]
    seats = [Seat(100 + number, 500) for number in range(people)]
    plan = assign(wanted, seats)
    loads = sorted(plan.loads(seats).values())
    assert plan.missing == {}
    assert loads[-1] - loads[0] <= 1
    assert all(first <= second for first, second in pairwise(loads))


def test_who_knows_the_sector_comes_first_and_who_has_least_next() -> None:
    seats = [
        Seat(1, 9, sectors=frozenset({7})),
        Seat(2, 9, load=2),
        Seat(3, 9),
    ]
    plan = assign([Wanted(11, 2, 7), Wanted(12, 1, 8)], seats)
    assert plan.missing == {}
    assert {(pair.submission_id, pair.reviewer_id, pair.fits) for pair in plan.pairs} == {
        (11, 1, True),
        (11, 3, False),
        (12, 3, False),
    }
    assert assign([], seats) == Plan((), {})


@pytest.mark.usefixtures("session")
def test_the_totals_of_a_call_count_what_was_handed_in_and_nothing_else() -> None:
    row = call(PhaseKind.REVIEW)
    first, second, gone = (submission(row, state=SubmissionState.ACCEPTED) for _ in range(3))
    people = [reviewer(row) for _ in range(4)]
    for person, points in zip(people, ([10, 10], [5, 5], [8, 0]), strict=False):
        review(first, person, points)
    review(first, people[3], [0, 0])
    out = review(second, people[0], [1, 1])
    out.state, out.conflicted_at = ReviewState.CONFLICTED, out.assigned_at
    review(second, people[1])
    review(gone, people[0], [9, 9])
    gone.state, gone.withdrawn_at = SubmissionState.WITHDRAWN, out.assigned_at
    db.session.commit()

    totals = totals_of(row)
    assert set(totals) == {first.id}
    assert totals[first.id].count == 4
    assert totals[first.id].value == 49
    assert totals[first.id].vetoed == (row.criteria[1].id,)
