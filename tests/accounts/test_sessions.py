"""Signed-in browsers: listed, ended, and out when their time is over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from factories.accounts import NOON, add_account, browser, saved_account, sign_in, trail
from factories.reading import queries
from flask import Flask
from pages import PageClient
from sqlalchemy import Engine, event, select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account, SignInSession
from matchmaker.accounts.operations.sessions import sign_out
from matchmaker.accounts.queries import browser_name
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def is_in(client: PageClient, *, after: timedelta = timedelta(0)) -> bool:
    with clock.at(NOON + after):
        return client.get("/account").status_code == 200


def last_seen(app: Flask) -> timedelta:
    with app.app_context():
        return db.session.scalars(select(SignInSession.last_seen_at)).one() - NOON


def test_two_browsers_are_listed_and_this_one_is_marked(app: Flask, client: PageClient) -> None:
    saved_account(app)
    other = browser(app)
    sign_in(other)
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    sign_in(client)

    page = client.get("/account/sessions").get_data(as_text=True)

    assert page.count("<tr>") == 3
    assert page.count("就是这个") == 1
    assert page.index("Firefox · Linux") < page.index("就是这个") < page.index("未知浏览器")
    assert "127.0.0.1" in page
    assert "2026-11-20 12:00" in page


def test_ended_session_is_out_at_its_next_request(app: Flask, client: PageClient) -> None:
    saved_account(app)
    other = browser(app)
    sign_in(other)
    sign_in(client)
    with app.app_context():
        number = db.session.scalars(select(SignInSession.id).order_by(SignInSession.id)).first()

    response = client.submit("/account/sessions", to=f"/account/sessions/{number}/end")

    assert response.status_code == 303
    assert is_in(client)
    assert not is_in(other)
    assert trail(app)[-1] == "account.session_ended"


def test_all_others_are_ended_at_once(app: Flask, client: PageClient) -> None:
    saved_account(app)
    others = [browser(app), browser(app)]
    for one in (*others, client):
        sign_in(one)

    client.submit("/account/sessions", to="/account/sessions/end-others")

    assert "其他 2 个浏览器已退出登录" in client.get("/account/sessions").get_data(as_text=True)
    assert not any(is_in(one) for one in others)


def test_foreign_session_cannot_be_ended(app: Flask, client: PageClient) -> None:
    saved_account(app, "wang@example.com")
    saved_account(app)
    victim = browser(app)
    sign_in(victim, "wang@example.com")
    sign_in(client)
    with app.app_context():
        number = db.session.scalars(select(SignInSession.id).order_by(SignInSession.id)).first()

    foreign = client.submit("/account/sessions", to=f"/account/sessions/{number}/end")
    missing = client.submit("/account/sessions", to="/account/sessions/99999/end")

    assert foreign.status_code == missing.status_code == 404
    assert is_in(victim)


def test_signing_out_ends_the_session_on_the_server(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    client.submit("/account", to="/sign-out")

    with client.session_transaction() as cookie:
        assert "_user_id" not in cookie
        cookie["_user_id"] = token
    assert not is_in(client)


def test_stolen_hash_is_no_key(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(browser(app))
    with app.app_context():
        stored = db.session.scalars(select(SignInSession.token_hash)).one()

    with client.session_transaction() as cookie:
        cookie["_user_id"] = stored

    assert not is_in(client)


@pytest.mark.parametrize(
    ("role", "kept", "lost"),
    [
        (None, timedelta(days=6, hours=23), timedelta(days=7)),
        (StaffRole.CURATOR, timedelta(minutes=59), timedelta(hours=1)),
    ],
)
def test_idle_session_ends(
    app: Flask, client: PageClient, role: StaffRole | None, kept: timedelta, lost: timedelta
) -> None:
    saved_account(app, staff_role=role)
    sign_in(client)

    assert is_in(client, after=kept)
    assert not is_in(client, after=kept + lost)


@pytest.mark.parametrize(
    ("role", "step", "most"),
    [
        (None, timedelta(days=6), timedelta(days=30)),
        (StaffRole.ADMINISTRATOR, timedelta(minutes=50), timedelta(hours=12)),
    ],
)
def test_session_in_use_ends_too(
    app: Flask, client: PageClient, role: StaffRole | None, step: timedelta, most: timedelta
) -> None:
    saved_account(app, staff_role=role)
    sign_in(client)
    age = step
    while age < most:
        assert is_in(client, after=age)
        age += step

    assert not is_in(client, after=most)


def test_last_seen_is_noted_every_five_minutes_at_most(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    seen = []

    for minutes in (4, 5, 9, 10):
        assert is_in(client, after=timedelta(minutes=minutes))
        seen.append(last_seen(app) // timedelta(minutes=1))

    assert seen == [0, 5, 5, 10]


def test_page_between_two_notes_writes_nothing(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    client.get("/account")

    with queries(app) as statements:
        client.get("/account")

    assert {statement.split()[0] for statement in statements} == {"SELECT"}


def test_note_is_kept_when_the_page_is_refused(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)

    with clock.at(NOON + timedelta(minutes=6)):
        refused = client.submit("/account", {"name": "", "locale": "zh"})

    assert refused.status_code == 422
    assert last_seen(app) == timedelta(minutes=6)


@pytest.fixture
def impatient_engine(app: Flask) -> Iterator[Engine]:
    """Let no connection wait longer than 50 ms for a lock."""
    with app.app_context():
        engine = db.engine
    setting = "PRAGMA busy_timeout=50" if engine.dialect.name == "sqlite" else "SET lock_timeout=50"

    def hurry(raw: Any, *_more: Any) -> None:
        raw.cursor().execute(setting).close()

    event.listen(engine, "checkout", hurry)
    yield engine
    event.remove(engine, "checkout", hurry)
    engine.dispose()  # its connections keep the setting


def test_page_is_shown_while_a_long_write_holds_the_database(
    app: Flask, client: PageClient, impatient_engine: Engine
) -> None:
    saved_account(app)
    sign_in(client)
    is_sqlite = impatient_engine.dialect.name == "sqlite"

    with impatient_engine.connect() as busy:
        busy.exec_driver_sql(
            "UPDATE account SET name='x'" if is_sqlite else "LOCK sign_in_session IN SHARE MODE"
        )

        assert is_in(client, after=timedelta(minutes=6))

    assert last_seen(app) == timedelta(0)


def test_disabled_account_is_out_at_once(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    sign_in(client)

    with app.app_context():
        db.session.get_one(Account, number).state = AccountState.DISABLED
        db.session.commit()

    assert not is_in(client)


def test_visitor_is_sent_to_sign_in_and_back(client: PageClient) -> None:
    response = client.get("/account/sessions")

    assert response.status_code == 303
    assert response.location == "/sign-in?next=/account/sessions"


def test_sign_in_page_sends_the_signed_in_on(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)

    assert client.get("/sign-in?next=/account").location == "/account"


def test_signing_out_twice_is_harmless(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    client.submit("/account", to="/sign-out")

    assert client.submit("/sign-in", to="/sign-out").status_code == 303


@pytest.mark.usefixtures("session")
def test_signing_out_of_an_ended_session_leaves_no_trace() -> None:
    actor = add_account()
    actor.browser_token = "k" * 43

    sign_out(actor=actor)

    assert db.session.scalars(select(AuditEvent)).all() == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox · Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge · Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.0", ""),
        ("<script>", ""),
    ],
)
@pytest.mark.usefixtures("session")
def test_browser_is_named(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
