"""The key cities: ranks in the table, the page of one, several side by side."""

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand
from factories.insight import city
from factories.reading import MOST_QUERIES, addresses, chosen_options, queries, table_rows
from factories.sheets import read_book
from flask import Flask
from pages import PageClient

from matchmaker.db import db
from matchmaker.insight.enums import CityMeasure
from matchmaker.insight.queries.cities import city_page, city_table

TIANJIN, SHIJIAZHUANG, ZHUHAI, CHENGDU = "120000", "130100", "440400", "510100"


def four_cities() -> None:
    """Three rows of the published table and a made up one that equals another."""
    city(TIANJIN, "天津市", 1, traffic_share_pct=66.41, iot_connections_10k=26.23)
    city(SHIJIAZHUANG, "石家庄市", 2, traffic_share_pct=69.11, iot_connections_10k=16.17)
    city(
        ZHUHAI, "珠海市", 3,
        traffic_share_pct=62.4, iot_connections_10k=42.59, user_penetration_pct=120.0,
        education_penetration_pct=50.0,
    )  # fmt: skip
    city(CHENGDU, "成都市", 4, traffic_share_pct=66.41, iot_connections_10k=12.31)
    db.session.commit()


@pytest.mark.usefixtures("session")
def test_ranks_best_and_middle_of_a_small_table() -> None:
    four_cities()
    table = city_table()
    traffic, users = CityMeasure.TRAFFIC, CityMeasure.USERS

    assert [row.ranks[traffic] for row in table.rows] == [2, 1, 4, 2]
    assert [row.ranks[users] for row in table.rows] == [None, None, 1, None]
    assert (table.best[traffic], table.middle[traffic]) == (69.11, 66.41)
    assert (table.best[users], table.middle[users], table.published[users]) == (120.0, None, 1)
    assert (table.best[CityMeasure.HOSPITALS], table.published[CityMeasure.HOSPITALS]) == (None, 0)
    assert [row.figure.region_code for row in table.leaders(CityMeasure.IOT)] == [ZHUHAI]


@pytest.mark.usefixtures("session")
def test_what_is_here_is_counted_for_the_city_and_its_province() -> None:
    four_cities()
    db.session.expire_all()
    offers = provider()
    offering(offers, region_code=ZHUHAI)
    offering(offers, region_code="440000")
    offering(offers, region_code=CHENGDU)
    demand, _owner = open_demand()
    demand.region_code = ZHUHAI
    db.session.flush()

    page, alone = city_page(ZHUHAI), city_page(TIANJIN)

    assert page
    assert {one.kind: (one.in_city, one.in_province) for one in page.nearby} == {
        "demands": (1, 1), "offerings": (1, 2), "cases": (0, 0), "showcases": (0, 0),
    }  # fmt: skip
    assert alone
    assert {one.in_province for one in alone.nearby} == {None}
    assert alone.is_municipality
    assert city_page("110000") is None


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["天津市", "石家庄市", "珠海市", "成都市"]),
        ("traffic", ["石家庄市", "天津市", "成都市", "珠海市"]),
        ("iot", ["珠海市", "天津市", "石家庄市", "成都市"]),
        ("users", ["珠海市", "天津市", "石家庄市", "成都市"]),
        ("drop table", ["天津市", "石家庄市", "珠海市", "成都市"]),
    ],
)
def test_table_is_sorted_by_the_chosen_figure(
    app: Flask, client: PageClient, sort: str, names: list[str]
) -> None:
    with app.app_context():
        four_cities()

    page = client.get("/insight/cities", query_string={"sort": sort}).text

    rows = {row[1]: row[2:] for row in table_rows(page)}
    assert list(rows) == names
    assert rows["珠海市"][:2] == ["62.4% 第 4", "30 个 第 1"]
    assert rows["天津市"] == [
        "66.41% 第 2", "30 个 第 1", "26.23 万 第 2", "1 项 第 1", "— 没有公布", "— 没有公布",
    ]  # fmt: skip
    assert page.count("aria-sort") == 1
    assert "数据截至 2025年9月30日" in page
    assert "/sources#E2025" in addresses(page)


