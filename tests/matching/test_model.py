"""Models and points: weights that sum, parts that add up."""

import math
from dataclasses import replace

import pytest
from factories.matching import NO_FLOOR, ranker_of
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS, MatchingModel, share_out
from matchmaker.matching.scoring.records import Need, OfferingRecord

EVEN = dict.fromkeys(SIGNALS, 25.0)


@pytest.mark.parametrize(
    ("weights", "floor"),
    [
        ({**EVEN, "text": 26.0}, 20.0),
        ({**EVEN, "text": -5.0, "scene": 55.0}, 20.0),
        ({"text": 100.0}, 20.0),
        ({**EVEN, "paid": 0.0}, 20.0),
        (EVEN, -1.0),
        (EVEN, 101.0),
    ],
)
def test_a_model_that_does_not_add_up_is_refused(weights: dict[str, float], floor: float) -> None:
    with pytest.raises(ValueError, match=r"weights|floor"):
        MatchingModel("broken", weights, floor)


@given(st.fixed_dictionaries({name: st.floats(0, 1) for name in SIGNALS}))
def test_weights_for_a_need_sum_to_100_or_to_nothing(told: dict[str, float]) -> None:
    weights = FIRST_MODEL.weights_for(told)

    total = sum(weights.values())
    assert math.isclose(total, 100) or (total == 0 and not any(told.values()))
    assert all(weights[name] == 0 for name in SIGNALS if told[name] == 0)


def test_all_told_keeps_the_weights_of_the_model() -> None:
    assert FIRST_MODEL.weights_for(dict.fromkeys(SIGNALS, 1.0)) == pytest.approx(
        FIRST_MODEL.weights
    )


@given(st.lists(st.floats(0, 100), max_size=8))
def test_rounded_parts_sum_exactly_to_the_rounded_total(values: list[float]) -> None:
    total, parts = share_out(values)

    assert round(sum(parts), 1) == total
    assert total == pytest.approx(sum(values), abs=0.051)
    assert all(abs(part - value) < 0.1001 for part, value in zip(parts, values, strict=True))


def test_the_missing_tenth_goes_to_the_part_that_lost_most() -> None:
    assert share_out([1.04, 1.04, 1.07]) == (3.2, (1.1, 1.0, 1.1))


def test_scene_with_weights_of_its_own_is_weighed_by_them() -> None:
    only = {name: 100.0 if name == "scene" else 0.0 for name in SIGNALS}
    model = replace(FIRST_MODEL, overrides={"unmanned-truck": only})
    told = dict.fromkeys(SIGNALS, 1.0)

    assert model.weights_for(told, "unmanned-truck") == only
    assert model.weights_for(told, "crane") == model.weights_for(told)
    with pytest.raises(ValueError, match="sum to 100"):
        replace(FIRST_MODEL, overrides={"crane": dict.fromkeys(SIGNALS, 1.0)})


@pytest.mark.parametrize(
    ("need", "is_scene_only"),
    [
        (Need("需要远程操控", scenes=("crane",)), True),
        (Need("港口岸桥远控"), True),
        (Need("远程操控，降低成本"), False),
    ],
)
def test_weights_of_a_scene_need_a_scene_that_is_certain(
    need: Need, *, is_scene_only: bool
) -> None:
    only = {name: 100.0 if name == "scene" else 0.0 for name in SIGNALS}
    model = replace(NO_FLOOR, overrides={"crane": only})
    offering = OfferingRecord(1, "岸桥远程操控", "龙门吊视频回传", scenes=("crane",))

    match = ranker_of(offering).with_model(model).rank(need).matches[0]

    weights = {part.name: part.weight for part in match.signals}
    assert (weights["scene"] == 100) is is_scene_only
