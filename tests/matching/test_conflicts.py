"""Lines that cannot be right are named; the ranking is not disturbed by them."""

import pytest
from factories.matching import ranker_of, records, requirement_lines
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.scoring import Need, OfferingRecord
from matchmaker.matching.scoring.conflicts import conflicts
from matchmaker.matching.scoring.records import Requirement
from matchmaker.taxonomy.enums import Operator, RequirementKind

SIGNS = {sign.value: sign for sign in Operator}


def metric(
    key: str, name: str, sign: str, value: float, value2: float | None = None
) -> Requirement:
    return Requirement(key, RequirementKind.METRIC, name, SIGNS[sign], value, value2)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([metric("a", "latency", "<=", 10), metric("b", "latency", ">=", 20)],
         [("contradictory", ("a", "b"))]),
        ([metric("a", "latency", "<", 10), metric("b", "latency", ">=", 10)],
         [("contradictory", ("a", "b"))]),
        ([metric("a", "latency", "<=", 10), metric("b", "latency", ">=", 10)], []),
        ([metric("a", "latency", "<=", 10), metric("b", "latency", "<=", 20)], []),
        ([metric("a", "temperature", "<=", -40), metric("b", "temperature", ">=", 60)], []),
        ([metric("a", "reliability", ">=", 150)], [("impossible", ("a",))]),
        ([metric("a", "latency", "<=", -5)], [("impossible", ("a",))]),
        ([metric("a", "temperature", "<=", -300)], [("impossible", ("a",))]),
        ([metric("a", "latency", "<=", float("inf"))], [("impossible", ("a",))]),
        ([metric("a", "connections", "range", 500, 100)], [("reversed", ("a",))]),
        ([Requirement("a", RequirementKind.BUDGET, value2=-1.0)], [("negative", ("a",))]),
        ([Requirement("a", RequirementKind.TIME, value2=-3.0)], [("negative", ("a",))]),
        ([Requirement("a", RequirementKind.BUDGET, value=5.0, value2=1.0)], [("reversed", ("a",))]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(
    lines: list[Requirement], found: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(one.code, one.keys) for one in conflicts(lines)] == found


@given(st.lists(records, max_size=4), st.lists(requirement_lines(), max_size=6))
def test_no_lines_break_the_ranking(
    offerings: list[OfferingRecord], lines: list[Requirement]
) -> None:
    conflicts(lines)

    ranking = ranker_of(*offerings).rank(Need("无人矿卡", requirements=tuple(lines)), 100)

    assert ranking.considered == len({offering.key for offering in offerings})
