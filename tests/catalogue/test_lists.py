"""The lists of offerings, providers and cases."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from factories.catalogue import SOURCE, case, offering, provider
from factories.people import account, organisation
from factories.reading import (
    MOST_QUERIES,
    addresses,
    card_titles,
    facet_counts,
    queries,
    ticked,
)
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.catalogue.enums import Effect, OfferingState
from matchmaker.catalogue.models import CaseEffect, Offering, Promise
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.taxonomy.enums import CapabilityKind

LISTS = ("/offerings", "/providers", "/cases")


def test_empty_lists_say_what_comes_here(client: FlaskClient) -> None:
    assert "还没有方案" in client.get("/offerings").text
    assert "还没有供应商" in client.get("/providers").text
    assert "还没有案例" in client.get("/cases").text


def test_offerings_show_only_what_is_published(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for state in OfferingState:
            offering(provider(f"单位{state}"), state.value, state)
        offering(organisation(state=OrganisationState.SUSPENDED), "停用单位的方案")
        db.session.commit()

    page = client.get("/offerings").text

    assert card_titles(page) == ["published"]
    assert "共 1 条" in page


def test_newest_offering_stands_first_unless_sorted_by_title(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        supplier, now = provider(), clock.now()
        offering(supplier, "B 较早", published_at=now - timedelta(days=1))
        offering(supplier, "C 较新", published_at=now)
        offering(supplier, "A 最早", published_at=now - timedelta(days=2))
        db.session.commit()

    assert card_titles(client.get("/offerings").text) == ["C 较新", "B 较早", "A 最早"]
    by_title = client.get("/offerings?sort=title").text
    assert card_titles(by_title) == ["A 最早", "B 较早", "C 较新"]


def test_offerings_are_narrowed_by_each_filter(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider()
        offering(supplier, "行业", sector=mining)
        offering(supplier, "场景", scenes=mining.scenes)
        offering(supplier, "能力", capabilities=[capability("mec", "边缘计算")])
        offering(supplier, "深圳", region_code="440300")
        offering(provider("另一家"), "别家")
        db.session.commit()
        path = f"/offerings?provider={supplier.id}"

    def titles(query: str) -> list[str]:
        return sorted(card_titles(client.get(f"/offerings?{query}").text))

    assert titles("sector=mining") == ["场景", "行业"]  # a sector holds its scenes
    assert titles("scene=mining-1") == ["场景"]
    assert titles("capability=mec") == ["能力"]
    assert titles("region=440000") == ["深圳"]
    assert titles("region=广东深圳") == ["深圳"]
    assert sorted(card_titles(client.get(path).text)) == ["场景", "深圳", "能力", "行业"]
    assert "只看 远方通信 的方案" in client.get(path).text


@pytest.mark.parametrize("path", LISTS)
def test_unknown_filter_values_are_dropped_and_named(client: FlaskClient, path: str) -> None:
    page = client.get(
        f"{path}?sector=<script>&scene=%00&region=火星&capability=x&provider=99999999999"
        "&year=1&type=bank&initial=é&sort=price&evidence=rumour&effect=luck"
    ).text

    named = {
        "/offerings": "&lt;script&gt;”、“火星”、“x”、“rumour”、“99999999999”、“price",
        "/providers": "&lt;script&gt;”、“火星”、“bank”、“É",
        "/cases": "&lt;script&gt;”、“火星”、“1”、“luck”、“99999999999",
    }
    assert f"没有“{named[path]}”这样的条件" in page


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "", "99999999999", "１"])
def test_pages_that_do_not_exist_are_not_found(client: FlaskClient, path: str, page: str) -> None:
    assert client.get(path, query_string={"page": page}).status_code == 404


def test_filters_are_kept_from_page_to_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山")
        supplier = provider()
        for number in range(21):
            offering(supplier, f"方案{number}", sector=mining)
        db.session.commit()

    page = client.get("/offerings?sector=mining").text

    assert len(card_titles(page)) == 20
    assert "/offerings?sector=mining&page=2" in addresses(page)
    assert len(card_titles(client.get("/offerings?sector=mining&page=2").text)) == 1


def test_cases_are_narrowed_by_year_sector_scene_and_region(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider()
        case("甲", sector=mining, scenes=mining.scenes, year_from=2020, year_to=2022)
        case("乙", year_from=2023, year_to=None, region_code="440300")
        case("丙", year_from=None, year_to=None, parts=[(supplier, "网络")])
        db.session.commit()
        path = f"/cases?provider={supplier.id}"

    def titles(query: str) -> list[str]:
        return card_titles(client.get(f"/cases?{query}").text)

    assert titles("") == ["乙", "甲", "丙"]
    assert titles("year=2021") == ["甲"]
    assert titles("year=2023") == ["乙"]
    assert titles("scene=mining-1") == ["甲"]
    assert titles("region=广东") == ["乙"]
    assert card_titles(client.get(path).text) == ["丙"]
    assert "没有符合条件的案例" in client.get("/cases?year=2024").text
    assert ticked(client.get("/cases?year=2021").text) == {("year", "2021")}


def test_long_words_and_markup_are_shown_as_text(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        offering(provider("<b>单位</b>"), "<script>alert(1)</script>" + "长" * 100)
        db.session.commit()

    page = client.get("/offerings").text

    assert "&lt;script&gt;alert(1)" in page
    assert "<b>单位</b>" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_lists_need_few_queries_however_long(app: Flask, client: FlaskClient, rows: int) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        province("440000", "广东省", ("440300", "深圳市"))
        mec = capability("mec", "边缘计算")
        for number in range(rows):
            values: dict[str, Any] = {"sector": mining, "scenes": mining.scenes}
            values["region_code"] = "440300"
            supplier = provider(f"单位{number}", region_code="440300")
            evidence = case(f"案例{number}", parts=[(supplier, "网络")], **values)
            offering(supplier, f"方案{number}", capabilities=[mec], cases=[evidence], **values)
        db.session.commit()
        everything = (
            "sector=mining&scene=mining-1&region=广东深圳&capability=mec&year=2023"
            f"&provider={supplier.id}"
        )

    for path in (*LISTS, *(f"{path}?{everything}" for path in LISTS)):
        with queries(app) as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= MOST_QUERIES, path


def test_values_of_one_filter_are_or_and_filters_are_and(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining, port = plain_sector("mining", "矿山"), plain_sector("port", "港口")
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider()
        offering(supplier, "矿", sector=mining)
        offering(supplier, "深圳的矿", sector=mining, region_code="440300")
        offering(supplier, "港", sector=port)
        offering(supplier, "两样都不是")
        db.session.commit()

    either = client.get("/offerings?sector=mining&sector=port").text
    both = client.get("/offerings?sector=mining&sector=port&region=440000").text

    assert sorted(card_titles(either)) == ["深圳的矿", "港", "矿"]
    assert card_titles(both) == ["深圳的矿"]
    assert ticked(both) == {("sector", "mining"), ("sector", "port"), ("region", "440000")}
    assert facet_counts(both, "sector") == {"mining": 1, "port": 0}  # the region narrows them
    assert facet_counts(both, "region") == {"440000": 1, "440300": 1}  # not by the region itself
    assert facet_counts(either, "sector") == {"mining": 2, "port": 1}


def test_chosen_filters_can_be_taken_back_one_by_one(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        plain_sector("mining", "矿山")
        plain_sector("port", "港口")
        supplier = provider()
        offering(supplier)
        db.session.commit()
        query = f"sector=mining&sector=port&provider={supplier.id}&sort=title&page=1"

    found = addresses(client.get(f"/offerings?{query}").text)

    assert f"/offerings?sector=port&provider={supplier.id}&sort=title" in found
    assert "/offerings?sector=mining&sector=port&sort=title" in found


def test_a_region_inside_a_chosen_one_narrows_it(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        province("440000", "广东省", ("440100", "广州市"), ("440300", "深圳市"))
        supplier = provider()
        offering(supplier, "广州", region_code="440100")
        offering(supplier, "深圳", region_code="440300")
        db.session.commit()

    assert card_titles(client.get("/offerings?region=440000&region=440300").text) == ["深圳"]


def test_offerings_are_narrowed_by_what_they_rest_on_and_reach(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        supplier = provider()
        offering(supplier, "有案例", cases=[case()])
        offering(supplier, "全国", is_nationwide=True)
        proven = offering(supplier, "有报告")
        promise = {"kind": "metric", "metric": "latency", "op": "<=", "value": 20}
        proven.promises = [
            Promise(**promise, evidence="test-report", reviewed_at=clock.now()),
            Promise(**promise, evidence="certificate"),  # nobody has looked at it
        ]
        db.session.commit()

    def titles(query: str) -> list[str]:
        return card_titles(client.get(f"/offerings?{query}").text)

    assert titles("evidence=case") == ["有案例"]
    assert titles("evidence=test-report") == ["有报告"]
    assert titles("evidence=certificate") == []
    assert titles("region=000000") == ["全国"]
    page = client.get("/offerings").text
    assert facet_counts(page, "evidence") == {"case": 1, "test-report": 1}
    assert facet_counts(page, "region") == {"000000": 1}


def test_category_holds_its_products(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        terminals = capability("terminals", "终端", kind=CapabilityKind.CATEGORY)
        camera = capability("camera", "摄像机", kind=CapabilityKind.ITEM, parent=terminals)
        offering(provider(), "摄像机方案", capabilities=[camera])
        offering(provider("别家"), "别的")
        db.session.commit()

    page = client.get("/offerings?category=terminals").text

    assert card_titles(page) == ["摄像机方案"]
    assert facet_counts(page, "category") == {"terminals": 1}
    assert facet_counts(page, "capability") == {"camera": 1}


def test_cases_are_narrowed_by_kind_of_effect(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        cheaper = case("便宜了", effects="运营成本降低15%")
        cheaper.effect_rows = [CaseEffect(kind=Effect.COST)]
        case("没说")
        db.session.commit()

    page = client.get("/cases?effect=cost&effect=energy").text

    assert card_titles(page) == ["便宜了"]
    assert facet_counts(page, "effect") == {"cost": 1, "energy": 0}


def test_a_list_follows_what_was_withdrawn(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        supplier = provider()
        row = offering(supplier, sector=plain_sector("mining", "矿山"))
        db.session.commit()
        number = row.id
    assert facet_counts(client.get("/offerings").text, "sector") == {"mining": 1}

    with app.app_context():
        withdraw_offering(db.session.get_one(Offering, number), actor=account())
        db.session.commit()

    page = client.get("/offerings").text
    assert "还没有方案" in page
    assert facet_counts(page, "sector") == {}


@pytest.mark.parametrize("path", LISTS)
def test_thousands_of_filter_values_are_bounded(client: FlaskClient, path: str) -> None:
    many = "&".join(f"sector=s{number}" for number in range(3_000))

    response = client.get(f"{path}?{many}&endpoint=x&_external=1&_scheme=ftp")

    assert response.status_code == 200
    assert "“s19”" in response.text
    assert "“s20”" not in response.text


@pytest.mark.parametrize("path", LISTS)
def test_lists_are_handed_out_as_spreadsheets(app: Flask, client: FlaskClient, path: str) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        supplier = provider("=cmd|' /C calc'!A0")
        evidence = case("=1+1", sector=mining, parts=[(supplier, "网络")])
        offering(supplier, "=2+2", sector=mining, cases=[evidence])
        case("别的")
        offering(supplier, "别的")
        provider("别家")
        db.session.commit()

    response = client.get(f"{path}/export?sector=mining")

    assert response.headers["Content-Disposition"].endswith(".xlsx")
    book = load_workbook(BytesIO(response.data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 2
    assert str(rows[1][0]).startswith("=")  # as text
    assert book.worksheets[0]["A2"].data_type == "s"
    about = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert about["共有"] == 1
    assert "矿山" in about.values()


def test_every_list_names_its_source(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        case()
        db.session.commit()

    assert SOURCE in addresses(client.get("/cases").text)
