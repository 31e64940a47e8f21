"""Signing in and out, through the pages."""

import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from factories.accounts import (
    NOON,
    PASSWORD,
    add_account,
    browser,
    saved_account,
    sign_in,
    trail,
    without_csrf,
)
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState
from matchmaker.accounts.models import Account, SignInSession
from matchmaker.accounts.operations import sessions
from matchmaker.accounts.operations.passwords import needs_rehash, verify_password
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db


def attempt(
    client: PageClient, email: str, password: str = PASSWORD, path: str = "/sign-in"
) -> str:
    response = client.submit(path, {"email": email, "password": password})
    assert response.status_code == 422
    return response.get_data(as_text=True)


def test_person_signs_in_and_out(app: Flask, client: PageClient) -> None:
    saved_account(app)

    sign_in(client, " LIN@example.com ")
    assert client.get("/account").status_code == 200

    client.submit("/account", to="/sign-out")
    assert client.get("/account").status_code == 303
    assert trail(app) == ["account.signed_in", "account.signed_out"]


def test_all_refusals_look_the_same(app: Flask) -> None:
    saved_account(app, "lin@example.com")
    saved_account(app, "waits@example.com", state=AccountState.PENDING)
    saved_account(app, "off@example.com", state=AccountState.DISABLED)
    saved_account(app, "new@example.com", password_hash=None)

    pages = {
        without_csrf(attempt(browser(app), email, password)).replace(email, "…")
        for email, password in (
            ("nobody@example.com", PASSWORD),
            ("lin@example.com", "a wrong horse"),
            ("waits@example.com", PASSWORD),
            ("off@example.com", PASSWORD),
            ("new@example.com", PASSWORD),
        )
    }

    assert len(pages) == 1
    assert "邮箱或密码不正确" in pages.pop()


def test_refusal_takes_as_long_for_nobody(app: Flask) -> None:
    def seconds(email: str) -> float:
        started = time.thread_time()
        with app.test_request_context():
            assert sessions.sign_in(email, "a wrong horse", user_agent="") is None
            db.session.rollback()
        return time.thread_time() - started

    saved_account(app)
    known = min(seconds("lin@example.com") for _ in range(5))
    unknown = min(seconds("nobody@example.com") for _ in range(5))

    assert 0.5 < unknown / known < 2


def test_refusals_of_known_accounts_are_in_the_trail(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    saved_account(app, "waits@example.com", state=AccountState.PENDING)
    attempt(client, "lin@example.com", "a wrong horse")
    attempt(client, "waits@example.com")
    attempt(client, "nobody@example.com")

    with app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert [(event.action, event.after) for event in events] == [
            ("account.sign_in_refused", {"reason": "wrong password"}),
            ("account.sign_in_refused", {"reason": "pending"}),
        ]
        assert events[0].subject_id == str(number)
        assert events[0].actor_id is None
        assert events[0].ip == "127.0.0.1"


def test_no_key_or_hash_reaches_the_trail(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]

    with app.app_context():
        trail_text = " ".join(
            f"{event.before} {event.after}" for event in db.session.scalars(select(AuditEvent))
        )
        stored = db.session.scalars(select(SignInSession.token_hash)).one()
    assert token not in trail_text
    assert stored not in trail_text
    assert "argon2" not in trail_text
    assert token != stored


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wanted", "target"),
    [
        ("/my/demands?page=2", "/my/demands?page=2"),
        ("//evil.example/x", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/%20/evil.example"),  # tidied: a path of this site
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/" + "x" * 2100, "/"),
    ],
)
def test_next_stays_on_this_site(app: Flask, client: PageClient, wanted: str, target: str) -> None:
    saved_account(app)
    token = client.get("/sign-in").get_data(as_text=True).split('name="csrf_token" value="')[1]

    response = client.post(
        "/sign-in",
        query_string={"next": wanted},
        data={
            "csrf_token": token.split('"')[0],
            "email": "lin@example.com",
            "password": PASSWORD,
        },
    )

    assert response.location == target


def test_next_survives_a_refusal_and_the_way_to_register(app: Flask, client: PageClient) -> None:
    saved_account(app)

    page = attempt(client, "lin@example.com", "a wrong horse", "/sign-in?next=/my/demands")

    assert 'action="/sign-in?next=/my/demands"' in page
    assert 'href="/register?next=/my/demands"' in page


def test_password_never_comes_back(app: Flask, client: PageClient) -> None:
    saved_account(app)

    assert "a wrong horse" not in attempt(client, "lin@example.com", "a wrong horse")


def test_cookie_is_new_after_signing_in(app: Flask, client: PageClient) -> None:
    saved_account(app)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["_user_id"] = "planted"

    sign_in(client)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert len(cookie["_user_id"]) == 43
        assert cookie.permanent


def test_each_sign_in_gets_a_key_of_its_own(app: Flask, client: PageClient) -> None:
    saved_account(app)
    keys = set()
    for one in (client, browser(app)):
        sign_in(one)
        with one.session_transaction() as cookie:
            keys.add(cookie["_user_id"])

    assert len(keys) == 2


def test_ten_tries_in_five_minutes_are_enough(app: Flask, client: PageClient) -> None:
    saved_account(app)
    for _ in range(10):
        attempt(client, "lin@example.com", "a wrong horse")

    refused = client.submit("/sign-in", {"email": "lin@example.com", "password": PASSWORD})

    assert refused.status_code == 429
    assert "5 分钟后再试" in refused.get_data(as_text=True)
    with clock.at(NOON + timedelta(minutes=5)):
        sign_in(client)


def test_unknown_address_is_throttled_alike(client: PageClient) -> None:
    statuses = [
        client.submit("/sign-in", {"email": "nobody@example.com", "password": "x"}).status_code
        for _ in range(11)
    ]

    assert statuses == [422] * 10 + [429]


def test_one_network_has_fifty_tries(app: Flask, client: PageClient) -> None:
    saved_account(app)
    with app.test_request_context(environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        app.preprocess_request()
        for number in range(50):
            sessions.check_sign_in_throttle(f"p{number}@example.com")
    typed = {"email": "lin@example.com", "password": PASSWORD}

    assert client.submit("/sign-in", typed).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.submit("/sign-in", typed, environ_overrides=elsewhere).status_code == 303


def test_weak_hash_is_replaced_at_sign_in(app: Flask, client: PageClient) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    number = saved_account(app, password_hash=weak)

    sign_in(client)

    with app.app_context():
        stored = db.session.get_one(Account, number).password_hash
        assert stored is not None
        assert not needs_rehash(stored)
        assert verify_password(stored, PASSWORD)


@pytest.mark.usefixtures("session")
def test_browser_that_says_too_much_is_cut_short() -> None:
    opened = sessions.open_session(add_account(), user_agent="x" * 5000)
    db.session.commit()

    stored = db.session.scalars(select(SignInSession)).one()
    assert len(stored.user_agent) == 300
    assert opened.token not in stored.token_hash
