"""Asking why one offering is in a ranking or is not."""

import re

import pytest
from factories.catalogue_rows import SUMMARY, published_offering
from factories.demands import TEXT, cancel, open_demand, sector
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from matchmaker.catalogue.models import Promise
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Requirement
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import SHOWN, shown_ranking
from matchmaker.matching.queries.standing import find_offerings, shown_standing
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

FIGURE = {"kind": RequirementKind.METRIC, "metric": Metric.LATENCY, "op": Operator.AT_MOST}
SLOW = "慢速矿卡改造"
FAR = "医院病房被服洗涤"


@pytest.fixture
def path(app: Flask) -> str:
    """Give a demand that lists one offering, bars a slow one and leaves a third below the floor."""
    with app.app_context():
        demand, _owner = open_demand()
        demand.requirements = [
            Requirement(**FIGURE, value=20, is_must=True, source=RequirementSource.STATED)
        ]
        published_offering()
        slow, _provider = published_offering(SLOW)
        slow.promises = [Promise(**FIGURE, value=50, evidence="statement")]
        elsewhere = sector("hospital", "医疗")
        far, _provider = published_offering(
            FAR,
            summary="床单被罩的收集、清洗、消毒、熨烫、打包与配送，按床位收费，每日两次。",
            sector=elsewhere,
            scenes=elsewhere.scenes[1:],
        )
        far.cases = []
        db.session.commit()
        return f"/demands/{demand.id}"


def ask(client: FlaskClient, path: str, name: str) -> str:
    return client.get(f"{path}/why", query_string={"q": name}).get_data(as_text=True)


def answer(page: str) -> str:
    found = re.search(r'id="why-answer"><strong>(.*?)</strong>', page, re.DOTALL)
    assert found
    return found.group(1).strip()


def test_listed_offering_is_answered_with_its_rank(client: PageClient, path: str) -> None:
    page = ask(client, path, "矿用卡车")

    assert re.fullmatch(r"已列出：第 1 名，[\d.]+ 分。", answer(page))


def test_offering_kept_away_by_a_must_shows_which_and_the_promised_figure(
    client: PageClient, path: str
) -> None:
    page = ask(client, path, SLOW)

    assert "有 1 条必须的要求不满足" in answer(page)
    said = page.split("不满足的必须要求")[1].split("</ul>")[0]
    assert "时延 ≤ 20 毫秒" in said
    assert "≤ 50 毫秒" in said


def test_offering_below_the_floor_is_told_the_gap_and_the_sums_add_up(
    client: PageClient, path: str
) -> None:
    page = ask(client, path, FAR)

    said = re.search(r"得 ([\d.]+) 分，比 ([\d.]+) 分的门槛低 ([\d.]+) 分", answer(page))
    assert said
    score, floor, gap = map(float, said.groups())
    assert round(floor - score, 1) == gap > 0
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r'table__number">(.*?)</td>', row) for row in table.split("</tr>")]
    own = [re.findall(r"<b>([\d.]+)</b>", cells[0]) for cells in rows if cells]
    last = [re.findall(r"<b>([\d.]+)</b>", cells[1]) for cells in rows if cells]
    for column, total in ((own, score), (last, None)):
        points = [float(found[0]) for found in column if found]
        assert round(sum(points[:-1]), 1) == points[-1]
        assert total in {None, points[-1]}


@pytest.mark.usefixtures("app")
def test_offering_beyond_the_list_is_told_how_many_reach(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        for number in range(SHOWN + 2):
            published_offering(f"矿卡改造{number:02}", summary=SUMMARY)
        db.session.commit()
        need = demand_to_rank(demand).need
        ranking = shown_ranking(need, SHOWN + 2)
        beyond = ranking.matches[-1].offering
        found = shown_standing(need, beyond.id)
        path = f"/demands/{demand.id}"

    assert found
    assert (found.reason, found.reaching) == ("beyond-limit", SHOWN + 2)
    assert found.last
    assert found.last.rank == SHOWN
    assert f"{SHOWN + 2} 个方案达到门槛，只列前 {SHOWN} 个" in answer(
        ask(client, path, beyond.title)
    )


def test_name_of_several_gives_a_list_to_choose_from(client: PageClient, path: str) -> None:
    page = ask(client, path, "华北 矿用装备")

    links = re.findall(r'href="([^"]*[?&]o=\d+|[^"]*why\?[^"]*o=\d+)"', page.replace("&amp;", "&"))
    assert len(links) == 3
    assert "why-answer" in client.get(links[0]).get_data(as_text=True)


def test_name_nobody_bears_says_what_to_do(client: PageClient, path: str) -> None:
    for asked in ("没有这样的名字", "%", "_", "' OR 1=1 --", "x" * 5000):
        page = client.get(f"{path}/why", query_string={"q": asked})

        assert page.status_code == 200
        assert "请检查名称" in page.text


def test_unknown_offering_is_missing_and_the_search_stays(client: PageClient, path: str) -> None:
    for number in ("999999", "x", "-1", "9" * 40, "１"):
        page = client.get(f"{path}/why", query_string={"o": number})

        assert page.status_code == 404
        assert "没有找到这个方案" in page.text
        assert 'name="q"' in page.text


def test_offering_that_is_not_public_is_neither_found_nor_told_of(
    app: Flask, client: PageClient, path: str
) -> None:
    with app.app_context():
        offering, provider = published_offering("暗中准备的方案")
        db.session.flush()
        withdraw_offering(offering, actor=provider)
        db.session.commit()
        number = offering.id
        assert find_offerings("暗中").offerings == []

    page = client.get(f"{path}/why?o={number}")

    assert page.status_code == 404
    assert "暗中准备的方案" not in page.text


def test_page_is_open_to_those_who_may_see_the_ranking(
    app: Flask, client: PageClient, path: str
) -> None:
    with app.app_context():
        demand, owner = open_demand(title="没有公开的需求")
        cancel(demand, owner)
        db.session.commit()
        hidden, owner_id, other_id = f"/demands/{demand.id}/why", owner.id, account("外人").id
        db.session.commit()
    token = client.submit("/", {"text": TEXT}, to="/match").location

    assert client.get(hidden).status_code == 404
    assert client.get("/match/" + "x" * 24 + "/why").status_code == 404
    assert client.get(f"{path}/why").status_code == 200
    assert "已列出：第 1 名" in ask(client, token, "矿用卡车")
    sign_in(app, client, other_id)
    assert client.get(hidden).status_code == 404
    sign_in(app, client, owner_id)
    assert client.get(hidden).status_code == 200


def test_match_page_leads_there(client: PageClient, path: str) -> None:
    assert f'href="{path}/why"' in client.get(f"{path}/matches").text
