"""Lines of a need in the ranking: credits, musts that exclude, what is shown of them."""

from dataclasses import replace

import numpy as np
import pytest
from factories.matching import NO_FLOOR, VOCABULARY, ranker_of, records, requirement_lines
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring import EvidenceRecord, Match, Need, OfferingRecord
from matchmaker.matching.scoring.answering import Answered
from matchmaker.matching.scoring.records import ABROAD, Promise, Requirement
from matchmaker.matching.scoring.wishes import LINE_SIGNALS, credits_of, lines_of
from matchmaker.taxonomy.enums import Operator, RequirementKind

TRUCKS = OfferingRecord(1, "无人矿卡编组运输", "矿用卡车自动驾驶改造", "mining")
FAST = Requirement("fast", RequirementKind.METRIC, "latency", Operator.AT_MOST, 20.0)
SLICE = Requirement("slice", RequirementKind.CAPABILITY, "slice")


def latency(value: float, **proof: object) -> Promise:
    return Promise(
        RequirementKind.METRIC, "latency", Operator.AT_MOST, value, **proof  # type: ignore[arg-type]
    )  # fmt: skip


def asked(*lines: Requirement, text: str = "无人矿卡") -> Need:
    return Need(text, requirements=lines)


def value(match: Match, name: str) -> float:
    return next(part.value for part in match.signals if part.name == name)


@given(
    st.lists(records, min_size=1, max_size=8, unique_by=lambda record: record.key),
    st.lists(requirement_lines(), min_size=1, max_size=5),
)
def test_signals_are_bounded_and_only_missed_musts_exclude(
    offerings: list[OfferingRecord], lines: list[Requirement]
) -> None:
    ranking = ranker_of(*offerings).rank(asked(*lines), 100)

    apart = [match for group in ranking.excluded for match in group.matches]
    for match in (*ranking.matches, *apart):
        assert all(0 <= part.value <= 1 for part in match.signals)
        assert round(sum(part.points for part in match.signals), 1) == match.score
        assert len(match.requirements) == len(lines)
    assert all(match.missed_musts for match in apart)
    assert not any(match.missed_musts for match in ranking.matches)
    assert ranking.reaching + sum(group.count for group in ranking.excluded) == len(offerings)


@given(st.lists(records, min_size=1, max_size=6), requirement_lines())
def test_dropping_the_must_lists_what_it_excluded(
    offerings: list[OfferingRecord], line: Requirement
) -> None:
    ranker = ranker_of(*offerings)
    must, wish = (ranker.rank(asked(replace(line, must=is_must)), 100) for is_must in (True, False))

    kept = {match.key for match in must.matches}
    apart = {match.key for group in must.excluded for match in group.matches}
    assert kept | apart == {match.key for match in wish.matches}
    assert [(row.excluded, row.alone) for row in must.hindrances] == [(len(apart), len(apart))]


@pytest.mark.parametrize(
    ("promise", "credit"),
    [
        (latency(10, reviewed=True), 1.0),
        (latency(10), 0.8),
        (latency(25), 0.3),
        (latency(40), 0.0),
        (Promise(RequirementKind.METRIC, "jitter", Operator.AT_MOST, 1.0), 0.25),
    ],
)
def test_a_line_counts_by_its_answer_and_what_it_rests_on(promise: Promise, credit: float) -> None:
    other = replace(TRUCKS, key=2, promises=(latency(5, reviewed=True),))

    ranking = ranker_of(replace(TRUCKS, promises=(promise,)), other).rank(asked(FAST))

    found = {match.key: match for match in ranking.matches}
    assert value(found[1], "metric") == pytest.approx(credit, abs=1e-3)


@given(st.floats(1, 500), st.floats(1, 500))
def test_a_better_figure_never_counts_less(one: float, other: float) -> None:
    better, worse = sorted([one, other])
    offerings = [
        replace(TRUCKS, key=key, promises=(latency(figure),))
        for key, figure in enumerate((better, worse))
    ]

    found = {match.key: match for match in ranker_of(*offerings).rank(asked(FAST)).matches}

    assert value(found[0], "metric") >= value(found[1], "metric")


def test_what_nobody_says_anything_about_gives_its_weight_away() -> None:
    weights = {
        part.name: part.weight for part in ranker_of(TRUCKS).rank(asked(FAST)).matches[0].signals
    }

    assert weights["metric"] == 0
    assert round(sum(weights.values()), 1) == 100


def test_half_of_what_is_asked_known_counts_half_the_weight() -> None:
    offering = replace(TRUCKS, promises=(latency(10),), evidence=(EvidenceRecord(1, "案例", 2026),))
    jitter = replace(FAST, key="jitter", subject="jitter")

    both, one = (
        ranker_of(offering).rank(asked(*lines)).matches[0] for lines in ((FAST, jitter), (FAST,))
    )

    shares = [
        next(part.weight for part in match.signals if part.name == "metric")
        for match in (both, one)
    ]
    assert 0.4 < shares[0] / shares[1] < 0.6


