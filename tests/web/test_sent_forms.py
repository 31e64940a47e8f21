"""Forms sent twice create one thing, also when both arrive at once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from conftest import NOON
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token, tree_of
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.db import db
from matchmaker.web.forms import BaseForm
from matchmaker.web.models import SentForm
from matchmaker.web.sent_forms import (
    RepeatedError,
    address_after,
    purge_sent_forms,
    remember,
    repeated,
)

USCC = "91110000802100433B"


def form_key(page: str) -> str:
    fields = tree_of(page).iter("{http://www.w3.org/1999/xhtml}input")
    return next(str(one.get("value")) for one in fields if one.get("name") == "submission")


def test_a_form_sent_twice_leads_to_what_it_created(app: Flask, client: PageClient) -> None:
    with app.app_context():
        person = account().id
        db.session.commit()
    sign_in(app, client, person)
    page = client.get("/organisations/new").text
    data = {
        "csrf_token": csrf_token(page),
        "submission": form_key(page),
        "name": "远山露天煤矿有限公司",
        "uscc": USCC,
    }

    first = client.post("/organisations/new", data=data)
    second = client.post("/organisations/new", data=data)

    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert form_key(client.get("/organisations/new").text) != data["submission"]
    with app.app_context():
        assert db.session.scalar(select(func.count(Organisation.id))) == 1


def test_of_two_at_once_the_second_is_undone(app: Flask) -> None:
    with app.app_context():
        person = account().id
        db.session.commit()
    barrier, outcomes = Barrier(2), []

    def send(name: str) -> None:
        with app.test_request_context(method="POST", data={"submission": "same-key"}):
            actor = type("Person", (), {"id": person})()
            barrier.wait(timeout=30)
            try:
                db.session.add(Organisation(name=name, uscc=None, state="unclaimed"))
                remember(actor, f"/{name}")
                db.session.commit()
                outcomes.append("created")
            except RepeatedError as error:
                db.session.rollback()
                outcomes.append(str(address_after(error)))

    threads = [Thread(target=send, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        [made] = db.session.scalars(select(Organisation.name))
    assert sorted(outcomes) == sorted([f"/{made}", "created"])


def test_whoever_goes_back_and_writes_on_sends_another_form(app: Flask, client: PageClient) -> None:
    with app.app_context():
        person = account().id
        db.session.commit()
    sign_in(app, client, person)
    page = client.get("/organisations/new").text
    key = {"csrf_token": csrf_token(page), "submission": form_key(page)}

    client.post("/organisations/new", data={**key, "name": "远山露天煤矿有限公司", "uscc": USCC})
    other = {**key, "name": "北岭露天煤矿有限公司", "uscc": "91110000600037341L"}
    client.post("/organisations/new", data=other)

    with app.app_context():
        assert db.session.scalar(select(func.count(Organisation.id))) == 2


def test_nobody_sees_what_another_person_sent(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"submission": "key"}):
        one, other = account(), account()
        remember(one, "/one")

        assert repeated(one) == "/one"
        assert repeated(other) is None
        assert repeated(None) is None
        with clock.at(NOON + timedelta(days=3)):
            purge_sent_forms()
        assert db.session.scalar(select(func.count(SentForm.id))) == 0


@pytest.mark.parametrize("key", ["", "x" * 200])
def test_keys_nobody_gave_out_do_no_harm(app: Flask, key: str) -> None:
    with app.test_request_context(method="POST", data={"submission": key}):
        form = BaseForm(meta={"csrf": False})
        remember(account(), "/one")
        db.session.flush()

        assert form.validate() is (len(key) < 100)
