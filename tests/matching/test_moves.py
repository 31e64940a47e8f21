"""Two rankings compared: what is a change, and why."""

import pytest

from matchmaker.matching.enums import ChangeKind, ChangeReason
from matchmaker.matching.scoring.moves import Causes, Seat, moves

LIMIT = 3


def seats(*scored: tuple[int, int]) -> dict[int, Seat]:
    return {key: Seat(rank, tenths) for rank, (key, tenths) in enumerate(scored, start=1)}


def told(
    before: dict[int, Seat], after: dict[int, Seat], causes: Causes | None = None
) -> list[tuple[int, str, str]]:
    found = moves(before, after, causes or Causes(), LIMIT)
    return [(move.offering, move.kind.value, move.reason.value) for move in found]


def test_same_order_and_scores_are_no_change() -> None:
    assert told(seats((1, 700), (2, 600)), seats((1, 700), (2, 600))) == []


def test_who_is_pushed_down_with_the_same_score_has_not_moved() -> None:
    causes = Causes(changed={9}, published={9})

    found = told(seats((1, 700), (2, 600)), seats((9, 800), (1, 700), (2, 600)), causes)

    assert found == [(9, "new", "offering-new")]


def test_equals_that_change_places_have_not_moved() -> None:
    assert told(seats((1, 700), (2, 700)), seats((2, 700), (1, 700))) == []


def test_equals_at_the_end_of_a_full_list_have_not_moved() -> None:
    before = seats((1, 700), (2, 600), (3, 500))
    after = seats((1, 700), (2, 600), (4, 500))

    assert told(before, after) == []
    assert told(before, after, Causes(changed={4})) == [
        (4, "new", "offering-changed"),
    ], "what happened to the offering itself is told"


def test_the_last_of_a_list_that_is_not_full_has_no_equals_outside() -> None:
    assert told(seats((1, 700)), seats((1, 700), (2, 700))) == [(2, "new", "others-moved")]


def test_drift_counts_only_with_a_change_of_rank() -> None:
    before = seats((1, 700), (2, 690))

    assert told(before, seats((1, 698), (2, 691))) == []
    assert told(before, seats((2, 702), (1, 700))) == [(2, "up", "others-moved")]


@pytest.mark.parametrize(("tenths", "kind"), [(701, "up"), (699, "down")])
def test_a_changed_offering_moves_by_its_score_where_its_rank_is_the_same(
    tenths: int, kind: str
) -> None:
    found = told(seats((1, 700)), seats((1, tenths)), Causes(changed={1}))

    assert found == [(1, kind, "offering-changed")]


def test_leaving_tells_a_withdrawn_offering_from_one_that_was_overtaken() -> None:
    before = seats((1, 700), (2, 600), (3, 500))
    causes = Causes(changed={1, 9}, published={9}, hidden={1})

    found = told(before, seats((9, 800), (2, 600), (8, 550)), causes)

    assert found == [
        (9, "new", "offering-new"),
        (8, "new", "others-moved"),
        (1, "gone", "offering-withdrawn"),
        (3, "gone", "others-moved"),
    ]


def test_what_happened_to_all_explains_who_did_not_change_itself() -> None:
    causes = Causes(changed={1}, whole=ChangeReason.MODEL_CHANGED)

    found = told(seats((1, 700), (2, 600)), seats((1, 710), (2, 640)), causes)

    assert found == [(1, "up", "offering-changed"), (2, "up", "model-changed")]


def test_a_new_demand_explains_its_whole_list() -> None:
    causes = Causes(changed={1}, published={1}, whole=ChangeReason.DEMAND_NEW)

    [move] = moves({}, seats((1, 700)), causes, LIMIT)

    assert (move.kind, move.reason) == (ChangeKind.NEW, ChangeReason.DEMAND_NEW)
    assert (move.before, move.after) == (None, Seat(1, 700))
