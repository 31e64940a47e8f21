"""What people agree to, the copy of their data, and what is left after deletion."""

import json
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from zipfile import ZipFile

import pytest
from factories.accounts import (
    NOON,
    PASSWORD,
    add_account,
    add_member,
    add_organisation,
    browser,
    saved_account,
    sent_mails,
    sign_in,
)
from factories.demands import content, sector
from factories.second_factors import AGREED
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from config import Settings, SettingsError
from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Consent, Invitation, SignInSession
from matchmaker.accounts.operations.expiry import purge_sign_in_log
from matchmaker.accounts.operations.invitations import invite
from matchmaker.app import keep_house
from matchmaker.audit import operations as audit
from matchmaker.audit.models import AuditEvent
from matchmaker.db import Base, db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import draft_demand
from matchmaker.jobs.mail import compose
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import queue_mail
from matchmaker.privacy.operations.deletion import erase
from matchmaker.privacy.queries import erased_models, models_naming_accounts

ADDRESS, NAME, PHONE = "moon.rabbit@example.com", "月兔工程师", "13912345678"
WEEK = timedelta(days=7, minutes=1)


def dump() -> str:
    """Give every value of every table as one text."""
    rows = (
        row for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
    )
    return "\n".join(repr(tuple(row)) for row in rows)


def member_with_a_past(app: Flask) -> int:
    """Save an editor who drafted something, was invited, has a phone number and a browser."""
    with app.app_context():
        owner = add_account(email="owner@example.com")
        mine = add_organisation(owner)
        person = add_account(email=ADDRESS, name=NAME, phone=PHONE, shares_phone=True)
        db.session.commit()
        invite(mine, ADDRESS, MemberRole.EDITOR, actor=owner)
        audit.happened("account.registered", person, actor=None, facts={"email": ADDRESS})
        add_member(mine, person, MemberRole.EDITOR)
        said = content(text="矿卡要无人驾驶", sector=sector(), scenes=[])
        draft_demand(said, organisation=mine, actor=person)
        db.session.commit()
        return person.id


def test_account_without_today_s_consent_is_led_to_it_and_back(
    app: Flask, client: PageClient
) -> None:
    saved_account(app, privacy_version="2020-01-01")
    sign_in(client)
    assert client.get("/offerings").status_code == 200
    led = client.get("/my/demands")
    assert led.location == "/account/consent?next=/my/demands"
    assert client.submit(led.location).status_code == 422

    assert client.submit(led.location, {"consent": "y"}).location == "/my/demands"

    with app.app_context():
        [row] = db.session.scalars(select(Consent))
        assert (row.consent_version, row.channel.value) == (AGREED, "sign-in")
    assert client.get("/my/demands").status_code == 200


def test_phone_is_shown_by_consent_that_is_taken_back_as_easily(
    app: Flask, client: PageClient
) -> None:
    number = saved_account(app)
    sign_in(client)
    said = {"name": "林晓燕", "locale": "zh", "phone": "１３９-1234-5678"}
    client.submit("/account", {**said, "shares_phone": "y"})
    with app.app_context():
        assert db.session.get_one(Account, number).phone == PHONE
        assert db.session.get_one(Account, number).shares_phone

    client.submit("/account", said)

    with app.app_context():
        assert not db.session.get_one(Account, number).shares_phone
        assert db.session.scalars(select(Consent)).one().withdrawn_at is not None
    assert client.submit("/account", {**said, "phone": "12345"}).status_code == 422


def test_copy_holds_what_is_mine_and_no_keys(app: Flask, client: PageClient) -> None:
    number = member_with_a_past(app)
    sign_in(client, ADDRESS)

    answer = client.submit("/account/data", to="/account/data/export")

    assert answer.mimetype == "application/zip"
    with ZipFile(BytesIO(answer.get_data())) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    [account] = json.loads(files["accounts/account.json"])
    assert (account["email"], account["phone"]) == (ADDRESS, PHONE)
    assert json.loads(files["demands/demand.json"])[0]["author_id"] == number
    assert json.loads(files["contents.json"])["accounts/sign_in_session"]["rows"] == 1
    assert not any("_hash" in text or "argon2" in text for text in files.values())
    assert "owner@example.com" not in "".join(files.values())


