"""The page of indicators and key cities."""

from datetime import date

import pytest
from factories.insight import city, indicator, observation
from factories.reading import MOST_QUERIES, addresses, queries, table_rows
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db


def test_empty_page_says_what_comes_here(client: FlaskClient) -> None:
    page = client.get("/insight").text

    assert "还没有指标" in page
    assert "还没有城市数据" in page


def test_indicator_shows_target_latest_figure_and_progress(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        networks = indicator()
        observation(networks, date(2025, 9, 30), 63, op=">")
        observation(networks, date(2024, 10, 31), 45, source="https://example.org/a", op="~")
        indicator("y27-5ga", "5G-A覆盖", target=None, target_text="地级及以上城市", unit="")
        indicator("y27-range", "示范中心", target=10, target_max=20)
        db.session.commit()

    page = client.get("/insight").text

    rows = table_rows(page)
    assert [row[:3] for row in rows] == [
        ["5G行业虚拟专网数", "≥ 70 个", "超过 63 个"],
        ["5G-A覆盖", "地级及以上城市", "—"],
        ["示范中心", "10–20 个", "—"],
    ]
    assert [row[4] for row in rows] == ["完成 90%", "—", "没有可比的观测"]
    assert rows[0][3].startswith("2025年9月30日 E2025 历次公布（2）")
    assert "2024年10月31日: 约 45 个" in rows[0][3]
    assert {"/sources#P2024", "/sources#E2025", "https://example.org/a"} <= set(addresses(page))
    assert 'value="0.9"' in page


def test_english_readers_get_numbers_written_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        terminals = indicator("y27-iot", "5G物联网终端连接数", unit="亿", target=1.0)
        observation(terminals, date(2025, 9, 30), 1.2)
        db.session.commit()
    client.set_cookie("lang", "en")

    row = table_rows(client.get("/insight").text)[0]

    assert row[1:3] == ["≥ 100,000,000", "120,000,000"]


def test_figure_that_is_not_official_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stations = indicator("bs-total", "5G基站总数", plan="", plan_zh="", target=None)
        observation(stations, date(2026, 3, 31), 495.8, is_official=False)
        db.session.commit()

    page = client.get("/insight").text

    assert "其他观测数字" in page
    assert table_rows(page) == [["5G基站总数", "495.8 个", "2026年3月31日 E2025 平台建议值"]]


def test_plan_that_reaches_furthest_stands_first(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        indicator("seen", "只观测", plan="", target=None, target_year=None)
        indicator("y21", "老指标", plan="yangfan-2021", target_year=2023)
        indicator("y27", "新指标")
        indicator(
            "other", "另一计划", plan="something-else", plan_zh="另一个计划", target_year=2030
        )
        db.session.commit()

    page = client.get("/insight").text

    assert [row[0] for row in table_rows(page)] == ["另一计划", "新指标", "老指标", "只观测"]
    assert "另一个计划" in page


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["天津市", "石家庄市"]),
        ("traffic", ["石家庄市", "天津市"]),
        ("stations", ["石家庄市", "天津市"]),
        ("iot", ["天津市", "石家庄市"]),
        ("awards", ["石家庄市", "天津市"]),
        ("drop table", ["天津市", "石家庄市"]),
    ],
)
def test_cities_are_sorted_by_the_chosen_figure(
    app: Flask, client: FlaskClient, sort: str, names: list[str]
) -> None:
    with app.app_context():
        city("120100", "天津市", 1, iot_connections_10k=26.23)
        city(
            "130100", "石家庄市", 2,
            traffic_share_pct=69.11, base_stations_per_10k=33.5, bloom_cup_awards=9,
            user_penetration_pct=119.6,
        )  # fmt: skip
        db.session.commit()

    page = client.get("/insight", query_string={"sort": sort}).text

    rows = {row[0]: row[1:] for row in table_rows(page)}
    assert list(rows) == names
    assert rows["石家庄市"] == ["69.11%", "33.5", "10", "9", "个人用户普及率 119.6%"]
    assert "数据截至 2025年9月30日" in page
    assert page.count("aria-sort") == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_page_needs_few_queries_however_much_it_shows(
    app: Flask, client: FlaskClient, rows: int
) -> None:
    with app.app_context():
        for number in range(rows):
            observation(indicator(f"i-{number}", f"指标{number}"), date(2025, 9, 30), number)
            city(f"{10 + number}0100", f"城市{number}", number)
        db.session.commit()

    with queries(app) as statements:
        assert client.get("/insight").status_code == 200

    assert len(statements) <= MOST_QUERIES
