"""One offering from both sides: the same fit, why it is not listed, what would change it."""

from dataclasses import replace

import pytest
from factories.matching import ranker_of, records, requirement_lines, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.scoring import FIRST_MODEL, Need, OfferingRecord
from matchmaker.matching.scoring.records import Promise, Requirement
from matchmaker.matching.scoring.standings import best_first, changes, fits, standing
from matchmaker.taxonomy.enums import Operator, RequirementKind

TRUCKS = OfferingRecord(1, "无人矿卡编组运输", "矿用卡车自动驾驶改造", "mining")
CRANES = OfferingRecord(2, "岸桥远程操控", "龙门吊视频回传", "port")
FAST = Requirement("fast", RequirementKind.METRIC, "latency", Operator.AT_MOST, 20.0, must=True)
needs = st.builds(
    Need, text=texts, requirements=st.lists(requirement_lines(), max_size=3).map(tuple)
)


def latency(value: float) -> Promise:
    return Promise(RequirementKind.METRIC, "latency", Operator.AT_MOST, value)


@settings(max_examples=25)
@given(st.lists(records, min_size=1, max_size=6), st.lists(needs, min_size=1, max_size=3))
def test_the_fit_is_the_same_from_both_sides(
    offerings: list[OfferingRecord], asked: list[Need]
) -> None:
    ranker = ranker_of(*offerings)
    key = offerings[-1].key

    for fit, need in zip(fits(ranker, asked, key), asked, strict=True):
        ranking = ranker.rank(need, 100)
        listed = {match.key: match for match in ranking.matches}
        apart = {match.key: match for group in ranking.excluded for match in group.matches}
        assert fit.reaches == (key in listed)
        if found := listed.get(key) or apart.get(key):
            assert replace(found, rank=0) == fit.match


def test_what_is_not_listed_says_why_and_by_how_much() -> None:
    slow = replace(TRUCKS, key=3, promises=(latency(50),))
    fast = replace(TRUCKS, promises=(latency(10),))
    ranker = ranker_of(fast, slow, CRANES, replace(fast, key=4)).with_model(FIRST_MODEL)
    need = Need("露天矿无人矿卡编组运输", requirements=(FAST,))

    found = {key: standing(ranker, need, key, 1) for key in (1, 2, 3, 4, 99)}

    reasons = {key: one.reason for key, one in found.items() if one}
    assert {reasons[1], reasons[4]} == {"listed", "beyond-limit"}
    assert (reasons[2], reasons[3]) == ("below-floor", "must-not-met")
    assert found[99] is None
    assert found[3] is not None
    assert found[3].match.missed_musts == ("fast",)
    assert found[2] is not None
    assert found[2].to_floor < 0
    assert found[2].to_last is not None


def test_one_promise_more_is_worth_what_ranking_anew_says() -> None:
    slow = replace(TRUCKS, promises=(latency(50),))
    offering = replace(TRUCKS, promises=())
    ranker = ranker_of(offering, replace(slow, key=7), CRANES).with_model(FIRST_MODEL)
    asked = [
        Need("无人矿卡编组运输", requirements=(FAST,)),
        Need("矿用卡车自动驾驶", requirements=(replace(FAST, value=10.0),)),
        Need("远程手术指导", requirements=(FAST,)),
    ]

    now = fits(ranker, asked, 1)
    [change] = changes(ranker, offering, asked, now)

    assert (change.promise.value, change.answers) == (10.0, 3)
    of_slow = fits(ranker, asked, 7)
    [gain] = changes(ranker, replace(slow, key=7), asked, of_slow)
    assert (gain.promise.value, gain.gained) == (10.0, 2)
    assert [fit.reaches for fit in best_first(now)] == [True, True, False]


def test_an_offering_nobody_holds_fits_nothing() -> None:
    assert fits(ranker_of(CRANES), [Need("无人矿卡")], 99) == []


@pytest.mark.parametrize("count", [0, 3])
def test_every_need_gets_an_answer_in_order(count: int) -> None:
    found = fits(ranker_of(TRUCKS, CRANES), [Need("无人矿卡")] * count, 1)

    assert [fit.at for fit in found] == list(range(count))
