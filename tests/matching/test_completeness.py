"""What a provider leaves unsaid, counted on the demands it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from factories.catalogue import offering
from factories.people import account, member, organisation
from factories.reading import queries, table_rows
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province, standard
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.enums import EvidenceKind, OfferingState
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.matching.queries.completeness import completeness
from matchmaker.matching.scoring.completeness import Asked, Cost, Fact, Stated, costs, fullness
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Capability, Scene

LATENCY = Fact(RequirementKind.METRIC, "latency")
MEC = Fact(RequirementKind.CAPABILITY, "mec")
TIME = Fact(RequirementKind.TIME)
MINE, PORT = frozenset({1}), frozenset({2})


def asked(*facts: Fact, scenes: frozenset[int] = MINE, sector: int | None = 7) -> Asked:
    return Asked(sector, scenes, frozenset(facts))


def stated(
    number: int, *facts: Fact, scenes: frozenset[int] = MINE, sector: int | None = 7
) -> Stated:
    return Stated(number, sector, scenes, frozenset(facts))


def test_costliest_fact_comes_first_with_the_offerings_that_leave_it_out() -> None:
    offerings = [stated(1, LATENCY), stated(2), stated(3, scenes=PORT)]
    demands = [asked(LATENCY, TIME), asked(TIME), asked(LATENCY, scenes=PORT)]

    assert costs(offerings, demands) == (
        Cost(LATENCY, demands=2, silent=(2, 3), related=3),
        Cost(TIME, demands=2, silent=(1, 2), related=2),
    )


def test_one_offering_with_a_capability_is_enough_for_a_demand() -> None:
    assert costs([stated(1, MEC), stated(2)], [asked(MEC)]) == ()
    assert costs([stated(1), stated(2)], [asked(MEC)]) == (Cost(MEC, 1, (1, 2), 2),)


def test_demand_without_scenes_concerns_its_sector_and_others_nobody() -> None:
    offerings = [stated(1)]

    assert costs(offerings, [asked(TIME, scenes=frozenset())]) == (Cost(TIME, 1, (1,), 1),)
    assert costs(offerings, [asked(TIME, scenes=frozenset(), sector=8)]) == ()
    assert costs(offerings, [asked(TIME, scenes=PORT)]) == ()


@pytest.mark.parametrize(
    ("shares", "percent"),
    [
        ({}, 0),
        ({"a": (0, 0)}, 0),
        ({"a": (1, 1), "b": (1, 3), "c": (0, 0)}, 66),
        ({"a": (3, 3), "b": (1, 1)}, 100),
    ],
)
def test_every_fact_weighs_the_same(shares: dict[str, tuple[int, int]], percent: int) -> None:
    assert fullness(shares) == percent


@pytest.fixture
def owner_id(app: Flask) -> int:
    """Give organisation 1 with two offerings of a scene, and three open demands there."""
    with app.app_context():
        province("440000", "广东省")
        mining = plain_sector("mining", "矿山", "无人矿卡")
        mec, slicing = capability("mec", "边缘计算"), capability("slicing", "网络切片")
        rule = standard("YD/T 1-2024", "矿山5G专网")
        owner = member(organisation("华北矿用装备有限公司"))
        _offerings(owner.memberships[0].organisation, mining.scenes, mec)
        _demands(owner, mining.scenes, [slicing], rule.id)
        db.session.commit()
        return owner.id


def _offerings(of: Organisation, scenes: list[Scene], mec: Capability) -> None:
    full: Offering = offering(
        of,
        scenes=list(scenes),
        capabilities=[mec],
        region_code="440000",
        price_max_wan=Decimal(80),
        lead_days_max=90,
    )
    full.promises = [
        Promise(
            kind=RequirementKind.METRIC,
            metric=Metric.LATENCY,
            op=Operator.AT_MOST,
            value=20.0,
            evidence=EvidenceKind.STATEMENT,
        )
    ]
    offering(of, "还没写全的草稿", OfferingState.DRAFT, scenes=list(scenes))
    offering(of, "已经撤回的方案", OfferingState.WITHDRAWN, scenes=list(scenes))


def _demands(
    owner: Account, scenes: list[Scene], wanted: list[Capability], standard_id: int
) -> None:
    later = clock.today() + timedelta(days=60)
    for number, (state, ends_on) in enumerate(
        [
            (DemandState.OPEN, later),
            (DemandState.OPEN, None),
            (DemandState.OPEN, clock.today() - timedelta(days=1)),
            (DemandState.DRAFT, later),
        ]
    ):
        row = Demand(
            author=owner,
            organisation=owner.memberships[0].organisation,
            title=f"需求{number}",
            text="露天煤矿想实现无人驾驶运输。",
            state=state,
            published_at=clock.now(),
            closes_on=ends_on or later,
            region_code="440000",
            ends_on=ends_on,
            scenes=list(scenes),
        )
        row.requirements = [
            _line(kind=RequirementKind.METRIC, metric=Metric.LATENCY, op="<=", value=20.0),
            _line(kind=RequirementKind.METRIC, metric=Metric.JITTER, op="<=", value=5.0),
            _line(kind=RequirementKind.CAPABILITY, capability=wanted[0]),
            _line(kind=RequirementKind.STANDARD, standard_id=standard_id, is_declined=number == 0),
        ]
        db.session.add(row)
    db.session.flush()


def _line(**values: object) -> Requirement:
    if "op" in values:
        values["op"] = Operator(str(values["op"]))
    return Requirement(source=RequirementSource.STATED, **values)


def test_costs_are_counted_on_open_demands_of_the_same_scenes(app: Flask, owner_id: int) -> None:
    assert owner_id
    with app.app_context():
        found = completeness(db.session.get_one(Organisation, 1))

        assert (found.offerings, found.demands) == (2, 2)
        told = {(cost.kind.value, cost.label): (cost.demands, cost.silent) for cost in found.costs}
    assert told == {
        ("metric", "时延"): (2, 1),
        ("metric", "抖动"): (2, 2),
        ("capability", "网络切片"): (2, 2),
        ("standard", "YD/T 1-2024"): (1, 2),
        ("region", ""): (2, 1),
        ("time", ""): (1, 1),
    }


def test_page_says_what_is_missing_and_leads_to_the_field(
    app: Flask, client: FlaskClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    assert client.get("/my/profile").location == "/organisations/1/profile"
    with queries(app) as statements:
        page = client.get("/organisations/1/profile").text

    assert len(statements) <= 20
    assert ["1 个方案没有写交付时间 （相关的共 2 个）", "1", "还没写全的草稿"] in table_rows(page)
    assert 'href="/offerings/2/edit#lead_days_min"' in page
    assert "与您的方案同场景、正在公开的需求有 2 条。" in page


def test_person_without_organisation_learns_how_to_get_one(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        person = account("新人")
        db.session.commit()
        person_id = person.id
    sign_in(app, client, person_id)

    assert "还没有可以代表的单位" in client.get("/my/profile").text
