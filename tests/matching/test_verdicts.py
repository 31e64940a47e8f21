"""Verdicts: right at the edges, honest where nothing is said, the same as arrays."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from factories.matching import REGIONS, VOCABULARY, promise_lines, records, requirement_lines
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.answering import answer_all, judge_matrix
from matchmaker.matching.scoring.facts import build_facts
from matchmaker.matching.scoring.records import ABROAD, OfferingRecord, Promise, Requirement
from matchmaker.matching.scoring.verdicts import Judge
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

TODAY = date(2026, 2, 1)
JUDGE = Judge(VOCABULARY, REGIONS, TODAY)
SIGNS = {sign.value: sign for sign in Operator}
MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
VALUES = {MET: 1, UNKNOWN: 0, NOT_MET: -1}


def figure(words: str) -> tuple[Operator, float, float | None]:
    """Read `<=20` or `5..10`."""
    if ".." in words:
        low, high = words.split("..")
        return Operator.RANGE, float(low), float(high)
    sign = words.rstrip("0123456789.-")
    return SIGNS[sign], float(words[len(sign) :]), None


def asked(metric: str, words: str) -> Requirement:
    return Requirement("1", RequirementKind.METRIC, metric, *figure(words))


def promised(metric: str, words: str, **proof: object) -> Promise:
    return Promise(RequirementKind.METRIC, metric, *figure(words), **proof)  # type: ignore[arg-type]


def offering(*promises: Promise, **facts: object) -> OfferingRecord:
    return OfferingRecord(1, "方案", "说明", promises=promises, **facts)  # type: ignore[arg-type]


@settings(max_examples=300)
@given(st.lists(records, max_size=6), requirement_lines())
def test_arrays_answer_as_the_judge_does(
    offerings: list[OfferingRecord], requirement: Requirement
) -> None:
    facts = build_facts(offerings, VOCABULARY)
    answered = answer_all(requirement, facts, JUDGE)
    is_backed = np.zeros(len(facts), bool)
    is_backed[answered.rows] = answered.is_backed

    verdicts = [JUDGE.judge(requirement, record) for record in offerings]
    assert answered.spread(len(facts)).tolist() == [VALUES[verdict.answer] for verdict in verdicts]
    assert is_backed.tolist() == [
        verdict.is_backed and verdict.answer is MET for verdict in verdicts
    ]


@given(st.lists(records, max_size=4), st.lists(requirement_lines(), max_size=5))
def test_a_matrix_holds_every_requirement_and_offering(
    offerings: list[OfferingRecord], requirements: list[Requirement]
) -> None:
    matrix = judge_matrix(requirements, build_facts(offerings, VOCABULARY), JUDGE)

    assert matrix.shape == (len(requirements), len(offerings))
    assert set(matrix.ravel().tolist()) <= {-1, 0, 1}


@pytest.mark.parametrize(
    ("metric", "need", "offer", "answer"),
    [
        ("latency", "<=20", "<=20", MET),
        ("latency", "<20", "<=20", NOT_MET),
        ("latency", "<=20", "<20", MET),
        ("latency", "<20", "<20", MET),
        ("latency", "<=20", "<=20.1", NOT_MET),
        ("latency", "=20", "<=15", MET),
        ("latency", "<=20", "5..20", MET),
        ("latency", "<=20", "5..21", NOT_MET),
        ("latency", "5..20", "<=20", MET),
        ("latency", "5..20", "<=25", NOT_MET),
        ("latency", "<=20", ">=5", UNKNOWN),
        ("latency", "<=20", ">=30", NOT_MET),
        ("latency", ">=20", "<=10", NOT_MET),
        ("ul_rate", ">=100", ">=100", MET),
        ("ul_rate", ">100", ">=100", NOT_MET),
        ("ul_rate", ">100", ">100", MET),
        ("ul_rate", ">=100", ">100", MET),
        ("ul_rate", ">=100", ">99", NOT_MET),
        ("ul_rate", ">=100", "80..200", NOT_MET),
        ("ul_rate", ">=100", "<=500", UNKNOWN),
        ("ul_rate", ">=100", "<=50", NOT_MET),
        ("connections", ">=100", ">99", MET),
        ("connections", ">100", ">=100", NOT_MET),
        ("connections", ">100", ">=101", MET),
        ("connections", "100..500", ">=500", MET),
        ("connections", "100..500", ">=499", UNKNOWN),
        ("connections", "100..500", ">=100", UNKNOWN),
        ("connections", "100..500", ">=99", NOT_MET),
        ("availability", ">=99.99", ">=99.9", NOT_MET),
        ("availability", ">=99.9", "=99.9", MET),
        ("temperature", "<=-40", "<=-40", MET),
        ("temperature", "<=-40", "<=-30", NOT_MET),
        ("temperature", "<=-40", ">=60", UNKNOWN),
        ("temperature", "<=-40", "-45..70", MET),
        ("temperature", ">=60", "-45..70", MET),
        ("temperature", ">=60", "-45..55", NOT_MET),
        ("temperature", "-40..60", "-45..70", MET),
        ("temperature", "-40..60", "-30..70", NOT_MET),
        ("temperature", "-40..60", "<=-40", UNKNOWN),
        ("temperature", "=-20", "<=-40", MET),
        ("temperature", "=50", "<=-40", UNKNOWN),
        ("ip_rating", "=65", "=67", MET),
        ("ip_rating", "=67", "=65", NOT_MET),
        ("ip_rating", ">=54", "=68", MET),
        ("ip_rating", "=68", "=58", NOT_MET),
        ("ip_rating", "=7", "=67", MET),
        ("ip_rating", "=67", "=7", UNKNOWN),
        ("ip_rating", "=67", "=5", NOT_MET),
        ("explosion_proof", "=1", "=1", MET),
        ("explosion_proof", "=1", "=0", NOT_MET),
        ("security_level", "=2", "=3", MET),
        ("security_level", ">=3", "=2", NOT_MET),
        ("rate", ">=100", ">=100", MET),
    ],
)
def test_a_figure_is_compared_by_its_guaranteed_worst(
    metric: str, need: str, offer: str, answer: Answer
) -> None:
    assert JUDGE.judge(asked(metric, need), offering(promised(metric, offer))).answer is answer


@pytest.mark.parametrize(
    ("promises", "answer", "note"),
    [
        (["ul_rate>=100", "dl_rate>=200"], MET, ""),
        (["ul_rate>=100"], UNKNOWN, "one-direction"),
        (["ul_rate>=10"], UNKNOWN, "one-direction"),
        (["ul_rate>=10", "dl_rate>=200"], NOT_MET, ""),
        (["ul_rate>=10", "dl_rate>=200", "rate>=100"], MET, ""),
        ([], UNKNOWN, "not-stated"),
    ],
)
def test_a_rate_without_direction_needs_such_a_rate_or_both(
    promises: list[str], answer: Answer, note: str
) -> None:
    lines = [promised(*line.replace(">", "|>").split("|")) for line in promises]

    verdict = JUDGE.judge(asked("rate", ">=100"), offering(*lines))

    assert (verdict.answer, verdict.note) == (answer, note)


def test_a_rate_of_no_direction_does_not_answer_for_one() -> None:
    verdict = JUDGE.judge(asked("ul_rate", ">=100"), offering(promised("rate", ">=500")))

    assert (verdict.answer, verdict.note) == (UNKNOWN, "direction-not-said")


def test_promises_on_one_metric_hold_together_and_the_reviewed_one_is_shown() -> None:
    lines = [
        promised("latency", "<=5"),
        promised("latency", "<=20", reviewed=True, evidence="test-report", source="报告 7"),
        promised("latency", "<=10", reviewed=True, evidence="case", source="案例"),
    ]

    loose = JUDGE.judge(asked("latency", "<=20"), offering(*lines))
    tight = JUDGE.judge(asked("latency", "<=5"), offering(*lines))

    assert (loose.answer, loose.value, loose.source, loose.is_backed) == (MET, 10, "案例", True)
    assert (tight.answer, tight.value, tight.evidence, tight.is_backed) == (
        MET, 5, "statement", False,
    )  # fmt: skip


def test_promises_that_clash_answer_nothing() -> None:
    lines = [promised("latency", "<=5"), promised("latency", ">=10")]

    verdict = JUDGE.judge(asked("latency", "<=20"), offering(*lines))

    assert (verdict.answer, verdict.note) == (UNKNOWN, "contradictory")


@pytest.mark.parametrize(
    ("case", "others", "answer", "note", "shown"),
    [
        ("latency<=20", [], MET, "", 20),
        ("latency<=30", [], UNKNOWN, "case-reached-less", 30),
        ("latency=30", ["latency<=10"], MET, "", 10),
        ("latency<=30", ["latency>=5"], UNKNOWN, "case-reached-less", 30),
        ("latency<=15", ["latency<=30"], MET, "", 15),
        ("latency<=40", ["latency<=30"], NOT_MET, "", 30),
        ("latency<=40", ["latency<=5", "latency>=10"], UNKNOWN, "contradictory", None),
    ],
)
def test_a_case_shows_what_was_reached_and_refuses_nothing(
    case: str, others: list[str], answer: Answer, note: str, shown: float | None
) -> None:
    reached = promised("latency", case.removeprefix("latency"), evidence="case", reviewed=True)
    lines = [promised("latency", line.removeprefix("latency")) for line in others]

    verdict = JUDGE.judge(asked("latency", "<=20"), offering(reached, *lines))

    assert (verdict.answer, verdict.note) == (answer, note)
    assert shown is None or verdict.value == shown


def test_cases_of_different_projects_do_not_clash() -> None:
    cases = [promised("latency", words, evidence="case") for words in ("=15", "=30")]

    assert JUDGE.judge(asked("latency", "<=20"), offering(*cases)).answer is MET


@settings(max_examples=200)
@given(records, requirement_lines(), promise_lines(), st.data())
def test_a_case_more_or_less_never_makes_an_answer_not_met(
    record: OfferingRecord, requirement: Requirement, drawn: Promise, data: st.DataObject
) -> None:
    if requirement.kind is drawn.kind is RequirementKind.METRIC and data.draw(st.booleans()):
        drawn = replace(drawn, subject=requirement.subject)
    case = replace(drawn, evidence="case")
    more = replace(record, promises=(*record.promises, case))
    others = tuple(row for row in record.promises if row.evidence != "case")

    before, after = JUDGE.judge(requirement, record), JUDGE.judge(requirement, more)
    without = JUDGE.judge(requirement, replace(record, promises=others))

    if requirement.kind is RequirementKind.METRIC:
        assert after.answer in {before.answer, MET}
        assert before.answer in {without.answer, MET}


@pytest.mark.parametrize(
    ("valid_until", "is_backed", "is_expired"),
    [("2026-02-01", True, False), ("2026-01-31", False, True), (None, True, False)],
)
def test_an_expired_certificate_is_the_providers_word(
    valid_until: str | None, *, is_backed: bool, is_expired: bool
) -> None:
    line = promised(
        "explosion_proof", "=1", reviewed=True, evidence="certificate", valid_until=valid_until
    )

    verdict = JUDGE.judge(asked("explosion_proof", "=1"), offering(line))

    assert verdict.answer is MET
    assert (verdict.is_backed, verdict.is_expired) == (is_backed, is_expired)


@pytest.mark.parametrize(
    ("place", "facts", "answer", "note"),
    [
        ("320100", {"region": "320100"}, MET, "served"),
        ("320100", {"served": ("320000",)}, MET, "served"),
        ("320000", {"served": ("320100",)}, UNKNOWN, "same-province"),
        ("320100", {"served": ("320200",)}, UNKNOWN, "same-province"),
        ("320100", {"served": ("330000",)}, UNKNOWN, "neighbouring"),
        ("320100", {"served": ("410000",)}, NOT_MET, "elsewhere"),
        ("320100", {"region": "410000"}, UNKNOWN, "elsewhere"),
        ("320100", {"region": "320100", "served": ("410000",)}, MET, "served"),
        ("320100", {"nationwide": True}, MET, "nationwide"),
        ("320100", {}, UNKNOWN, "not-stated"),
        ("999999", {"nationwide": True}, UNKNOWN, "unknown-place"),
        (ABROAD, {"abroad": True}, MET, "abroad"),
        (ABROAD, {"nationwide": True}, NOT_MET, "not-abroad"),
        (ABROAD, {"region": "320100"}, UNKNOWN, "not-abroad"),
    ],
)
def test_a_place_is_served_near_or_left_out(
    place: str, facts: dict[str, object], answer: Answer, note: str
) -> None:
    verdict = JUDGE.judge(Requirement("1", RequirementKind.REGION, place), offering(**facts))

    assert (verdict.answer, verdict.note) == (answer, note)


@pytest.mark.parametrize(
    ("budget", "price", "answer", "note"),
    [
        ((None, 100), (50, 100), MET, "within"),
        ((None, 100), (100, 200), MET, "part-of-range"),
        ((None, 100), (100.01, 200), NOT_MET, "above"),
        ((None, 100), (101, None), NOT_MET, "above"),
        ((None, 100), (50, None), MET, "part-of-range"),
        ((None, 100), (None, 100), MET, "within"),
        ((None, 100), (None, 101), UNKNOWN, "part-of-range"),
        ((80, 100), (10, 20), MET, "within"),
        ((80, None), (500, 900), MET, "within"),
        ((None, None), (500, 900), UNKNOWN, "not-stated"),
        ((None, 100), (None, None), UNKNOWN, "not-stated"),
    ],
)
def test_prices_and_budgets_are_ranges(
    budget: tuple[float | None, float | None],
    price: tuple[float | None, float | None],
    answer: Answer,
    note: str,
) -> None:
    requirement = Requirement("1", RequirementKind.BUDGET, value=budget[0], value2=budget[1])

    verdict = JUDGE.judge(requirement, offering(price_wan=price))

    assert (verdict.answer, verdict.note) == (answer, note)


@pytest.mark.parametrize(
    ("lead", "answer", "note"),
    [
        ((30, 60), MET, "in-time"),
        ((None, 60), MET, "in-time"),
        ((61, 90), NOT_MET, "too-late"),
        ((61, None), NOT_MET, "too-late"),
        ((60, 90), UNKNOWN, "may-be-late"),
        ((None, 90), UNKNOWN, "may-be-late"),
        ((None, None), UNKNOWN, "not-stated"),
    ],
)
def test_time_is_kept_missed_or_open(
    lead: tuple[int | None, int | None], answer: Answer, note: str
) -> None:
    verdict = JUDGE.judge(
        Requirement("1", RequirementKind.TIME, value2=60), offering(lead_days=lead)
    )

    assert (verdict.answer, verdict.note) == (answer, note)


@pytest.mark.parametrize(
    ("wanted", "facts", "answer"),
    [
        ("slice", {"capabilities": ("slice",)}, MET),
        ("terminals", {"capabilities": ("redcap",)}, MET),
        ("redcap", {"capabilities": ("terminals",)}, UNKNOWN),
        ("slice", {"capabilities": ("redcap",), "claimed": True}, UNKNOWN),
        ("mixed", {"capabilities": ("virtual",), "claimed": True}, NOT_MET),
        ("mixed", {"capabilities": ("virtual",)}, UNKNOWN),
        ("mixed", {"capabilities": ("slice",), "claimed": True}, UNKNOWN),
        ("mixed", {"capabilities": ("virtual", "mixed"), "claimed": True}, MET),
    ],
)
def test_a_capability_nobody_states_is_unknown(
    wanted: str, facts: dict[str, object], answer: Answer
) -> None:
    requirement = Requirement("1", RequirementKind.CAPABILITY, wanted)

    assert JUDGE.judge(requirement, offering(**facts)).answer is answer


def test_a_standard_is_met_by_a_promise_alone() -> None:
    requirement = Requirement("1", RequirementKind.STANDARD, "GB/T 1")
    line = Promise(RequirementKind.STANDARD, "GB/T 1", reviewed=True, evidence="certificate")

    assert JUDGE.judge(requirement, offering(line)).is_backed
    assert JUDGE.judge(requirement, offering()).answer is UNKNOWN


@given(records, st.sampled_from(["latency", "ul_rate", "temperature", "ip_rating"]), st.data())
def test_a_promise_on_another_metric_changes_no_verdict(
    record: OfferingRecord, metric: str, data: st.DataObject
) -> None:
    requirement = asked(metric, ">=10")
    other = data.draw(st.sampled_from([name for name in Metric if name != metric]))
    more = replace(record, promises=(*record.promises, promised(other, "<=1")))

    before, after = JUDGE.judge(requirement, record), JUDGE.judge(requirement, more)

    assert before.answer is after.answer
    assert before.value == after.value