def test_a_must_counts_twice_and_lines_that_ask_the_same_once() -> None:
    slow = replace(FAST, key="slow", value=5.0)
    offering = replace(TRUCKS, promises=(latency(4, reviewed=True),), key=1)
    unknown = replace(FAST, key="jitter", subject="jitter")
    says_jitter = replace(
        TRUCKS, key=2, promises=(replace(latency(1), subject="jitter"), latency(4))
    )
    ranker = ranker_of(offering, says_jitter)

    wishes = ranker.rank(asked(slow, unknown)).matches
    musts = ranker.rank(asked(replace(slow, must=True), unknown)).matches
    again = ranker.rank(asked(slow, replace(slow, key="again"), unknown)).matches

    first = {match.key: value(match, "metric") for match in wishes}
    assert first[1] == pytest.approx((1 + 0.25) / 2, abs=1e-3)
    assert {m.key: value(m, "metric") for m in musts}[1] == pytest.approx((2 + 0.25) / 3, abs=1e-3)
    assert {m.key: value(m, "metric") for m in again} == first
    assert lines_of([slow, replace(slow, key="again", must=True)], VOCABULARY)[0].requirement.must


def test_an_excluded_offering_keeps_its_score_and_says_which_must_it_misses() -> None:
    ranking = ranker_of(
        replace(TRUCKS, promises=(latency(50),)), replace(TRUCKS, key=2, promises=(latency(5),))
    ).rank(asked(replace(FAST, must=True), SLICE))

    assert [match.key for match in ranking.matches] == [2]
    [group] = ranking.excluded
    assert (group.reason, group.count) == ("must-not-met", 1)
    [match] = group.matches
    assert match.missed_musts == ("fast",)
    assert match.score > 0
    assert [verdict.answer for verdict in match.requirements] == [Answer.NOT_MET, Answer.UNKNOWN]


def test_five_hundred_lines_are_ranked() -> None:
    lines = [
        replace(FAST, key=str(n), value=float(n % 250 + 1), must=n % 2 == 0) for n in range(500)
    ]

    ranking = ranker_of(replace(TRUCKS, promises=(latency(1),))).rank(asked(*lines))

    assert len(ranking.matches[0].requirements) == 500


@pytest.mark.parametrize(
    ("facts", "signal"),
    [
        ({"served": ("320100",)}, 0.9),
        ({"served": ("320200",)}, 0.75),
        ({"served": ("330000",)}, 0.5),
        ({"nationwide": True}, 0.6),
        ({"region": "320100", "served": ("410000",)}, 1.0),
        ({"region": "410000"}, 0.0),
        ({}, 0.2),
    ],
)
def test_served_places_count_beside_the_own_one(facts: dict[str, object], signal: float) -> None:
    offering = replace(TRUCKS, **facts)  # type: ignore[arg-type]

    match = ranker_of(offering).rank(Need("无人矿卡", region="320100")).matches[0]

    assert value(match, "region") == pytest.approx(signal, abs=1e-3)


@pytest.mark.parametrize(
    ("facts", "signal"), [({"abroad": True}, 1.0), ({"nationwide": True}, 0.0), ({}, 0.25)]
)
def test_outside_china_only_serving_it_counts(facts: dict[str, object], signal: float) -> None:
    line = Requirement("region", RequirementKind.REGION, ABROAD)

    match = ranker_of(replace(TRUCKS, **facts)).rank(asked(line)).matches[0]  # type: ignore[arg-type]

    assert value(match, "region") == pytest.approx(signal, abs=1e-3)


def test_cases_of_one_site_count_as_one() -> None:
    case = EvidenceRecord(1, "一期", 2026, ("unmanned-truck",), reviewed=True, site="某矿")
    second = replace(case, case_key=2, title="二期")
    offerings = [
        replace(TRUCKS, key=1, evidence=(case,)),
        replace(TRUCKS, key=2, evidence=(case, second)),
        replace(TRUCKS, key=3, evidence=(case, replace(second, site="另一矿"))),
    ]

    found = {
        match.key: value(match, "evidence")
        for match in ranker_of(*offerings).rank(Need("无人矿卡编组运输")).matches
    }

    assert found[1] == found[2] < found[3]


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=6), st.data())
def test_credits_are_bounded(answers: list[int], data: st.DataObject) -> None:
    n = len(answers)
    near = np.array(data.draw(st.lists(st.floats(0, 1), min_size=n, max_size=n)), np.float32)
    backed = np.array([answer == 1 and data.draw(st.booleans()) for answer in answers])

    given_ = credits_of(
        FAST, Answered(np.arange(n, dtype=np.int32), np.array(answers, np.int8), backed, near)
    )

    assert ((given_ >= 0) & (given_ <= 1)).all()
    assert set(LINE_SIGNALS) < set(NO_FLOOR.weights)
