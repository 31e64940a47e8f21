"""The page of stopped jobs: seen by staff, tended by administrators, every step on record."""

import pytest
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.worker import run_once


@pytest.fixture
def numbers(app: Flask) -> list[int]:
    with app.app_context():
        parked = {"kind": "mail", "parked_at": clock.now(), "attempts": 12}
        rows = [
            OutboxRow(
                key="account:1", last_error="451 try later", payload={"message": "秘"}, **parked
            ),
            OutboxRow(key="account:2", sending_at=clock.now(), **parked),
            OutboxRow(kind="index", key="offering:3", attempts=1, last_error="busy"),
        ]
        db.session.add_all(rows)
        db.session.commit()
        return [row.id for row in rows]


def sign_in_as(app: Flask, client: PageClient, role: StaffRole | None) -> None:
    with app.app_context():
        person = account("周运营", staff=role)
        db.session.commit()
        number = person.id
    sign_in(app, client, number)


def job(app: Flask, number: int) -> OutboxRow:
    with app.app_context():
        return db.session.get_one(OutboxRow, number)


def test_staff_see_what_stopped_and_what_waits_but_no_text(
    app: Flask, client: PageClient, numbers: list[int]
) -> None:
    sign_in_as(app, client, StaffRole.AUDITOR)

    page = client.get("/staff/jobs").text

    assert all(words in page for words in ("451 try later", "可能已送达", "offering:3", "busy"))
    assert "秘" not in page
    assert "重试</button>" not in page
    token = {"csrf_token": csrf_token(client.get("/staff/audit-trail").text)}
    assert client.post(f"/staff/jobs/{numbers[0]}/retry", data=token).status_code == 404


def test_others_see_nothing(app: Flask, client: PageClient, numbers: list[int]) -> None:
    del numbers
    sign_in_as(app, client, None)

    assert client.get("/staff/jobs").status_code == 404


def test_administrator_retries_one_and_it_is_on_record(
    app: Flask, client: PageClient, numbers: list[int]
) -> None:
    sign_in_as(app, client, StaffRole.ADMINISTRATOR)

    client.submit("/staff/jobs", {}, to=f"/staff/jobs/{numbers[0]}/retry")

    again = job(app, numbers[0])
    assert (again.parked_at, again.attempts) == (None, 0)
    with app.app_context():
        event = db.session.query(AuditEvent).filter_by(action="job.retried").one()
        assert event.after["error"] == "451 try later"
        assert run_once({"mail": lambda _: None, "index": lambda _: None}) == 2


def test_retry_of_all_leaves_mails_that_may_have_arrived(
    app: Flask, client: PageClient, numbers: list[int]
) -> None:
    sign_in_as(app, client, StaffRole.ADMINISTRATOR)

    client.submit("/staff/jobs", {}, to="/staff/jobs/retry")

    assert [job(app, number).parked_at is None for number in numbers[:2]] == [True, False]


def test_dropped_job_is_done_and_its_text_gone(
    app: Flask, client: PageClient, numbers: list[int]
) -> None:
    sign_in_as(app, client, StaffRole.ADMINISTRATOR)

    client.submit("/staff/jobs", {}, to=f"/staff/jobs/{numbers[0]}/drop")
    again = client.submit("/staff/jobs", {}, to=f"/staff/jobs/{numbers[1]}/drop")

    dropped = job(app, numbers[0])
    assert (dropped.payload, dropped.done_at, dropped.parked_at) == ({}, clock.now(), None)
    assert again.status_code == 303
    assert client.get("/staff/jobs").status_code == 200
