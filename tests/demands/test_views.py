"""The pages of demands, as different people see them."""

from datetime import timedelta

import pytest
from factories.demands import TEXT, cancel, open_demand, people, sector
from factories.reading import MOST_QUERIES, queries
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import DemandContent, draft_demand


def only_demand(app: Flask) -> Demand:
    with app.app_context():
        return db.session.query(Demand).one()


def fill(**changes: str) -> dict[str, str]:
    return {"title": "矿卡无人驾驶改造", "text": TEXT, "sector": "mining", **changes}


@pytest.fixture
def owner_id(app: Flask) -> int:
    with app.app_context():
        sector()
        _mine, owner = people()
        db.session.commit()
        return owner.id


def test_visitor_is_sent_to_sign_in_and_back(client: FlaskClient) -> None:
    response = client.get("/demands/new")

    assert response.status_code == 303
    assert response.location == "/sign-in?next=/demands/new"


def test_empty_lists_say_what_comes_here(client: FlaskClient) -> None:
    assert "现在没有开放中的需求" in client.get("/demands").text
    assert "还没有公告" in client.get("/demands?show=notices").text
    assert "没有即将截止的需求" in client.get("/demands?show=closing").text


def test_demand_of_a_suspended_organisation_is_for_its_people_only(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        demand, owner = open_demand()
        db.session.commit()
        path, person = f"/demands/{demand.id}", owner.id
    public = client.get(path).status_code
    with app.app_context():
        db.session.query(Organisation).one().state = OrganisationState.SUSPENDED
        db.session.commit()

    hidden = client.get(path).status_code
    sign_in(app, client, person)

    assert (public, hidden, client.get(path).status_code) == (200, 404, 200)


def test_post_publishes_and_leads_to_the_matches(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    organisation_id = str(only_organisation(app))

    response = client.submit("/demands/new", fill(organisation=organisation_id, publish="1"))

    demand = only_demand(app)
    assert response.location == f"/demands/{demand.id}/matches"
    assert TEXT in client.get(f"/demands/{demand.id}").text


def only_organisation(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Organisation).one().id


def test_scene_page_leads_to_a_form_that_names_the_scene(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    page = client.get("/demands/new?scene=mining-truck").text

    assert 'value="mining-truck" id="scenes-mining-truck" checked' in page
    assert client.get("/demands/new?scene=nowhere").status_code == 200


def test_refused_post_keeps_every_word_and_saves_nothing(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(
        "/demands/new", fill(budget_min_wan="很多", region="亚特兰蒂斯", publish="1")
    )

    assert response.status_code == 422
    for typed in (TEXT, "矿卡无人驾驶改造", "很多", "亚特兰蒂斯"):
        assert typed in response.text
    assert "没有找到“亚特兰蒂斯”" in response.text
    with app.app_context():
        assert db.session.query(Demand).count() == 0


def test_text_of_200000_characters_comes_back_with_advice(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    long = "矿" * 200_000

    response = client.submit("/demands/new", fill(text=long))

    assert response.status_code == 422
    assert "最多 10000 个字，现在有 200000 个" in response.text
    assert long in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_draft_of_another_looks_missing(
    app: Flask, client: PageClient, owner_id: int, method: str
) -> None:
    with app.app_context():
        _mine, other = people()
        draft = draft_demand(
            DemandContent(text=TEXT, title="别人的草稿"), organisation=None, actor=other
        )
        db.session.commit()
        path = f"/demands/{draft.id}"
    sign_in(app, client, owner_id)

    if method == "get":
        answers = [client.get(path), client.get(f"{path}/edit"), client.get(f"{path}/matches")]
    else:
        answers = [
            client.submit("/demands/new", {}, to=f"{path}/{verb}") for verb in ("submit", "edit")
        ]

    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert "别人的草稿" not in "".join(answer.text for answer in answers)


def test_withdrawn_demand_disappears_for_strangers(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        demand, owner = open_demand()
        db.session.commit()
        path = f"/demands/{demand.id}"
        assert client.get(path).status_code == 200
        cancel(demand, owner)
        db.session.commit()

    assert client.get(path).status_code == 404
    assert "矿卡无人驾驶改造" not in client.get("/demands").text


def test_past_demand_leaves_the_list_but_keeps_its_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        demand, _owner = open_demand(ends_on=clock.today())
        db.session.commit()
        path = f"/demands/{demand.id}"

    with clock.at(clock.now() + timedelta(days=2)):
        assert "矿卡无人驾驶改造" not in client.get("/demands").text
        assert "应答截止日期已过" in client.get(path).text


def test_stale_edit_shows_both_texts(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, owner = open_demand()
        db.session.commit()
        path, owner_id, version = f"/demands/{demand.id}/edit", owner.id, demand.version
    sign_in(app, client, owner_id)
    client.submit(path, fill(title="先保存的标题", version=str(version)))

    response = client.submit(path, fill(title="后保存的标题", version=str(version)))

    assert response.status_code == 409
    assert "先保存的标题" in response.text
    assert "后保存的标题" in response.text
    version += 1
    assert f'name="version" type="hidden" value="{version}"' in response.text
    again = client.submit(path, fill(title="后保存的标题", version=str(version)))
    assert again.status_code == 303


def test_odd_version_of_a_demand_is_late(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, owner = open_demand()
        db.session.commit()
        path, owner_id = f"/demands/{demand.id}/edit", owner.id
    sign_in(app, client, owner_id)

    assert client.submit(path, fill(version="9" * 5000)).status_code == 409


@pytest.mark.parametrize("rows", [1, 25])
def test_list_needs_few_queries_whatever_its_length(
    app: Flask, client: FlaskClient, rows: int
) -> None:
    with app.app_context():
        for number in range(rows):
            open_demand(title=f"矿卡改造需求{number}")
        db.session.commit()

    for address in ("/demands", "/demands?show=notices", "/demands?sector=mining"):
        with queries(app) as statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= MOST_QUERIES, address
