"""The gap radar against a small world worked out by hand, and its pages.

Two sectors, three provinces, six public demands of four organisations, five published offerings:

| demand | sector | place | best | answered | | offering | sector | serves |
|---|---|---|---|---|---|---|---|---|
| 1 A | mining | Inner Mongolia | 60 | 2 days | | 1 | mining | Inner Mongolia |
| 2 B | mining | Inner Mongolia | 30 | 4 days | | 2 | mining | all of China |
| 3 C | mining | Inner Mongolia | none | no | | 3 | port | Guangdong |
| 4 A | mining | Guangdong | 50 | no | | 4 | port | Guangdong, Henan |
| 5 D | port | Guangdong | 44 | 10 days | | 5 | port | says nothing |
| 6 D | port | nowhere | never ranked | no | | | | |
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from factories.catalogue import offering, provider
from factories.people import account, member, organisation
from factories.reading import queries
from factories.sheets import read_book
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, Visibility
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import EngagementState
from matchmaker.engagements.models import Engagement
from matchmaker.insight.enums import Area, Spot
from matchmaker.insight.models.gaps import DemandGap, GapLine
from matchmaker.insight.queries.gaps import Slice, gap_page, gap_totals, radar
from matchmaker.insight.queries.pains import pains
from matchmaker.matching.models import DemandStanding, StandingPlace
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.models import Region, Sector

INNER_MONGOLIA, GUANGDONG, HENAN = "150000", "440000", "410000"


@dataclass
class World:
    mining: Sector
    port: Sector
    demands: list[Demand]


def posted(
    of: Organisation, sector: Sector, place: str | None, best: int | None, days: float | None
) -> Demand:
    """Add an open demand, its best fit in tenths (0 none, None never ranked) and first answer."""
    owner = member(of)
    since = clock.now() - timedelta(days=20)
    row = Demand(
        organisation=of, author=owner, title=f"{of.name}的需求", text="做5G专网", sector=sector,
        region_code=place, state=DemandState.OPEN, visibility=Visibility.PUBLIC,
        published_at=since, closes_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    if best is not None:
        db.session.add(
            DemandStanding(demand_id=row.id, model_number=0, version=1, stood_at=clock.now())
        )
        db.session.flush()
    if days is not None:
        db.session.add(
            Engagement(
                demand=row, provider=provider(f"应答方{row.id}"), state=EngagementState.OFFERED,
                opened_by_provider=True, created_at=since + timedelta(days=days),
            )
        )  # fmt: skip
    db.session.flush()
    return row


def world() -> World:
    """Add the rows of the table above."""
    mining, port = plain_sector("mining", "矿山", "truck"), plain_sector("port", "港口", "crane")
    for code, name in ((INNER_MONGOLIA, "内蒙古"), (GUANGDONG, "广东省"), (HENAN, "河南省")):
        province(code, name)
    a, b, c, d = (organisation(name) for name in ("甲矿", "乙矿", "丙矿", "丁港"))
    demands = [
        posted(a, mining, INNER_MONGOLIA, 600, 2),
        posted(b, mining, INNER_MONGOLIA, 300, 4),
        posted(c, mining, INNER_MONGOLIA, 0, None),
        posted(a, mining, GUANGDONG, 500, None),
        posted(d, port, GUANGDONG, 440, 10),
        posted(d, port, None, None, None),
    ]
    seller = provider("远方")
    guangdong, henan = db.session.get_one(Region, GUANGDONG), db.session.get_one(Region, HENAN)
    sold = [
        offering(seller, "一", sector=mining, region_code=INNER_MONGOLIA),
        offering(seller, "二", sector=mining, is_nationwide=True),
        offering(seller, "三", sector=port, region_code=GUANGDONG),
        offering(seller, "四", sector=port, served_regions=[guangdong, henan]),
        offering(seller, "五", sector=port),
    ]
    for row, best in zip(demands, (600, 300, 0, 500, 440, None), strict=True):
        if best:
            db.session.add(
                StandingPlace(demand_id=row.id, offering_id=sold[0].id, rank=1, tenths=best)
            )
    db.session.flush()
    return World(mining, port, demands)


@pytest.mark.usefixtures("session")
def test_every_figure_is_the_one_worked_out_by_hand() -> None:
    made = world()
    page = gap_page()

    whole = page.whole
    assert (whole.demands, whole.offerings, whole.ranked, whole.good) == (6, 5, 5, 3)
    assert whole.median_fit == 44.0  # 0 30 44 50 60
    assert (whole.answered, whole.median_days, whole.waiting, whole.owners) == (3, 4.0, 3, 4)

    mining, port = made.mining.id, made.port.id
    assert {
        cell: (row.demands, row.offerings, row.ranked, row.good, row.median_fit)
        for cell, row in page.cells.items()
    } == {
        (mining, Area.NORTH): (3, 2, 3, 1, 30.0),
        (mining, Area.SOUTH): (1, 1, 1, 1, 50.0),
        (mining, Area.CENTRAL): (0, 1, 0, 0, None),
        (port, Area.SOUTH): (1, 2, 1, 1, 44.0),
        (port, Area.CENTRAL): (0, 1, 0, 0, None),
    }
    assert {code: (row.demands, row.offerings) for code, row in page.provinces.items()} == {
        INNER_MONGOLIA: (3, 2),
        GUANGDONG: (2, 3),
        HENAN: (0, 2),
    }
    assert {key: (row.demands, row.offerings) for key, row in page.sectors.items()} == {
        mining: (4, 2),
        port: (2, 3),
    }
    # A third of the demands there have a good match: fewer than half.
    assert [cell for cell, _row in page.spots(Spot.HOT)] == [(mining, Area.NORTH)]
    assert page.spots(Spot.COLD) == []


@pytest.mark.usefixtures("session")
def test_a_slice_has_the_figures_of_what_is_inside_it() -> None:
    made = world()
    of = Slice(sector=made.mining.id, provinces=frozenset({INNER_MONGOLIA}))
    row = gap_page(of).whole
    assert (row.demands, row.offerings, row.good, row.waiting) == (3, 2, 1, 1)
    assert (row.answered, row.median_days, row.owners) == (2, 3.0, 3)
    assert radar().numbers(of) == [demand.id for demand in made.demands[:3]]
    port = gap_page(Slice(sector=made.port.id)).whole
    assert (port.median_days, port.is_masked) == (10.0, True)


@pytest.mark.usefixtures("session")
def test_what_is_not_public_counts_nowhere() -> None:
    made = world()
    made.demands[0].visibility = Visibility.INVITED
    made.demands[1].closes_on = clock.today() - timedelta(days=1)
    assert made.demands[2].organisation
    made.demands[2].organisation.state = OrganisationState.SUSPENDED
    db.session.flush()
    row = gap_page().whole
    assert (row.demands, row.ranked, row.good) == (3, 2, 2)
    assert row.answered == 2  # the one that is over still tells how soon it was answered


@pytest.mark.usefixtures("session")
def test_snapshots_leave_out_what_speaks_of_single_organisations() -> None:
    world()
    found = gap_totals()
    assert found["all"]["median_days"] == 4.0
    assert found["sectors"]["port"]["median_days"] is None
    assert found["sectors"]["port"]["good"] == 1


def held(of: Demand, *lines: GapLine) -> None:
    db.session.add(
        DemandGap(demand_id=of.id, standing_version=1, candidates=3, read_at=clock.now())
    )
    db.session.flush()
    for line in lines:
        line.demand_id = of.id
        db.session.add(line)
    db.session.flush()


def gap_line(
    subject: str, met: int = 0, unknown: int = 0, missed: int = 0, **more: object
) -> GapLine:
    values: dict[str, object] = {"anywhere": met, "alone": 0, "is_must": False, **more}
    return GapLine(
        kind=RequirementKind.CAPABILITY, subject=subject, met=met, unknown=unknown, missed=missed,
        **values,
    )  # fmt: skip


@pytest.mark.usefixtures("session")
def test_pain_points_count_demands_by_what_their_lines_are_about() -> None:
    made = world()
    capability("mec", "边缘计算")
    capability("slice", "网络切片")
    first, second, third = made.demands[:3]
    held(first, gap_line("mec", missed=3), gap_line("slice", met=1, unknown=2))
    held(
        second,
        gap_line("mec", unknown=3, unlocked_tenths=440),
        gap_line("slice", missed=3, anywhere=5, alone=2, unlocked_tenths=439),
    )
    held(third, gap_line("mec", alone=1, missed=1, unlocked_tenths=700))

    found = pains()
    assert found.held == 3
    assert [(row.label, row.demands) for row in found.unmet] == [("边缘计算", 3)]
    assert [(row.key, row.open, row.missed, row.unknown) for row in found.open] == [
        ("capability:mec", 3, 2, 1),
        ("capability:slice", 1, 1, 0),
    ]
    assert [(row.label, row.unlocked, row.alone) for row in found.unlock] == [("边缘计算", 2, 1)]
    only = pains([first.id])
    assert [(row.label, row.open) for row in only.open] == [("边缘计算", 1)]


def test_pages_show_the_figures_and_stay_within_few_queries(app: Flask, client: PageClient) -> None:
    assert "这个范围里还没有需求和供给" in client.get("/insight/gaps").text
    assert "还没有核对过的需求" in client.get("/insight/gaps/pains").text
    with app.app_context():
        made = world()
        capability("mec", "边缘计算")
        held(made.demands[0], gap_line("mec", missed=3))
        db.session.commit()
    app.extensions["kept"]._held.clear()

    for path in (
        "/insight/gaps",
        "/insight/gaps?sector=mining&area=north&show=good",
        "/insight/gaps/demands?sector=mining",
        "/insight/gaps/pains?region=150000",
        "/insight/gaps/scenes/mining-1",
    ):
        client.get(path)  # reads the facts, which are kept until something changes
        with queries(app) as statements:
            page = client.get(path)
        assert page.status_code == 200, path
        assert len(statements) <= 15, (path, len(statements))

    overview = client.get("/insight/gaps").text
    assert "4 天" in overview
    assert "矿山" in overview
    listed = client.get("/insight/gaps/demands?line=capability:mec").text
    assert "甲矿的需求" in listed
    assert "乙矿的需求" not in listed


def test_response_times_of_few_organisations_are_told_to_staff_alone(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        world()
        db.session.commit()
        auditor = account("沈审计", staff=StaffRole.AUDITOR).id
        db.session.commit()
    page = client.get("/insight/gaps?sector=port").text
    assert "少于 3 家" in page
    assert "10 天" not in page
    sign_in(app, client, auditor)
    assert "10 天" in client.get("/insight/gaps?sector=port").text


def test_tables_come_as_csv_and_as_a_workbook(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        world()
        db.session.commit()
    text = client.get("/insight/gaps/files/cells?format=csv").get_data(as_text=True)
    assert "矿山,华北,3,2,1,0.3333,30.0," in text
    book = read_book(client.get("/insight/gaps/files/provinces").data)
    assert [row[:3] for row in book[1:]] == [
        ["内蒙古", "3", "2"],
        ["河南省", "0", "2"],
        ["广东省", "2", "3"],
    ]
    assert client.get("/insight/gaps/files/nothing").status_code == 404
    assert client.get("/insight/gaps/pains/files/unmet").status_code == 200
    assert client.get("/insight/gaps/pains/files/nothing").status_code == 404


def test_values_nobody_knows_are_named_and_dropped(client: PageClient) -> None:
    page = client.get("/insight/gaps?sector=nothing&area=%3Cb%3E&show=x&line=y").text
    assert "没有“nothing”、“&lt;b&gt;”、“y”、“x”这样的条件" in page