def test_copies_are_counted(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    answers = [
        client.submit("/account/data", to="/account/data/export").status_code for _ in range(6)
    ]
    assert answers == [200] * 5 + [429]


def test_nothing_of_a_deleted_person_is_left_but_the_number(app: Flask, client: PageClient) -> None:
    number = member_with_a_past(app)
    sign_in(client, ADDRESS)
    client.submit("/account/data", {"password": PASSWORD}, to="/account/data/delete")
    assert client.get("/my/demands").location == "/account/data?next=/my/demands"
    assert "注销" in sent_mails(app)[-1]["Subject"]

    with clock.at(NOON + WEEK), app.app_context():
        keep_house()
        whole = dump()
        row = db.session.get_one(Account, number)
        assert (row.name, row.is_active, row.deleted_at is not None) == ("已注销用户", False, True)
        assert db.session.scalars(select(Demand.author_id)).all() == [number]
        assert db.session.scalars(select(Invitation.email)).one() != ADDRESS
        assert not db.session.scalars(select(SignInSession)).all()

    kept_files = [
        path
        for path in app.extensions["settings"].instance_path.rglob("*")
        if path.is_file() and "mail" not in path.parts
    ]
    texts = [whole, *(path.read_bytes().decode("utf-8", "ignore") for path in kept_files)]
    for told in (ADDRESS, "moon.rabbit", NAME, PHONE):
        assert [text for text in texts if told in text] == []
    refused = browser(app).submit("/sign-in", {"email": ADDRESS, "password": PASSWORD})
    assert refused.status_code == 422


def test_a_mail_to_somebody_else_still_leaves(app: Flask) -> None:
    with app.app_context():
        going = add_account(email="li@example.com")
        for to in ("li@example.com", "wang.li@example.com"):
            queue_mail(
                to, compose(to=to, subject="提醒", text="有新内容", html="", sender="a@b.cn")
            )
        erase(going)
        db.session.commit()

        assert db.session.scalars(select(OutboxRow.key)).all() == ["wang.li@example.com"]


def test_a_changed_mind_keeps_the_account(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    sign_in(client)
    wrong = client.submit("/account/data", {"password": "a horse"}, to="/account/data/delete")
    assert wrong.status_code == 422
    client.submit("/account/data", {"password": PASSWORD}, to="/account/data/delete")
    client.submit("/account/data", to="/account/data/keep")

    with clock.at(NOON + WEEK), app.app_context():
        keep_house()
        assert db.session.get_one(Account, number).deleted_at is None


@pytest.mark.parametrize(
    ("state", "status"), [(OrganisationState.ACTIVE, 409), (OrganisationState.SUSPENDED, 303)]
)
def test_the_only_owner_of_an_active_organisation_stays(
    app: Flask, client: PageClient, state: OrganisationState, status: int
) -> None:
    with app.app_context():
        found = add_organisation(add_account(email="lin@example.com"))
        found.state = state
        db.session.commit()
    sign_in(client)

    answer = client.submit("/account/data", {"password": PASSWORD}, to="/account/data/delete")

    assert answer.status_code == status
    with clock.at(NOON + WEEK), app.app_context():
        keep_house()
        gone = db.session.scalars(select(Account.deleted_at)).one()
    assert (gone is not None) is (status == 303)


def test_what_belongs_to_a_person_goes_and_what_they_did_stays(app: Flask) -> None:
    with app.app_context():
        erased = {model.__tablename__ for model in erased_models()}
        named = {model.__tablename__ for model in models_naming_accounts()}

    assert {
        "digest", "membership", "news", "notice", "notice_setting", "one_time_link",
        "recovery_code", "second_factor", "sent_form", "sign_in_session", "watch",
    } <= erased  # fmt: skip
    assert {"demand", "decision", "attachment", "consent", "invitation"} <= named - erased


@pytest.mark.usefixtures("session")
def test_sign_in_log_is_kept_for_six_months_and_no_longer() -> None:
    account = add_account()
    for action in ("account.signed_in", "account.edited"):
        audit.happened(action, account, actor=account)
    db.session.commit()
    with clock.at(NOON + timedelta(days=190)):
        purge_sign_in_log()
        assert len(db.session.scalars(select(AuditEvent)).all()) == 2
    with clock.at(NOON + timedelta(days=190, seconds=1)):
        purge_sign_in_log()
        assert db.session.scalars(select(AuditEvent.action)).all() == ["account.edited"]


def test_nobody_can_set_a_shorter_time() -> None:
    with pytest.raises(SettingsError, match="SIGN_IN_LOG_DAYS"):
        Settings.from_environ({"SIGN_IN_LOG_DAYS": "189"})


def test_of_two_last_owners_who_go_at_once_one_stays(app: Flask) -> None:
    addresses = ["one@example.com", "two@example.com"]
    with app.app_context():
        mine = add_organisation()
        for address in addresses:
            add_member(mine, add_account(email=address), MemberRole.OWNER)
        db.session.commit()
    clients = [browser(app) for _address in addresses]
    for client, address in zip(clients, addresses, strict=True):
        sign_in(client, address)
    app.config["WTF_CSRF_ENABLED"] = False
    barrier, statuses = Barrier(2), []

    def go(client: PageClient) -> None:
        barrier.wait(timeout=30)
        answer = client.post("/account/data/delete", data={"password": PASSWORD})
        statuses.append(answer.status_code)

    threads = [Thread(target=go, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 409]
    with app.app_context():
        leaving = db.session.scalars(select(Account.deletion_asked_at)).all()
    assert sum(at is not None for at in leaving) == 1
