"""Registering and confirming, through the pages."""

import time
from concurrent.futures import ThreadPoolExecutor
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
    trail,
    without_csrf,
)
from flask import Flask
from pages import PageClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, LinkPurpose
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations import registration as operations
from matchmaker.accounts.queries import account_by_email, usable_link
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError

LIN = {"name": "林晓燕", "email": "Lin@Example.com", "password": PASSWORD, "consent": "y"}


def register(client: PageClient, **changed: str) -> str:
    """Register and give the page that follows."""
    response = client.submit("/register", {**LIN, **changed})
    assert response.status_code == 303, response.get_data(as_text=True)
    return client.get(response.location).get_data(as_text=True)


def state_of(app: Flask, email: str = "lin@example.com") -> AccountState | None:
    with app.app_context():
        found = account_by_email(email)
        return found.state if found else None


def test_newcomer_registers_confirms_and_is_signed_in(app: Flask, client: PageClient) -> None:
    register(client)
    [mail] = sent_mails(app)

    response = client.submit(link_in(mail), {"password": PASSWORD})

    assert response.status_code == 303
    assert state_of(app) is AccountState.ACTIVE
    assert "林晓燕" in client.get("/account").get_data(as_text=True)
    assert trail(app) == [
        "account.registered",
        "consent.given",
        "account.confirmed",
        "account.signed_in",
    ]


def test_link_leads_on_to_where_the_newcomer_was(app: Flask, client: PageClient) -> None:
    client.submit("/register?next=/demands/new", LIN)
    [mail] = sent_mails(app)

    response = client.submit(link_in(mail), {"password": PASSWORD})

    assert response.location == "/demands/new"


def test_opening_the_link_changes_nothing(app: Flask, client: PageClient) -> None:
    register(client)
    [mail] = sent_mails(app)

    assert client.get(link_in(mail)).status_code == 200
    assert client.get(link_in(mail)).status_code == 200
    assert state_of(app) is AccountState.PENDING


def test_known_and_unknown_address_get_the_same_answer(app: Flask) -> None:
    saved_account(app, "lin@example.com")
    saved_account(app, "off@example.com", state=AccountState.DISABLED)

    pages = {
        without_csrf(register(browser(app), email=email)).replace(email, "…")
        for email in ("lin@example.com", "off@example.com", "new@example.com")
    }

    assert len(pages) == 1
    subjects = {mail["To"]: mail["Subject"] for mail in sent_mails(app)}
    assert set(subjects) == {"lin@example.com", "new@example.com"}
    assert "已经有账号" in subjects["lin@example.com"]
    assert "确认您的邮箱" in subjects["new@example.com"]


def test_known_address_keeps_its_name_and_password(app: Flask, client: PageClient) -> None:
    saved_account(app, "lin@example.com", name="林晓燕")

    register(client, name="别人", password="another horse in the sky")

    with app.app_context():
        found = account_by_email("lin@example.com")
        assert found is not None
        assert found.name == "林晓燕"
    response = client.submit("/sign-in", {"email": LIN["email"], "password": PASSWORD})
    assert response.status_code == 303


def test_link_alone_does_not_confirm(app: Flask, client: PageClient) -> None:
    register(client)
    [mail] = sent_mails(app)

    response = client.submit(link_in(mail), {"password": "another horse in the sky"})

    assert response.status_code == 422
    assert "密码不正确" in response.get_data(as_text=True)
    assert state_of(app) is AccountState.PENDING
    assert client.submit(link_in(mail), {"password": PASSWORD}).status_code == 303


def test_registering_again_replaces_link_and_password(app: Flask, client: PageClient) -> None:
    register(client, password="a stranger chose this one")
    register(client)
    first, second = sent_mails(app)

    assert client.get(link_in(first)).status_code == 404
    refused = client.submit(link_in(second), {"password": "a stranger chose this one"})
    assert refused.status_code == 422
    assert client.submit(link_in(second), {"password": PASSWORD}).status_code == 303


def test_link_works_once(app: Flask, client: PageClient) -> None:
    register(client)
    [mail] = sent_mails(app)
    client.submit(link_in(mail), {"password": PASSWORD})

    response = browser(app).get(link_in(mail))

    assert response.status_code == 404
    assert "链接已失效" in response.get_data(as_text=True)


@pytest.mark.parametrize(("hours", "status"), [(23.9, 200), (24, 404)])
def test_link_works_for_a_day(app: Flask, client: PageClient, hours: float, status: int) -> None:
    register(client)
    [mail] = sent_mails(app)

    with clock.at(NOON + timedelta(hours=hours)):
        assert client.get(link_in(mail)).status_code == status


def test_link_for_one_purpose_does_not_serve_another(app: Flask, client: PageClient) -> None:
    register(client)
    [mail] = sent_mails(app)
    token = link_in(mail).removeprefix("/confirm/")

    assert client.get(f"/password/reset/{token}").status_code == 404
    assert client.get(f"/password/first/{token}").status_code == 404
    assert client.get("/confirm/" + "x" * 43).status_code == 404


def test_resent_link_replaces_the_first(app: Flask, client: PageClient) -> None:
    register(client)
    client.submit("/register/resend", {"email": "lin@example.com"})
    first, second = sent_mails(app)

    assert client.get(link_in(first)).status_code == 404
    assert client.get(link_in(second)).status_code == 200