def test_page_of_a_city_says_where_it_stands(app: Flask, client: PageClient) -> None:
    with app.app_context():
        four_cities()

    page = client.get(f"/insight/cities/{ZHUHAI}")

    rows = table_rows(page.text)
    assert rows[0] == [
        "5G流量占比", "62.4%", "第 4，共 4 个城市公布", "低 6.71% 石家庄市", "低 4.01%", "E2025",
    ]  # fmt: skip
    assert rows[4][:5] == ["个人用户普及率", "120%", "第 1，共 1 个城市公布", "相同", "—"]
    assert "没有公布：三甲医院渗透率。" in page.text
    assert client.get("/insight/cities/110000").status_code == 404
    assert client.get("/insight/cities/nowhere").status_code == 404


def test_cities_stand_side_by_side_in_the_order_they_were_named(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        four_cities()
    address = f"/insight/cities/compare?city={CHENGDU}&city={TIANJIN}&city={CHENGDU}&city=1"

    page = client.get(address).text

    assert "有 1 个不是重点城市" in page
    assert chosen_options(page, "city") == [CHENGDU]
    assert table_rows(page)[0] == ["5G流量占比", "66.41% 第 2", "66.41% 第 2", "66.41%", "69.11%"]
    assert "bars__mark" in page
    assert "个人用户普及率" in page
    file = client.get(f"{address}&format=xlsx")
    assert [row[1] for row in read_book(file.data)] == ["城市", "成都市", "天津市"]


def test_comparison_asks_for_two_to_four(app: Flask, client: PageClient) -> None:
    with app.app_context():
        four_cities()
        city("500000", "重庆市", 5)
        db.session.commit()
    everyone = "&".join(
        f"city={code}" for code in ("500000", TIANJIN, SHIJIAZHUANG, ZHUHAI, CHENGDU)
    )

    assert "请选 2 到 4 个城市" in client.get("/insight/cities/compare").text
    assert "请选 2 到 4 个城市" in client.get(f"/insight/cities/compare?city={ZHUHAI}").text
    assert "最多比较 4 个城市" in client.get(f"/insight/cities/compare?{everyone}").text


def test_empty_pages_say_what_comes_here(client: PageClient) -> None:
    for path in ("/insight/cities", "/insight/cities/compare"):
        assert "还没有城市数据" in client.get(path).text


def test_file_leaves_empty_what_was_not_published(app: Flask, client: PageClient) -> None:
    with app.app_context():
        four_cities()

    head, first, *_rest = read_book(client.get("/insight/cities?format=xlsx").data)

    said = dict(zip(head, first, strict=True))
    assert (said["城市"], said["5G流量占比（%）"], said["5G流量占比排名"]) == (
        "天津市", "66.41", "2",
    )  # fmt: skip
    assert (said["个人用户普及率（%）"], said["个人用户普及率排名"]) == ("", "")
    assert said["来源"] == "E2025"
    text = client.get("/insight/cities?sort=iot&format=csv").data.decode("utf-8-sig")
    assert [line.split(",")[1] for line in text.splitlines()] == [
        "城市", "珠海市", "天津市", "石家庄市", "成都市",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [f"/insight/cities/{ZHUHAI}", f"/insight/cities/compare?city={ZHUHAI}&city={CHENGDU}"],
)
def test_pages_need_few_queries(app: Flask, client: PageClient, path: str) -> None:
    with app.app_context():
        four_cities()

    with queries(app) as statements:
        assert client.get(path).status_code == 200

    assert len(statements) <= MOST_QUERIES


def test_english_readers_get_names_and_whole_numbers(app: Flask, client: PageClient) -> None:
    with app.app_context():
        four_cities()
    client.set_cookie("lang", "en")

    rows = table_rows(client.get("/insight/cities").text)

    assert rows[0][4] == "262,300 no. 2"
