"""Setting another password: by link, or knowing the present one."""

from datetime import timedelta

import pytest
from factories.accounts import (
    NOON,
    PASSWORD,
    browser,
    link_in,
    part,
    saved_account,
    sent_mails,
    sign_in,
    trail,
    without_csrf,
)
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, LinkPurpose
from matchmaker.accounts.models import Account, OneTimeLink
from matchmaker.accounts.operations.recovery import set_password
from matchmaker.accounts.queries import usable_link
from matchmaker.db import db
from matchmaker.errors import ConflictError

NEW = "一艘新船 开往 北方 的海"


def ask(app: Flask, client: PageClient, email: str = "lin@example.com") -> str:
    """Ask for a link and give its path."""
    assert client.submit("/password/forgot", {"email": email}).status_code == 303
    return link_in(sent_mails(app)[-1])


def test_forgotten_password_is_reset_by_link(app: Flask, client: PageClient) -> None:
    saved_account(app)
    link = ask(app, client)

    response = client.submit(link, {"password": NEW})

    assert response.location == "/sign-in"
    assert client.get("/account").status_code == 303
    old = client.submit("/sign-in", {"email": "lin@example.com", "password": PASSWORD})
    assert old.status_code == 422
    sign_in(client, password=NEW)
    assert [mail["Subject"] for mail in sent_mails(app)] == [
        "重设密码 - 5G Inside 供需对接",
        "您的密码已更改 - 5G Inside 供需对接",
    ]
    assert "account.reset_asked" in trail(app)
    assert "account.password_reset" in trail(app)


def test_reset_ends_every_session(app: Flask, client: PageClient) -> None:
    saved_account(app)
    others = [browser(app), browser(app)]
    for one in others:
        sign_in(one)

    client.submit(ask(app, client), {"password": NEW})

    assert [one.get("/account").status_code for one in others] == [303, 303]


def test_known_and_unknown_address_get_the_same_answer(app: Flask) -> None:
    saved_account(app, "lin@example.com")
    saved_account(app, "off@example.com", state=AccountState.DISABLED)
    pages = set()

    for email in ("lin@example.com", "off@example.com", "nobody@example.com"):
        visitor = browser(app)
        response = visitor.submit("/password/forgot", {"email": email})
        page = visitor.get(response.location).get_data(as_text=True)
        pages.add((response.status_code, response.location, without_csrf(page).replace(email, "…")))

    assert len(pages) == 1
    assert [mail["To"] for mail in sent_mails(app)] == ["lin@example.com"]


def test_link_works_once_for_an_hour(app: Flask, client: PageClient) -> None:
    saved_account(app)
    link = ask(app, client)
    with clock.at(NOON + timedelta(hours=1)):
        assert client.get(link).status_code == 404

    assert client.submit(link, {"password": NEW}).status_code == 303
    assert client.get(link).status_code == 404
    again = client.submit("/password/forgot", to=link, data={"password": "and a third ship north"})
    assert again.status_code == 404


def test_newer_link_replaces_the_older(app: Flask, client: PageClient) -> None:
    saved_account(app)
    older = ask(app, client)
    newer = ask(app, client)

    assert client.get(older).status_code == 404
    assert client.get(newer).status_code == 200


def test_link_of_one_person_changes_only_that_account(app: Flask, client: PageClient) -> None:
    saved_account(app, "wang@example.com")
    saved_account(app)

    client.submit(ask(app, client), {"password": NEW})

    sign_in(client, "wang@example.com")


def test_two_uses_at_once_leave_one(app: Flask, client: PageClient) -> None:
    saved_account(app)
    token = ask(app, client).rpartition("/")[2]

    with app.app_context():
        link = usable_link(token, LinkPurpose.RESET_PASSWORD)
        assert link is not None
        set_password(link, NEW)
        with pytest.raises(ConflictError):
            set_password(link, "and a third ship north")


def test_bad_new_password_keeps_the_link(app: Flask, client: PageClient) -> None:
    saved_account(app)
    link = ask(app, client)

    response = client.submit(link, {"password": "lin@example.com!"})

    assert response.status_code == 422
    assert "姓名或邮箱" in response.get_data(as_text=True)
    assert client.submit(link, {"password": NEW}).status_code == 303


def test_reset_confirms_an_address_that_waits(app: Flask, client: PageClient) -> None:
    number = saved_account(app, state=AccountState.PENDING)

    client.submit(ask(app, client), {"password": NEW})

    with app.app_context():
        assert db.session.get_one(Account, number).state is AccountState.ACTIVE
    sign_in(client, password=NEW)


def test_link_of_an_account_disabled_since_is_dead(app: Flask, client: PageClient) -> None:
    number = saved_account(app)
    link = ask(app, client)
    with app.app_context():
        db.session.get_one(Account, number).state = AccountState.DISABLED
        db.session.commit()

    assert client.get(link).status_code == 404


def test_person_changes_the_password_and_stays_in(app: Flask, client: PageClient) -> None:
    saved_account(app)
    other = browser(app)
    sign_in(other)
    sign_in(client)
    link = ask(app, browser(app))

    response = client.submit("/account/password", {"current": PASSWORD, "password": NEW})

    assert response.location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert client.get(link).status_code == 404
    assert trail(app)[-1] == "account.password_changed"
    assert "立即重设密码" in part(sent_mails(app)[-1])


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("current", "new", "message"),
    [
        ("a wrong horse", NEW, "现在的密码不正确"),
        ("", NEW, "请输入现在的密码"),
        (PASSWORD, "short", "至少 12 个字符"),
        (PASSWORD, "", "请设置新密码"),
        (PASSWORD, "x" * 129, "最多 128"),
    ],
)
def test_bad_change_is_refused(
    app: Flask, client: PageClient, current: str, new: str, message: str
) -> None:
    saved_account(app)
    sign_in(client)

    response = client.submit("/account/password", {"current": current, "password": new})

    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    sign_in(browser(app))


def test_guessing_the_present_password_is_throttled(app: Flask, client: PageClient) -> None:
    saved_account(app)
    sign_in(client)
    typed = {"current": "a wrong horse", "password": NEW}

    statuses = [client.submit("/account/password", typed).status_code for _ in range(10)]

    assert statuses == [422] * 9 + [429]


def test_only_hashes_of_keys_are_stored(app: Flask, client: PageClient) -> None:
    saved_account(app)
    token = ask(app, client).rpartition("/")[2]

    with app.app_context():
        stored = db.session.scalars(select(OneTimeLink.token_hash)).one()
    assert len(stored) == 64
    assert token not in stored
