"""Demands and offerings as the ranking reads them, and the verdicts of the site in words."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, open_demand, region

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.matching.documents import need_of, offering_records
from matchmaker.matching.enums import Answer
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.matching.scoring.records import ABROAD
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

pytestmark = pytest.mark.usefixtures("session")


def latency(value: float, **values: object) -> Requirement:
    return Requirement(
        kind=RequirementKind.METRIC,
        metric=Metric.LATENCY,
        op=Operator.AT_MOST,
        value=value,
        source=RequirementSource.STATED,
        **values,
    )


def promise(value: float, **values: object) -> Promise:
    return Promise(
        kind=RequirementKind.METRIC,
        metric=Metric.LATENCY,
        op=Operator.AT_MOST,
        value=value,
        **{"evidence": EvidenceKind.TEST_REPORT, "evidence_note": "报告 7", **values},
    )


def keys(demand: Demand) -> list[str]:
    return [row.key for row in demand_to_rank(demand).need.requirements]


def test_columns_of_a_demand_are_lines_with_their_musts() -> None:
    demand, _owner = open_demand()
    demand.region = region()
    demand.budget_max_wan = Decimal("300.50")
    today = date(2026, 2, 1)
    demand.ends_on = today + timedelta(days=90)
    demand.is_region_must = demand.is_time_must = True
    db.session.flush()

    place, budget, time = need_of(demand, today).requirements

    assert (place.key, place.subject, place.must) == ("region", "150600", True)
    assert (budget.value, budget.value2, budget.must) == (None, 300.5, False)
    assert (time.value2, time.must) == (90, True)
    demand.starts_on = today + timedelta(days=30)
    assert need_of(demand, today).requirements[2].value2 == 60
    demand.is_abroad = True
    assert need_of(demand, today).requirements[0].subject == ABROAD


def test_a_line_read_from_the_text_is_a_wish_until_somebody_decides() -> None:
    demand, _owner = open_demand()
    start = TEXT.index("20毫秒")
    [read] = demand_to_rank(demand).need.requirements

    assert (read.key, read.must) == (f"text:{start}:latency", False)
    demand.requirements = [latency(15, is_must=True, span_start=start, span_end=start + 4)]
    db.session.flush()
    assert keys(demand) == [f"line:{demand.requirements[0].id}"]
    demand.requirements[0].is_declined = True
    assert keys(demand) == []


def test_a_reading_turned_down_silences_itself_and_no_other_of_its_kind() -> None:
    region()
    demand, _owner = open_demand(text=f"{TEXT}预算300万元，地点在鄂尔多斯市。")

    def read() -> list[str]:
        return [key.rpartition(":")[2] for key in keys(demand)]

    assert read() == ["latency", "150600", "budget"]
    demand.declined_readings = ["budget|500-500", "region|150000"]
    assert read() == ["latency", "150600", "budget"]
    demand.declined_readings = ["budget|300-300", "region|150000"]
    assert read() == ["latency", "150600"]
    demand.declined_readings = ["budget|300-300", "region|150600"]
    assert read() == ["latency"]


def test_what_an_offering_states_reaches_the_ranking() -> None:
    offering, _owner = published_offering()
    offering.served_regions = [region()]
    offering.price_min_wan, offering.lead_days_max = Decimal(50), 60
    offering.promises = [promise(10, valid_until=date(2030, 1, 1), reviewed_at=clock.now())]
    db.session.flush()

    [record] = offering_records([offering.id])

    [line] = record.promises
    assert (line.subject, line.value, line.source, line.reviewed, line.valid_until) == (
        "latency", 10, "报告 7", True, "2030-01-01",
    )  # fmt: skip
    assert record.served == ("150600",)
    assert (record.price_wan, record.lead_days) == ((50.0, None), (None, 60))
    assert record.claimed
    assert record.evidence[0].site == "某露天煤矿"
    offering.organisation.state = OrganisationState.UNCLAIMED
    assert not next(iter(offering_records([offering.id]))).claimed


def test_a_missed_must_stands_apart_with_its_figure() -> None:
    demand, _owner = open_demand()
    offering, _provider = published_offering()
    offering.promises = [promise(30)]
    demand.requirements = [latency(20, is_must=True)]
    db.session.commit()
    need = demand_to_rank(demand).need

    shown = shown_ranking(need)

    assert shown.matches == []
    assert (shown.excluded_count, shown.reaching) == (1, 0)
    [match] = shown.excluded
    [verdict] = [row for row in match.requirements if row.is_must]
    assert verdict.answer is Answer.NOT_MET
    assert (verdict.label, verdict.promised) == ("时延 ≤ 20 毫秒", "≤ 30 毫秒")
    assert (str(verdict.answer_label), verdict.source) == ("不满足", "报告 7")
    assert match.missed == ["时延 ≤ 20 毫秒"]
    assert [(row.excludes, row.excludes_alone) for row in shown.requirements if row.is_must] == [
        (1, 1)
    ]
    wish = replace(need, requirements=tuple(replace(row, must=False) for row in need.requirements))
    assert [match.offering.id for match in shown_ranking(wish).matches] == [offering.id]
