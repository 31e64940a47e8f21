"""What an offering leaves out that costs it matches."""

from decimal import Decimal

import pytest
from factories.catalogue import case, offering
from factories.people import member, organisation
from factories.taxonomy import plain_sector

from matchmaker import clock
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.catalogue.scoring import Gap, Missing, missing_facts
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.matching.queries.gaps import gaps_of
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Scene


def test_metrics_asked_for_most_come_first_and_what_is_stated_is_left_out() -> None:
    asked = {Metric.SYNC: 1, Metric.LATENCY: 3, Metric.JITTER: 3, Metric.RATE: 5, Metric.DENSITY: 0}

    found = missing_facts(
        promised={Metric.RATE},
        asked=asked,
        has_region=True,
        has_price=False,
        has_lead_time=True,
        has_case=False,
    )

    assert found == (
        Missing(Gap.METRIC, Metric.JITTER, 3),
        Missing(Gap.METRIC, Metric.LATENCY, 3),
        Missing(Gap.METRIC, Metric.SYNC, 1),
        Missing(Gap.PRICE),
        Missing(Gap.CASE),
    )


def asking(scene: Scene, state: DemandState, *lines: tuple[Metric, bool]) -> None:
    mine = organisation()
    row = Demand(
        title="需求",
        text="时延要低",
        state=state,
        scenes=[scene],
        organisation=mine,
        author=member(mine),
        published_at=clock.now(),
        closes_on=clock.today(),
    )
    row.requirements = [
        Requirement(
            kind=RequirementKind.METRIC,
            metric=metric,
            op=Operator.AT_MOST,
            value=20.0,
            source=RequirementSource.STATED,
            is_declined=is_declined,
        )
        for metric, is_declined in lines
    ]
    db.session.add(row)


@pytest.mark.usefixtures("session")
def test_only_lines_of_open_demands_of_its_scenes_are_counted() -> None:
    field = plain_sector("mining", "矿山", "无人矿卡", "视频监控")
    trucks, cameras = field.scenes
    latency = Promise(
        kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20.0,
        evidence=EvidenceKind.STATEMENT,
    )  # fmt: skip
    row = offering(organisation(), scenes=[trucks], cases=[case()], promises=[latency])
    asking(trucks, DemandState.OPEN, (Metric.LATENCY, False), (Metric.JITTER, False))
    asking(trucks, DemandState.OPEN, (Metric.JITTER, False), (Metric.DENSITY, True))
    asking(trucks, DemandState.DRAFT, (Metric.SYNC, False))
    asking(cameras, DemandState.OPEN, (Metric.RATE, False))
    db.session.flush()

    assert gaps_of(row) == (
        Missing(Gap.METRIC, Metric.JITTER, 2),
        Missing(Gap.REGION),
        Missing(Gap.PRICE),
        Missing(Gap.LEAD_TIME),
    )

    row.is_nationwide, row.price_max_wan, row.lead_days_min = True, Decimal(50), 30
    assert gaps_of(row) == (Missing(Gap.METRIC, Metric.JITTER, 2),)
