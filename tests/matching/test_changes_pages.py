"""What changed among matches, on the pages of both sides and nobody else's."""

from factories.catalogue_rows import published_offering
from factories.demands import cancel, open_demand
from factories.people import account
from factories.signing_in import sign_in
from factories.working import work
from flask import Flask
from flask.testing import FlaskClient

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand


def cast(app: Flask) -> tuple[int, int, int, int, int]:
    """Give a demand and an offering that just came, their people and a curator."""
    with app.app_context():
        demand, owner = open_demand()
        work()
        offering, provider = published_offering()
        work()
        curator: Account = account("陈老师", staff=StaffRole.ADMINISTRATOR)
        db.session.commit()
        return demand.id, owner.id, offering.id, provider.id, curator.id


def test_the_match_page_tells_its_own_people_and_staff(app: Flask, client: FlaskClient) -> None:
    demand, owner, offering, provider, curator = cast(app)
    path = f"/demands/{demand}/matches"

    assert "最近的变化" not in client.get(path).get_data(as_text=True)
    sign_in(app, client, provider)
    assert "最近的变化" not in client.get(path).get_data(as_text=True)
    for account_id in (owner, curator):
        sign_in(app, client, account_id)
        page = client.get(path).get_data(as_text=True)
        changes = page[page.index("最近的变化") :]
        assert f'href="/offerings/{offering}"' in changes
        assert "新上榜" in changes
        assert "方案新发布" in changes


def test_the_offerings_page_tells_its_own_people_and_staff(app: Flask, client: FlaskClient) -> None:
    demand, owner, offering, provider, curator = cast(app)
    path = f"/offerings/{offering}/demands"

    sign_in(app, client, owner)
    assert client.get(path).status_code == 404
    for account_id in (provider, curator):
        sign_in(app, client, account_id)
        page = client.get(path).get_data(as_text=True)
        changes = page[page.index("最近的变化") :]
        assert f'href="/demands/{demand}"' in changes
        assert "新上榜" in changes


def test_the_offerings_page_does_not_name_a_demand_that_was_taken_back(
    app: Flask, client: FlaskClient
) -> None:
    demand_id, owner, offering, provider, _curator = cast(app)
    with app.app_context():
        demand = db.session.get_one(Demand, demand_id)
        title = demand.title
        cancel(demand, db.session.get_one(Account, owner))
        work()
    sign_in(app, client, provider)

    page = client.get(f"/offerings/{offering}/demands").get_data(as_text=True)

    assert "已撤回的需求" in page
    assert title not in page[page.index("最近的变化") :]
