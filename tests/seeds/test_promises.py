"""What sourced offerings assure: every line is said by the case it names."""

import pytest
from factories.seeds_copy import SeedsCopy

from matchmaker.matching.scoring.reading.typed import POSSIBLE
from matchmaker.taxonomy.enums import Metric, Operator
from seeds.files import SeedError, read_cases, read_offerings
from seeds.files.promises import FURTHER_METRICS, OPERATORS, PROMISES, read_promises

PROMISED = {
    ("C011-P004", "latency", "=", 8.3),
    ("C011-P004", "sync", "<", 0.3),
    ("C055-P029", "latency", "=", 20.0),
    ("C091-P002", "ul_rate", ">=", 240.0),
    ("C138-P090", "rate", ">=", 1000.0),
}


def test_every_quote_stands_in_the_case_of_its_offering() -> None:
    cases = {case.key: case for case in read_cases()}
    resting = {row.key: cases[row.evidence] for row in read_offerings()}
    promises = read_promises()

    assert len(promises) == 55
    for promise in promises:
        case = resting[promise.offering]
        assert promise.quote in case.solution + "\n" + case.effects


def test_figures_are_possible_and_in_the_words_of_the_site() -> None:
    figures = [row for row in read_promises() if row.kind == "metric"]

    assert {(row.offering, row.subject, row.op, row.value) for row in figures} >= PROMISED
    for row in figures:
        low, high = POSSIBLE[Metric(row.subject)]
        assert row.value is not None
        assert low <= row.value <= high
    assert set(OPERATORS) == set(Operator)
    assert set(FURTHER_METRICS) <= set(Metric)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("C011-P004\tmetric\tlatency", "C999-P001\tmetric\tlatency", "unknown offering"),
        ("metric\tlatency", "metric\tspeed", "unknown subject"),
        ("capability\tslice", "capability\tslices", "unknown subject"),
        ("实测时延8.3毫秒", "实测时延8毫秒", "the case does not say"),
        ("metric\tsync", "metric\tlatency", "already stands"),
        ("8.3\t", "fast\t", "not a number"),
    ],
)
def test_line_nobody_can_check_is_refused(
    seeds_copy: SeedsCopy, old: str, new: str, problem: str
) -> None:
    line = seeds_copy.replace(PROMISES, old, new)

    with pytest.raises(SeedError, match=f"^{PROMISES}:{line}: .*{problem}"):
        read_promises(seeds_copy.root)
