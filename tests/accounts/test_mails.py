"""Mails about accounts: what is in them, and both ways they leave."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Collector
from conftest import Store
from factories.accounts import PASSWORD, browser, link_in, part, sent_mails
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import select

from matchmaker.accounts.mails import (
    confirmation_mail,
    known_address_mail,
    password_changed_mail,
    reset_mail,
)
from matchmaker.accounts.operations.registration import register
from matchmaker.app import create_app
from matchmaker.db import db
from matchmaker.jobs.delivery import deliver
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL
from matchmaker.jobs.worker import run_once

LIN = {"name": "林晓燕", "email": "lin@example.com", "password": PASSWORD, "consent": "y"}
TOKEN = "k" * 43


class Letterbox(Collector):
    """Keeps what the server accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.messages.append(message)


@contextmanager
def smtp_server() -> Iterator[tuple[Letterbox, int]]:
    """Run a real mail server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    letterbox = Letterbox()
    server = Controller(letterbox, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    server.start()
    try:
        yield letterbox, port
    finally:
        server.stop()


@pytest.fixture
def letterbox(app: Flask, store: Store) -> Iterator[tuple[Flask, Letterbox]]:
    """Give the site again, on the same database, sending to a server."""
    del app  # empties the database afterwards
    with smtp_server() as (found, port):
        site = create_app(store.settings(MAIL_BACKEND="smtp", MAIL_PORT=str(port)))
        yield site, found
        with site.app_context():
            db.engine.dispose()


def outbox(app: Flask) -> list[OutboxRow]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxRow).where(OutboxRow.kind == MAIL)))


def test_mail_leaves_by_smtp_through_the_worker(letterbox: tuple[Flask, Letterbox]) -> None:
    site, received = letterbox
    client = browser(site)
    client.submit("/register", LIN)
    assert received.messages == []

    with site.app_context():
        run_once({MAIL: deliver})

    [mail] = received.messages
    assert (mail["X-RcptTo"], mail["X-MailFrom"]) == ("lin@example.com", "noreply@localhost")
    assert outbox(site)[0].payload == {}


@pytest.mark.parametrize(
    ("address", "recipient"),
    [
        ("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s"),
        ("lin@例子.中国", "lin@xn--fsqu00a.xn--fiqs8s"),
    ],
)
def test_chinese_address_is_reached(
    letterbox: tuple[Flask, Letterbox], address: str, recipient: str
) -> None:
    site, received = letterbox
    browser(site).submit("/register", {**LIN, "email": address})

    with site.app_context():
        run_once({MAIL: deliver})

    assert [mail["X-RcptTo"] for mail in received.messages] == [recipient]


def test_server_that_is_away_is_tried_again(app: Flask, store: Store) -> None:
    with smtp_server() as (_letterbox, port):
        pass
    site = create_app(store.settings(MAIL_BACKEND="smtp", MAIL_PORT=str(port)))
    browser(app).submit("/register", LIN)

    with site.app_context():
        run_once({MAIL: deliver})
        [row] = db.session.scalars(select(OutboxRow))
        assert (row.attempts, row.done_at) == (1, None)
        assert "message" in row.payload
        db.session.close()
        db.engine.dispose()


def test_mail_is_written_to_a_file_by_default(app: Flask, client: PageClient) -> None:
    client.submit("/register", LIN)

    [mail] = sent_mails(app)

    assert mail["To"] == "lin@example.com"
    assert mail["Subject"] == "请确认您的邮箱 - 5G Inside 供需对接"
    assert mail["From"] == "5G Inside <noreply@localhost>"
    assert part(mail).startswith("您好：\n\n有人用这个邮箱注册了账号")
    assert link_in(mail) in part(mail, "html")


def test_no_mail_leaves_when_the_operation_is_undone(app: Flask) -> None:
    with app.app_context():
        register(name="林晓燕", email="lin@example.com", password=PASSWORD, locale="zh")
        db.session.rollback()

    assert sent_mails(app) == []


def test_links_come_from_the_settings_not_from_the_host(app: Flask, client: PageClient) -> None:
    host = {"base_url": "http://evil.example"}
    page = client.get("/register", **host).get_data(as_text=True)
    response = client.post("/register", data={**LIN, "csrf_token": csrf_token(page)}, **host)
    assert response.status_code == 303

    [mail] = sent_mails(app)

    assert "evil" not in mail.as_string()
    assert "http://localhost/confirm/" in part(mail)


@pytest.mark.usefixtures("session")
def test_address_cannot_add_headers() -> None:
    with pytest.raises(ValueError, match="invalid characters"):
        reset_mail("lin@example.com\r\nBcc: spy@example.com", "zh", token=TOKEN)


def test_site_name_of_several_lines_stays_one_header(app: Flask, store: Store) -> None:
    site = create_app(store.settings(SITE_NAME="名称\r\nBcc: spy@example.com"))
    with site.app_context():
        mail = known_address_mail("lin@example.com", "zh")

    assert mail["Bcc"] is None
    assert app is not site


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("locale", ["zh", "en", "xx"])
def test_all_mails_hold_the_same_facts_in_both_parts(locale: str) -> None:
    mails = {
        "/confirm/": confirmation_mail(
            "a@example.com", locale, token=TOKEN, next_path="/x?a=1&b=2"
        ),
        "/sign-in": known_address_mail("a@example.com", locale),
        "/password/reset/": reset_mail("a@example.com", locale, token=TOKEN),
        "/password/forgot": password_changed_mail("a@example.com", locale),
    }

    for path, mail in mails.items():
        assert f"http://localhost{path}" in part(mail)
        assert f'href="http://localhost{path}' in part(mail, "html")
        assert "&amp;" not in part(mail)


@pytest.mark.usefixtures("session")
def test_way_onward_is_kept_in_the_link() -> None:
    mail = confirmation_mail("a@example.com", "zh", token=TOKEN, next_path="/match/x?a=1&b=2")

    assert f"/confirm/{TOKEN}?next=/match/x?a%3D1%26b%3D2" in part(mail)


@pytest.mark.usefixtures("session")
def test_change_is_dated_in_chinese_time() -> None:
    mail = password_changed_mail("a@example.com", "zh")

    assert "2026-11-20 12:00（北京时间）" in part(mail)
