"""The page of indicators and key cities."""

from datetime import date

import pytest
from factories.insight import city, indicator, observation
from factories.reading import MOST_QUERIES, addresses, queries, table_rows
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db


def test_empty_page_says_what_comes_here(client: FlaskClient) -> None:
    assert "还没有指标" in client.get("/insight/plans").text
    assert "还没有城市数据" in client.get("/insight/cities").text


def test_indicator_shows_target_latest_figure_and_progress(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        networks = indicator()
        observation(networks, date(2025, 9, 30), 63, op=">")
        observation(networks, date(2024, 10, 31), 45, source="https://example.org/a", op="~")
        indicator("y27-5ga", "5G-A覆盖", target=None, target_text="地级及以上城市", unit="")
        indicator("y27-range", "示范中心", target=10, target_max=20)
        db.session.commit()

    page = client.get("/insight/plans").text

    rows = table_rows(page)
    assert [row[:3] for row in rows] == [
        ["5G行业虚拟专网数", "≥ 70 个", "超过 63 个"],
        ["5G-A覆盖", "地级及以上城市", "—"],
        ["示范中心", "10–20 个", "—"],
    ]
    assert [row[4] for row in rows] == ["至少完成 90%", "—", "没有可比的观测"]
    assert rows[0][3] == "2025年9月30日 E2025"
    assert {"/sources#P2024", "/sources#E2025", "/insight/plans/y27-vpn"} <= set(addresses(page))
    assert 'value="0.9"' in page


def test_english_readers_get_numbers_written_out(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        terminals = indicator("y27-iot", "5G物联网终端连接数", unit="亿", target=1.0)
        observation(terminals, date(2025, 9, 30), 1.2)
        db.session.commit()
    client.set_cookie("lang", "en")

    row = table_rows(client.get("/insight/plans").text)[0]

    assert row[1:3] == ["≥ 100,000,000", "120,000,000"]


def test_figure_that_is_not_official_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stations = indicator("bs-total", "5G基站总数", plan="", plan_zh="", target=None)
        observation(stations, date(2026, 3, 31), 495.8, is_official=False)
        db.session.commit()

    page = client.get("/insight/plans").text

    assert "其他观测数字" in page
    assert table_rows(page) == [["5G基站总数", "495.8 个", "2026年3月31日 E2025 推定"]]


def test_plan_that_reaches_furthest_stands_first(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        indicator("seen", "只观测", plan="", target=None, target_year=None)
        indicator("y21", "老指标", plan="yangfan-2021", target_year=2023)
        indicator("y27", "新指标")
        indicator(
            "other", "另一计划", plan="something-else", plan_zh="另一个计划", target_year=2030
        )
        db.session.commit()

    page = client.get("/insight/plans").text

    assert [row[0] for row in table_rows(page)] == ["另一计划", "新指标", "老指标", "只观测"]
    assert "另一个计划" in page


@pytest.mark.parametrize("path", ["/insight/plans", "/insight/cities"])
@pytest.mark.parametrize("rows", [1, 30])
def test_page_needs_few_queries_however_much_it_shows(
    app: Flask, client: FlaskClient, rows: int, path: str
) -> None:
    with app.app_context():
        for number in range(rows):
            observation(indicator(f"i-{number}", f"指标{number}"), date(2025, 9, 30), number)
            city(f"{10 + number}0100", f"城市{number}", number)
        db.session.commit()

    with queries(app) as statements:
        assert client.get(path).status_code == 200

    assert len(statements) <= MOST_QUERIES
