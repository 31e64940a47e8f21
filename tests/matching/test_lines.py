"""Lines of a need held against all offerings, with the ranking's own answers."""

from dataclasses import replace

from factories.matching import NO_FLOOR, REGIONS, VOCABULARY, YEAR

from matchmaker.matching.scoring import OfferingRecord, Ranker
from matchmaker.matching.scoring.lines import hold
from matchmaker.matching.scoring.records import Need, Promise, Requirement
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

TEXT = "无人矿卡编组运输，矿用卡车自动驾驶改造"


def ranker(*records: OfferingRecord) -> Ranker:
    return Ranker(records, vocabulary=VOCABULARY, regions=REGIONS, year=YEAR, model=NO_FLOOR)


def latency(value: float, *, must: bool = False) -> Requirement:
    kind = RequirementKind.METRIC
    return Requirement("l", kind, Metric.LATENCY, Operator.AT_MOST, value, must=must)


def promised(value: float) -> Promise:
    kind = RequirementKind.METRIC
    return Promise(kind, Metric.LATENCY, Operator.AT_MOST, value, reviewed=True)


def offer(key: int, *promises: Promise) -> OfferingRecord:
    return OfferingRecord(key, TEXT, TEXT, promises=promises, scenes=("unmanned-truck",))


def test_a_line_counts_who_meets_misses_and_says_nothing() -> None:
    of = ranker(offer(1, promised(10)), offer(2, promised(50)), offer(3), offer(4, promised(60)))
    need = Need(TEXT, requirements=(latency(20, must=True),))
    found = hold(of, need, good=0.0)
    [line] = found.lines
    assert (found.candidates, line.met, line.unknown, line.missed) == (4, 1, 1, 2)
    assert (line.anywhere, line.alone, line.unlocked) == (1, 2, None)
    assert found.best is not None
    assert round(found.best, 1) == of.best(need).points[0]


def test_what_a_promise_more_would_bring_is_ranked_anew() -> None:
    of = ranker(offer(1, promised(50)), offer(2, promised(60)))
    need = Need(TEXT, requirements=(latency(20, must=True),))
    found = hold(of, need, good=100.0)
    [line] = found.lines
    assert found.best is None
    better = of.with_changes([offer(1, promised(50), promised(20))])
    assert line.unlocked == max(better.best(need).points)


def test_other_musts_missed_keep_an_offering_from_being_tried() -> None:
    rate = Requirement(
        "u", RequirementKind.METRIC, Metric.UL_RATE, Operator.AT_LEAST, 100, must=True
    )
    slow = Promise(rate.kind, Metric.UL_RATE, Operator.AT_LEAST, 10, reviewed=True)
    of = ranker(offer(1, promised(50), slow))
    found = hold(of, Need(TEXT, requirements=(latency(20, must=True), rate)), good=100.0)
    assert [(line.alone, line.unlocked) for line in found.lines] == [(0, None), (0, None)]


def test_below_the_floor_there_are_no_candidates() -> None:
    of = ranker(offer(1, promised(10))).with_model(replace(NO_FLOOR, floor=100.0))
    found = hold(of, Need("采煤机", requirements=(latency(20),)), good=100.0)
    [line] = found.lines
    assert (found.candidates, found.best, line.met, line.anywhere) == (0, None, 0, 1)
