"""The staff desk and the audit trail: for staff only."""

from factories.demands import open_demand
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.models import JudgedSet


def person(app: Flask, staff: StaffRole | None) -> int:
    with app.app_context():
        row = account("周运营", staff=staff)
        db.session.commit()
        return row.id


def test_desk_is_for_staff_only(app: Flask, client: FlaskClient) -> None:
    assert client.get("/staff").status_code == 303
    sign_in(app, client, person(app, None))
    assert client.get("/staff").status_code == 404
    assert client.get("/staff/audit-trail").status_code == 404


def test_desk_lists_what_the_worker_gave_up_on(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.add(
            OutboxRow(kind="mail", key="welcome:7", parked_at=clock.now(), last_error="refused")
        )
        db.session.commit()
    sign_in(app, client, person(app, StaffRole.ADMINISTRATOR))

    page = client.get("/staff").text

    assert "welcome:7" in page
    assert "refused" in client.get("/staff/jobs").text


def test_trail_shows_who_did_what_and_narrows(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        db.session.commit()
        number = demand.id
    sign_in(app, client, person(app, StaffRole.AUDITOR))

    page = client.get("/staff/audit-trail?action=demand.").text

    assert "demand.published" in page
    assert "李工" in page
    assert "account.signed_in" not in page
    assert f"demand:{number}" in client.get(f"/staff/audit-trail?subject=demand:{number}").text
    assert "没有符合条件的记录" in client.get("/staff/audit-trail?subject=demand:x'--").text


def test_field_left_empty_says_in_chinese_what_to_do(app: Flask, client: PageClient) -> None:
    sign_in(app, client, person(app, StaffRole.REVIEWER))
    sets = "/staff/judged-sets"

    nameless = client.submit(sets, {"name": "", "notes": "先写的说明"})
    client.submit(sets, {"name": "矿山"})
    with app.app_context():
        number = db.session.query(JudgedSet).one().id
    unchosen = client.submit(f"{sets}/{number}", {"demand": ""})

    assert (nameless.status_code, unchosen.status_code) == (422, 422)
    assert "请写名称。" in nameless.text
    assert "先写的说明" in nameless.text
    assert "请选择一条需求。" in unchosen.text
    for page in (nameless, unchosen):
        assert "This field" not in page.text
