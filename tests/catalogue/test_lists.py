"""The lists of offerings, providers and cases."""

from datetime import timedelta
from typing import Any

import pytest
from factories.catalogue import SOURCE, case, offering, provider
from factories.people import organisation
from factories.reading import (
    MOST_QUERIES,
    addresses,
    card_titles,
    chosen_options,
    queries,
    table_rows,
)
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.catalogue.enums import OfferingState, ProviderType
from matchmaker.catalogue.queries import pinyin_initial, pinyin_key
from matchmaker.db import db

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
    assert chosen_options(by_title, "sort") == ["title"]


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

    assert titles("sector=mining") == ["行业"]
    assert titles("scene=mining-1") == []  # its sector is asked for as well
    assert titles("capability=mec") == ["能力"]
    assert titles("region=440000") == ["深圳"]
    assert titles("region=广东深圳") == ["深圳"]
    assert sorted(card_titles(client.get(path).text)) == ["场景", "深圳", "能力", "行业"]
    assert "只看 远方通信 的方案" in client.get(path).text


@pytest.mark.parametrize("path", LISTS)
def test_unknown_filter_values_are_dropped_and_named(client: FlaskClient, path: str) -> None:
    page = client.get(
        f"{path}?sector=<script>&scene=%00&region=火星&capability=x&provider=99999999999"
        "&year=1&type=bank&initial=é&sort=price"
    ).text

    named = "&lt;script&gt;”、“火星”、“x”、“99999999999”、“1”、“bank”、“é”、“price"
    assert f"没有“{named}”这样的条件" in page


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


def test_providers_stand_in_the_order_of_their_pinyin(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for name in ("中国移动", "阿里云", "Nokia", "5G联盟", "长沙矿山院", "重庆通信"):
            provider(name)
        db.session.commit()

    page = client.get("/providers").text

    names = [row[0].removesuffix(" 未认领") for row in table_rows(page)]
    assert names == ["阿里云", "长沙矿山院", "重庆通信", "Nokia", "中国移动", "5G联盟"]
    assert "共 6 家" in page
    only_c = table_rows(client.get("/providers?initial=c").text)
    assert [row[0] for row in only_c] == ["长沙矿山院 未认领", "重庆通信 未认领"]


def test_provider_line_shows_type_region_and_counts(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider("远方通信", region_code="440300", type=ProviderType.VENDOR)
        offering(supplier)
        offering(supplier, state=OfferingState.DRAFT)
        case(parts=[(supplier, "网络")])
        provider("山里电信", place="某国某城")
        db.session.commit()

    assert table_rows(client.get("/providers").text) == [
        ["山里电信 未认领", "运营商", "某国某城", "0", "0"],
        ["远方通信 未认领", "设备商", "深圳市", "1 远方通信的方案", "1 远方通信的案例"],
    ]
    assert len(table_rows(client.get("/providers?type=vendor&region=广东").text)) == 1
    assert "没有符合条件的供应商" in client.get("/providers?type=research").text


def test_organisation_without_profile_is_a_provider_once_it_offers(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        active = organisation("新登记的单位")
        organisation("只发需求的单位")
        offering(active)
        db.session.commit()
        path = f"/providers/{active.id}"

    assert [row[0] for row in table_rows(client.get("/providers").text)] == ["新登记的单位 已认领"]
    page = client.get(path)
    assert page.status_code == 200
    assert "尚未由该单位认领" not in page.text


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
    years = client.get("/cases?year=2021").text
    assert chosen_options(years, "year") == ["2021"]


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


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("重庆通信", "C"),
        ("华为", "H"),
        ("nokia", "N"),
        ("“山东”能源", "S"),
        ("（北京）研究院", "B"),
        ("5G联盟", "#"),
        ("🚀公司", "#"),
        ("", "#"),
    ],
)
def test_name_stands_under_its_first_sound(name: str, initial: str) -> None:
    assert pinyin_initial(name) == initial


def test_names_of_one_sound_keep_a_stable_order() -> None:
    assert sorted(("时代", "世代", "B"), key=pinyin_key) == ["B", "世代", "时代"]


def test_every_list_names_its_source(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        case()
        db.session.commit()

    assert SOURCE in addresses(client.get("/cases").text)
