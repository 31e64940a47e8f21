"""The frame: headers on every answer, caching, and the language people chose."""

import re
import sqlite3
from contextlib import closing
from html import unescape
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from web import failing

from matchmaker.db import db

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)


def nonce(policy: str) -> str:
    found = re.search(r"'nonce-([\w-]{20,})'", policy)
    assert found
    return found.group(1)


def test_health_answers(client: FlaskClient) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json == {"status": "ok"}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/about", 200),
        ("/healthz", 200),
        ("/static/css/base.css", 200),
        ("/static/no-such-file.css", 404),
        ("/no-such-page", 404),
        ("/language", 405),
        ("/failing/unexpected", 500),
        ("/members-only", 303),
    ],
)
def test_every_answer_carries_the_security_headers(
    app: Flask, client: FlaskClient, path: str, status: int
) -> None:
    failing.install(app)

    response = client.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert policy == POLICY.format(nonce=nonce(policy))


def test_nonce_is_new_each_time(client: FlaskClient) -> None:
    policies = {client.get("/about").headers["Content-Security-Policy"] for _ in range(2)}

    assert len(policies) == 2


def test_pages_are_asked_for_again_by_visitors(client: FlaskClient) -> None:
    control = client.get("/about").cache_control

    assert control.private
    assert control.no_cache
    assert not control.public


@pytest.mark.parametrize(("query", "age"), [("", 3600), ("?v=1", 31_536_000)])
def test_files_are_kept_by_browsers(client: FlaskClient, query: str, age: int) -> None:
    control = client.get(f"/static/css/base.css{query}").cache_control

    assert control.public
    assert control.max_age == age
    assert not control.no_cache


def test_site_starts_in_chinese_whatever_the_browser_prefers(client: FlaskClient) -> None:
    response = client.get("/about", headers={"Accept-Language": "en"})

    assert '<html lang="zh-CN"' in response.text


def test_chosen_language_is_remembered(client: FlaskClient) -> None:
    switched = client.submit("/about", {"lang": "en", "next": "/privacy?x=1"}, to="/language")  # type: ignore[attr-defined]

    assert switched.status_code == 303
    assert switched.headers["Location"] == "/privacy?x=1"
    cookie = switched.headers["Set-Cookie"]
    assert cookie.startswith("lang=en;")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000"} <= set(cookie.split("; "))
    assert '<html lang="en"' in client.get("/about").text


def test_language_switch_keeps_the_page_with_its_query(client: FlaskClient) -> None:
    here = "/search?q=%E7%9F%BF%E5%8D%A1+%26+5G&kind=case"
    pressed = re.search(r'name="next" value="([^"]*)"', client.get(here).text)
    assert pressed is not None

    sent = {"lang": "en", "next": unescape(pressed[1])}
    switched = client.submit("/about", sent, to="/language", follow_redirects=True)  # type: ignore[attr-defined]

    assert switched.request.path == "/search"
    assert switched.request.args.to_dict() == {"q": "矿卡 & 5G", "kind": "case"}
    assert '<html lang="en"' in switched.text
    assert 'value="矿卡 &amp; 5G"' in switched.text


def test_site_is_called_by_its_name_in_the_language_of_the_page(client: FlaskClient) -> None:
    assert "5G Inside 供需对接" in client.get("/about").text
    client.submit("/about", {"lang": "en", "next": "/about"}, to="/language")  # type: ignore[attr-defined]

    page = client.get("/about").text

    assert "5G Inside Matchmaker</title>" in page
    assert "供需对接" not in page


def test_language_nobody_speaks_changes_nothing(client: FlaskClient) -> None:
    response = client.submit("/about", {"lang": "xx", "next": "/about"}, to="/language")  # type: ignore[attr-defined]

    assert response.status_code == 303
    assert "lang=" not in response.headers.get("Set-Cookie", "")


def test_forged_language_cookie_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("lang", "../../etc")

    assert '<html lang="zh-CN"' in client.get("/about").text


@pytest.mark.one_database
@pytest.mark.parametrize(
    "target",
    ["", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_language_switch_leads_nowhere_else(client: FlaskClient, target: str) -> None:
    response = client.submit("/about", {"lang": "en", "next": target}, to="/language")  # type: ignore[attr-defined]

    assert response.headers["Location"] == "/"


def test_text_far_over_the_limit_comes_back_whole(client: FlaskClient) -> None:
    text = "需要" * 100_000

    response = client.submit("/", {"text": text}, to="/match")  # type: ignore[attr-defined]

    assert response.status_code == 422
    assert f">{text}</textarea>" in response.text
    assert "200000" in response.text


def test_no_page_starts_a_thread(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Thread] = []
    monkeypatch.setattr(Thread, "start", started.append)

    assert client.get("/").status_code == 200
    assert started == []


def test_what_follows_a_page_that_only_reads_may_write(app: Flask, client: FlaskClient) -> None:
    assert client.get("/").status_code == 200
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return  # takes its locks row by row
        db.session.scalar(select(1))
        with (
            closing(sqlite3.connect(db.engine.url.database or "", timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")
        db.session.rollback()
