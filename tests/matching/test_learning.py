"""Fitting weights to judged needs: what is found, what is left alone, what is refused."""

import numpy as np
import pytest
from factories.matching import ranker_of

from matchmaker.matching.scoring.judged import JudgedQuery
from matchmaker.matching.scoring.learning import LEAST_NEEDS, Sample, learn, measure, sample
from matchmaker.matching.scoring.model import FIRST_MODEL, SIGNALS
from matchmaker.matching.scoring.records import Need, OfferingRecord

SCENE, TEXT = SIGNALS.index("scene"), SIGNALS.index("text")


def need(name: str, right: int, misled: int, *, is_complete: bool = True) -> Sample:
    """A need whose right offering is told by the scene, while the text speaks for another."""
    values = np.zeros((6, len(SIGNALS)))
    values[right, SCENE], values[misled, TEXT] = 1.0, 0.4
    grades = np.zeros(6, np.int64)
    grades[right] = 3
    told = np.ones(len(SIGNALS))
    return Sample(name, values, told, grades, pairs=6, is_complete=is_complete)


def needs(count: int = 20, *, is_complete: bool = True) -> list[Sample]:
    return [need(f"n{at}", at % 5, at % 5 + 1, is_complete=is_complete) for at in range(count)]


@pytest.mark.parametrize("is_complete", [True, False])
def test_fitted_weights_rank_needs_right_that_they_were_not_fitted_to(*, is_complete: bool) -> None:
    learned = learn(needs(is_complete=is_complete), FIRST_MODEL.weights)

    assert learned.hand_set < 0.9
    assert learned.fitted == 1.0
    assert learned.weights["scene"] > FIRST_MODEL.weights["scene"]
    assert [fold.needs for fold in learned.folds] == [4] * 5
    assert (learned.needs, learned.pairs) == (20, 120)


def test_weights_stay_weights() -> None:
    learned = learn(needs(), FIRST_MODEL.weights)

    for weights in (learned.weights, *(fold.weights for fold in learned.folds)):
        assert set(weights) == set(SIGNALS)
        assert min(weights.values()) >= 0
        assert round(sum(weights.values()), 6) == 100


def test_signal_nothing_was_said_about_keeps_its_weight() -> None:
    learned = learn(needs(), FIRST_MODEL.weights)

    assert set(learned.fixed) == set(SIGNALS) - {"text", "scene"}
    assert all(learned.weights[name] == FIRST_MODEL.weights[name] for name in learned.fixed)


def test_weights_that_are_right_already_are_left_as_they_are() -> None:
    right = [need(f"n{at}", 0, 0) for at in range(LEAST_NEEDS)]

    assert learn(right, FIRST_MODEL.weights).weights == FIRST_MODEL.weights


def test_too_few_needs_are_refused_and_those_that_tell_nothing_do_not_count() -> None:
    mute = [Sample("m", np.zeros((3, len(SIGNALS))), np.ones(len(SIGNALS)), np.zeros(3, int), 3,
                   is_complete=True)] * 5  # fmt: skip

    with pytest.raises(ValueError, match=f"{LEAST_NEEDS - 1} needs"):
        learn([*needs(LEAST_NEEDS - 1), *mute], FIRST_MODEL.weights)


def test_learning_again_gives_the_same() -> None:
    assert learn(needs(), FIRST_MODEL.weights) == learn(needs()[::-1], FIRST_MODEL.weights)


def test_pairs_count_half_where_the_scores_are_equal() -> None:
    values = np.zeros((2, len(SIGNALS)))
    equal = Sample("e", values, np.ones(len(SIGNALS)), np.array([3, 0]), 2, is_complete=False)

    assert measure([equal], np.ones(len(SIGNALS))) == 0.5


def test_sample_sees_what_the_ranking_sees() -> None:
    offerings = [
        OfferingRecord(1, "无人矿卡编组运输", "矿用卡车自动驾驶", scenes=("unmanned-truck",)),
        OfferingRecord(2, "岸桥远程操控", "龙门吊视频回传", scenes=("crane",)),
        OfferingRecord(3, "远程手术指导", "医院影像会诊"),
    ]
    ranker = ranker_of(*offerings)
    asked = JudgedQuery(Need("露天矿需要无人矿卡"), {1: 3, 3: 0, 99: 2})

    seen = sample("a", ranker, asked, is_complete=True)
    said = sample("a", ranker, asked, is_complete=False)

    assert sorted(seen.grades.tolist()) == [0, 0, 3]
    assert sorted(said.grades.tolist()) == [0, 3]
    best = seen.values[seen.grades.argmax()] @ (
        seen.told * [FIRST_MODEL.weights[name] for name in SIGNALS]
    )
    assert best / (seen.told @ [FIRST_MODEL.weights[name] for name in SIGNALS]) * 100 == (
        pytest.approx(ranker.rank(asked.need).matches[0].score, abs=0.06)
    )
