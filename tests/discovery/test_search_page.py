"""The search page: filters with counts, chips, tabs, orders, what to do next, suggestions."""

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import open_demand
from factories.reading import (
    MOST_QUERIES,
    addresses,
    card_titles,
    facet_counts,
    queries,
    ticked,
)
from factories.taxonomy import plain_sector, province, standard
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search


@pytest.fixture
def filled(app: Flask) -> None:
    with app.app_context():
        mining, port = (
            plain_sector("mining", "矿山", "无人矿卡"),
            plain_sector("port", "港口", "岸桥远控"),
        )
        province("440000", "广东省", ("440300", "深圳市"))
        supplier = provider("远方通信", region_code="440300")
        offering(supplier, "矿卡专网方案", sector=mining, scenes=mining.scenes)
        offering(supplier, "岸桥专网方案", sector=port, region_code="440300")
        case("岸桥专网改造", sector=port)
        open_demand(sector=mining, title="矿卡专网需求")
        standard("YD/T 4321-2024", "专网技术要求")
        db.session.commit()
        rebuild_search()


@pytest.mark.usefixtures("filled")
def test_filters_count_what_choosing_them_would_give(client: FlaskClient) -> None:
    page = client.get("/search?q=专网&kind=offering&sector=port").text

    assert card_titles(page) == ["岸桥专网方案"]
    assert ticked(page) == {("sector", "port")}
    assert facet_counts(page, "sector") == {"mining": 1, "port": 1}
    assert facet_counts(page, "region")["440300"] == 1
    assert "/search?q=%E4%B8%93%E7%BD%91&kind=offering" in addresses(page)  # the chip takes it back


@pytest.mark.usefixtures("filled")
def test_tabs_and_orders_keep_words_and_filters(client: FlaskClient) -> None:
    found = addresses(client.get("/search?q=专网&sector=port").text)

    asked = "/search?q=%E4%B8%93%E7%BD%91&sector=port"
    assert f"{asked}&kind=case" in found
    assert f"{asked}&sort=newest" in found


@pytest.mark.usefixtures("filled")
def test_without_words_the_filters_browse(client: FlaskClient) -> None:
    page = client.get("/search?kind=offering&region=广东").text

    assert "岸桥专网方案" in card_titles(page)
    assert "相关度" not in page  # nothing to be relevant to


@pytest.mark.usefixtures("filled")
def test_nothing_found_leads_on(client: FlaskClient) -> None:
    page = client.get("/search?q=量子纠缠&sector=mining").text

    assert "没有找到" in page
    assert {"/demands/new", "/", "/search?q=%E9%87%8F%E5%AD%90%E7%BA%A0%E7%BC%A0"} <= set(
        addresses(page)
    )


def test_values_nobody_knows_are_named_and_bounded(client: FlaskClient) -> None:
    many = "&".join(f"scene=s{number}" for number in range(3_000))

    page = client.get(f"/search?{many}&kind=offering&endpoint=x&_anchor=y")

    assert page.status_code == 200
    assert "“s0”" in page.text


@pytest.mark.usefixtures("filled")
def test_names_are_suggested_while_one_types(client: FlaskClient) -> None:
    found = client.get("/search/suggestions?q=无人").json
    by_letters = client.get("/search/suggestions?q=yftx").json

    assert found is not None
    assert {"name": "无人矿卡", "kind": "场景", "url": "/scenes/mining-1"}.items() <= found[
        0
    ].items()
    assert "".join(text for text, _is_match in found[0]["parts"]) == "无人矿卡"
    assert by_letters is not None
    assert [one["name"] for one in by_letters] == ["远方通信"]
    assert client.get("/search/suggestions").json == []
    assert client.get("/search/suggestions", query_string={"q": "*" * 5_000}).json == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "path", ["/search?q=专网", "/search?q=专网&kind=offering&sector=port&region=440000"]
)
def test_search_needs_few_queries(app: Flask, client: FlaskClient, path: str) -> None:
    client.get(path)  # names of the taxonomy are kept from now on

    with queries(app) as statements:
        assert client.get(path).status_code == 200

    assert len(statements) <= MOST_QUERIES


@pytest.mark.usefixtures("filled")
def test_every_page_has_the_box(client: FlaskClient) -> None:
    for path in ("/", "/offerings", "/search"):
        page = client.get(path).text
        assert 'data-suggest="/search/suggestions"' in page
        assert 'role="combobox"' in page
