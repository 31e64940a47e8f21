"""The home page and the match page, as a visitor meets them."""

import re
from datetime import timedelta

import pytest
from conftest import NOON
from factories.accounts import browser
from factories.catalogue_rows import published_offering
from factories.demands import TEXT, open_demand, region
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient, csrf_token

from matchmaker import clock
from matchmaker.accounts.operations.throttle import check_throttle
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import Offering, ProviderProfile
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.matching.views.pages import PASTES, PASTES_PER


@pytest.fixture
def offering_id(app: Flask) -> int:
    with app.app_context():
        region()
        offering, _owner = published_offering()
        db.session.commit()
        return offering.id


def paste(client: PageClient, text: str = TEXT) -> str:
    response = client.submit("/", {"text": text}, to="/match")
    assert response.status_code == 303
    return response.location


def points(page: str) -> tuple[float, list[float]]:
    total = float(re.findall(r"<b>([\d.]+)</b> <span class=\"match__unit\"", page)[0])
    table = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return total, [float(row) for row in re.findall(r"table__number\">([\d.]+)</td><td>", table)]


def test_home_stands_on_an_empty_database(client: FlaskClient) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert "用一段话描述您的5G应用需求" in response.text


@pytest.mark.usefixtures("offering_id")
def test_pasted_text_is_ranked_with_the_sum_that_put_it_there(client: PageClient) -> None:
    page = client.get(paste(client)).text

    assert "矿用卡车无人驾驶改造" in page
    total, parts = points(page)
    assert round(sum(parts), 1) == total
    assert "减员60人" in page
    assert 'href="https://example.com/case"' in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "请写一段话"),
        ("好", "内容太短"),
        ("。。！？——…", "内容太短"),
        ("🚛🚛🚛🚛", "内容太短"),
        ("\x00\x01\x02", "请写一段话"),
        ("矿" * 200_000, "现在有 200000 个"),
    ],
)
def test_text_that_cannot_be_matched_comes_back_with_advice(
    app: Flask, client: PageClient, text: str, advice: str
) -> None:
    response = client.submit("/", {"text": text}, to="/match")

    assert response.status_code == 422
    assert advice in response.text
    assert text.strip("\x00\x01\x02") in response.text
    with app.app_context():
        assert db.session.query(Demand).count() == 0


@pytest.mark.usefixtures("offering_id")
def test_markup_is_text_and_nothing_else(client: PageClient) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>露天矿山无人驾驶矿卡"

    page = client.get(paste(client, evil)).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.usefixtures("offering_id")
def test_full_width_and_half_width_rank_alike(client: PageClient) -> None:
    half = client.get(paste(client, "5G无人驾驶矿卡,时延20ms")).text
    full = client.get(paste(client, "５Ｇ无人驾驶矿卡，时延２０ｍｓ")).text

    assert points(half) == points(full)


def test_region_adds_its_part_and_unknown_region_keeps_the_words(
    client: PageClient, offering_id: int
) -> None:
    path = paste(client)

    refined = client.submit(path, {"text": TEXT, "region": "内蒙古鄂尔多斯"})
    refused = client.submit(path, {"text": TEXT + "再加一句", "region": "亚特兰蒂斯"})

    assert refined.status_code == 303
    assert "鄂尔多斯市" in client.get(path).text
    assert refused.status_code == 422
    assert "再加一句" in refused.text
    assert "没有找到“亚特兰蒂斯”" in refused.text
    assert f"/offerings/{offering_id}" in refused.text


@pytest.mark.usefixtures("offering_id")
def test_live_change_answers_with_the_part_that_changes(client: PageClient) -> None:
    path = paste(client)

    response = client.submit(path, {"text": "矿用卡车无人驾驶"}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert response.text.lstrip().startswith("<div")
    assert "矿用卡车无人驾驶" in client.get(path).text


def test_withdrawn_offering_is_gone_from_the_next_ranking(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    assert f"/offerings/{offering_id}" in client.get(path).text
    with app.app_context():
        offering = db.session.get_one(Offering, offering_id)
        withdraw_offering(offering, actor=offering.organisation.memberships[0].account)
        db.session.commit()

    page = client.get(path).text

    assert f"/offerings/{offering_id}" not in page
    assert "没有合适的匹配" in page


@pytest.mark.usefixtures("offering_id")
def test_nothing_fitting_is_said_plainly(client: PageClient) -> None:
    page = client.get(paste(client, "zzzz qqqq wwww")).text

    assert "没有合适的匹配" in page


def test_unknown_key_looks_missing(client: FlaskClient) -> None:
    assert client.get("/match/" + "x" * 24).status_code == 404
    assert client.get("/match/short").status_code == 404


@pytest.mark.usefixtures("offering_id")
def test_public_demand_shows_its_ranking_and_lets_anybody_try(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        path, text = f"/demands/{demand.id}/matches", demand.text

    tried = client.submit(path, {"text": "只看视频监控回传"})

    assert "矿用卡车无人驾驶改造" in client.get(path).text
    assert tried.status_code == 200
    with app.app_context():
        assert db.session.query(Demand).one().text == text


def test_pasting_is_limited_and_the_text_comes_back(app: Flask, client: PageClient) -> None:
    with app.app_context():
        for _ in range(PASTES):
            check_throttle("paste", "127.0.0.1", PASTES, PASTES_PER)

    response = client.submit("/", {"text": TEXT}, to="/match")

    assert response.status_code == 429
    assert TEXT in response.text


def test_need_pasted_by_a_double_click_is_kept_once(app: Flask, client: PageClient) -> None:
    page, other = client.get("/").text, browser(app)
    key = re.findall(r'name="submission" value="([^"]+)"', page)[0]
    sent = {"text": TEXT, "submission": key, "csrf_token": csrf_token(page)}

    first, again = (client.post("/match", data=sent).location for _click in range(2))
    changed = client.post("/match", data={**sent, "text": f"{TEXT}预算50万。"}).location
    anew = paste(client)
    stranger = other.submit("/", {"text": TEXT, "submission": key}, to="/match").location

    assert first == again
    assert len({first, changed, anew, stranger}) == 4
    with app.app_context():
        assert db.session.query(Demand).count() == 4


def test_tier_of_a_provider_is_said_while_it_counts_and_adds_no_points(
    app: Flask, client: PageClient, offering_id: int
) -> None:
    path = paste(client)
    before = client.get(path).text
    with app.app_context():
        profile = ProviderProfile(
            organisation_id=db.session.get_one(Offering, offering_id).organisation_id,
            type=ProviderType.VENDOR,
            tier="一级",
            tier_call="2026年遴选公告",
            tier_until=NOON.date(),
            published_at=clock.now(),
        )
        db.session.add(profile)
        db.session.commit()

    shown = client.get(path).text

    assert "等级：一级" not in before
    assert "等级：一级（2026年遴选公告）" in shown
    assert "征集给单位的等级，不计分" in shown
    assert "等级：一级（2026年遴选公告）" in client.get(f"/offerings/{offering_id}").text
    assert "等级：一级" in client.get("/offerings").text
    assert points(shown) == points(before)
    with clock.at(NOON + timedelta(days=1)):
        assert "等级：一级" not in client.get(path).text
        assert "等级：一级" not in client.get("/offerings").text