def test_resending_answers_everybody_alike(app: Flask) -> None:
    saved_account(app, "active@example.com")
    saved_account(app, "waits@example.com", state=AccountState.PENDING)
    pages = set()

    for email in ("active@example.com", "waits@example.com", "nobody@example.com"):
        visitor = browser(app)
        response = visitor.submit("/register/resend", {"email": email})
        page = visitor.get(response.location).get_data(as_text=True)
        pages.add((response.status_code, without_csrf(page).replace(email, "…")))

    assert len(pages) == 1
    assert [mail["To"] for mail in sent_mails(app)] == ["waits@example.com"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"name": "\u200b\r\n"}, "请填写姓名"),
        ({"name": "名" * 61}, "最多 60 个字"),
        ({"email": "lin@example.com\r\nBcc: spy@example.com"}, "邮箱地址不正确"),
        ({"email": "lin"}, "邮箱地址不正确"),
        ({"email": "lin@" + "a" * 300 + ".com"}, "最多 254 个字"),
        ({"password": "short"}, "至少 12 个字符"),
        ({"password": "lin@example.com 2026"}, "姓名或邮箱"),
        ({"consent": ""}, "隐私说明"),
    ],
)
def test_bad_input_comes_back_with_a_message(
    app: Flask, client: PageClient, changed: dict[str, str], message: str
) -> None:
    response = client.submit("/register", {**LIN, **changed})

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert message in page
    assert 'value="林晓燕"' in page or "name" in changed
    assert PASSWORD not in page
    assert sent_mails(app) == []


def test_all_bad_fields_are_named_at_once(client: PageClient) -> None:
    page = client.submit("/register", {"email": "lin", "password": "short"}).get_data(as_text=True)

    for message in ("请填写姓名", "邮箱地址不正确", "至少 12 个字符", "隐私说明，同意后再继续"):
        assert message in page


def test_script_in_a_name_is_shown_as_text(app: Flask, client: PageClient) -> None:
    register(client, name="<script>alert(1)</script>林")
    [mail] = sent_mails(app)
    client.submit(link_in(mail), {"password": PASSWORD})

    page = client.get("/account").get_data(as_text=True)

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_name_typed_by_a_stranger_is_not_mailed(app: Flask, client: PageClient) -> None:
    register(client, name="中奖了 http://evil.example")
    [mail] = sent_mails(app)

    assert "evil" not in part(mail)
    assert "evil" not in part(mail, "html")


def test_one_address_gets_five_mails_an_hour(app: Flask, client: PageClient) -> None:
    for _ in range(5):
        register(client)

    response = client.submit("/register", LIN)
    assert response.status_code == 429
    assert "60 分钟后再试" in response.get_data(as_text=True)
    assert client.submit("/password/forgot", {"email": LIN["email"]}).status_code == 429
    assert len(sent_mails(app)) == 5
    with clock.at(NOON + timedelta(hours=1)):
        register(client)


def test_one_network_registers_twenty_times_an_hour(client: PageClient) -> None:
    statuses = [
        client.submit("/register", {**LIN, "email": f"p{n}@example.com"}).status_code
        for n in range(21)
    ]

    assert statuses == [303] * 20 + [429]
    elsewhere = client.submit(
        "/register",
        {**LIN, "email": "p30@example.com"},
        environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
    )
    assert elsewhere.status_code == 303


def test_signed_in_person_does_not_register(app: Flask, client: PageClient) -> None:
    register(client)
    client.submit(link_in(sent_mails(app)[0]), {"password": PASSWORD})

    assert client.get("/register").status_code == 303


def test_mails_come_in_the_language_of_the_page(app: Flask, client: PageClient) -> None:
    client.set_cookie("lang", "en")
    register(client)

    with app.app_context():
        found = account_by_email("lin@example.com")
        assert found is not None
        assert found.locale == "en"
    assert 'lang="en"' in part(sent_mails(app)[0], "html")


def test_guessing_the_password_of_a_link_is_throttled(app: Flask, client: PageClient) -> None:
    register(client)
    link = link_in(sent_mails(app)[0])

    statuses = [client.submit(link, {"password": "a wrong horse"}).status_code for _ in range(11)]

    assert statuses == [422] * 10 + [429]


def test_two_registrations_at_once_make_one_account(app: Flask) -> None:
    def again() -> None:
        with app.app_context():
            operations.register(name="林", email=LIN["email"], password=PASSWORD, locale="zh")
            db.session.commit()

    with ThreadPoolExecutor(1) as pool, app.app_context():
        operations.register(name="林", email=LIN["email"], password=PASSWORD, locale="zh")
        other = pool.submit(again)
        time.sleep(0.5)  # the other one waits for the row, or for the whole database
        db.session.commit()
        other.result(timeout=20)

    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_link_used_between_opening_and_sending_is_a_conflict(
    app: Flask, client: PageClient
) -> None:
    register(client)
    token = link_in(sent_mails(app)[0]).removeprefix("/confirm/")

    with app.app_context():
        link = usable_link(token, LinkPurpose.CONFIRM_EMAIL)
        assert link is not None
        assert operations.confirm(link, PASSWORD, user_agent="") is not None
        db.session.commit()
        with pytest.raises(ConflictError):
            operations.confirm(link, PASSWORD, user_agent="")
        with pytest.raises(ConflictError):
            operations.activate(link.account)


@pytest.mark.one_database
@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("name", ["", "\r\n", "12345", "…", "名" * 61])
def test_name_without_letters_or_end_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as refused:
        operations.checked_name(name)

    assert refused.value.field == "name"
