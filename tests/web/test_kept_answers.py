"""Answers kept for visitors: true in the next request, nobody's own, never for who is signed in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from conftest import NOON, Store
from factories.catalogue import offering as offering_row
from factories.catalogue import provider
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event, update
from werkzeug.datastructures import ImmutableMultiDict

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.app import create_app
from matchmaker.catalogue.models import Offering
from matchmaker.db import db, engine_options
from matchmaker.web.request import SiteRequest

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
KEY = re.compile(r'name="submission" value="([^"]+)"')
HOLE = re.compile(r"(?:token|key)-[0-9a-f]{32}")


@pytest.fixture
def offering(app: Flask) -> int:
    """Publish an offering; gives its number."""
    with app.app_context():
        row = offering_row(provider("远方通信"), "矿卡无人驾驶")
        db.session.commit()
        return row.id


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def kept_endpoints(app: Flask) -> set[str]:
    return {name for name, view in app.view_functions.items() if hasattr(view, "is_kept")}


def test_a_page_is_made_once_and_then_costs_one_question(
    app: Flask, client: FlaskClient, offering: int
) -> None:
    first = client.get(f"/offerings/{offering}").text
    with statements(app) as asked:
        again = client.get(f"/offerings/{offering}").text
    assert TOKEN.sub("", again) == TOKEN.sub("", first)
    assert len([one for one in asked if "table_change" not in one and one != "BEGIN"]) == 0
    assert len(app.extensions["kept_answers"]) == 1


@pytest.mark.parametrize("path", ["/offerings", "/providers", "/"])
def test_each_visitor_gets_a_token_and_keys_of_their_own(
    app: Flask, offering: int, path: str
) -> None:
    del offering
    pages = [app.test_client().get(path).text for _ in range(3)]
    tokens = [set(TOKEN.findall(page)) for page in pages]
    assert all(len(found) == 1 for found in tokens)
    assert len(set.union(*tokens)) == 3
    keys = [key for page in pages for key in KEY.findall(page)]
    assert len(keys) == len(set(keys))
    assert bool(keys) == (path == "/")
    assert not any(HOLE.search(page) for page in pages)


def test_a_form_of_a_kept_page_is_accepted(app: Flask, offering: int) -> None:
    del offering
    app.config["WTF_CSRF_ENABLED"] = True
    app.test_client().get("/")
    visitor = app.test_client()
    token = TOKEN.findall(visitor.get("/").text)[0]
    form = {"csrf_token": token, "submission": "one", "text": "露天矿40台矿卡无人驾驶，时延20毫秒"}
    assert visitor.post("/match", data=form).status_code == 303
    assert app.test_client().post("/match", data=form).status_code == 400


def test_what_another_process_changes_is_seen_in_the_next_request(
    app: Flask, client: FlaskClient, offering: int, store: Store
) -> None:
    paths = ("/offerings", f"/offerings/{offering}", "/providers")
    assert all("远方通信" in client.get(path).text for path in paths)
    other = create_engine(**engine_options(store.url))
    with other.begin() as connection:
        connection.execute(update(Offering).values(title="井下融合定位"))
        connection.execute(update(Organisation).values(name="近处通信"))
    for path in paths:
        page = client.get(path).text
        assert "远方通信" not in page
        assert "近处通信" in page
    assert "井下融合定位" in client.get("/offerings").text
    with other.begin() as connection:
        connection.execute(update(Organisation).values(state=OrganisationState.SUSPENDED, uscc="x"))
    other.dispose()
    assert "近处通信" not in client.get("/offerings").text
    assert "近处通信" not in client.get("/providers").text
    assert client.get(f"/offerings/{offering}").status_code == 404
    del app


def test_two_processes_keep_their_own_and_agree(app: Flask, offering: int, store: Store) -> None:
    other = create_app(store.settings())
    with other.app_context():
        db.engines["default"] = store.engine
        db.sessionmaker.configure(bind=store.engine)
    assert "矿卡无人驾驶" in other.test_client().get("/offerings").text
    with app.app_context():
        row = db.session.get(Offering, offering)
        assert row
        row.title = "井下融合定位"
        db.session.commit()
    for site in (app, other):
        assert "井下融合定位" in site.test_client().get("/offerings").text


def test_languages_and_looks_do_not_mix(app: Flask, offering: int) -> None:
    del offering
    wanted = {"": "zh-CN", "lang=en": "en", "theme=dark": "zh-CN", "lang=en; theme=light": "en"}
    for _ in range(2):
        for cookie, tongue in wanted.items():
            headers = {"Cookie": cookie} if cookie else {}
            page = app.test_client(use_cookies=False).get("/offerings", headers=headers).text
            assert f'<html lang="{tongue}"' in page
            for theme in ("dark", "light"):
                assert (f'data-theme="{theme}"' in page) == (theme in cookie)


def test_nobody_signed_in_gets_or_leaves_a_kept_answer(app: Flask, offering: int) -> None:
    app.test_client().get(f"/offerings/{offering}")
    kept = len(app.extensions["kept_answers"])
    with app.app_context():
        person = account("欧阳矿")
        db.session.commit()
        number = person.id
    browser = app.test_client()
    sign_in(app, browser, number)
    for path in (f"/offerings/{offering}", "/offerings", "/providers", "/demands", "/"):
        answer = browser.get(path)
        assert "欧阳矿" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
        assert "欧阳矿" not in app.test_client().get(path).text
    assert len(app.extensions["kept_answers"]) >= kept


def test_a_message_is_shown_once_and_to_nobody_else(app: Flask, offering: int) -> None:
    del offering
    visitor = app.test_client()
    visitor.get("/offerings")
    with visitor.session_transaction() as session:
        session["_flashes"] = [("success", "您已退出登录。")]
    assert "您已退出登录。" in visitor.get("/offerings").text
    assert "您已退出登录。" not in visitor.get("/offerings").text
    assert "您已退出登录。" not in app.test_client().get("/offerings").text


def test_who_has_a_page_already_gets_no_second_copy(
    app: Flask, client: FlaskClient, offering: int
) -> None:
    first = client.get("/offerings")
    mark = first.headers["ETag"]
    again = client.get("/offerings", headers={"If-None-Match": mark})
    assert (again.status_code, again.text) == (304, "")
    assert app.test_client().get("/offerings", headers={"If-None-Match": mark}).status_code == 200
    with app.app_context():
        row = db.session.get(Offering, offering)
        assert row
        row.title = "井下融合定位"
        db.session.commit()
    assert client.get("/offerings", headers={"If-None-Match": mark}).status_code == 200
    assert "ETag" not in client.get("/").headers  # its forms have keys: shown anew each time


def test_what_follows_from_time_is_not_old(app: Flask, client: FlaskClient, offering: int) -> None:
    del offering
    with statements(app) as asked:
        client.get("/offerings")
        first = len(asked)
        with clock.at(NOON + timedelta(seconds=31)):
            client.get("/offerings")
    assert len(asked) - first > 2


def test_kept_pages_ask_the_visitor_for_nothing_but_language_and_look(
    app: Flask, offering: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    del offering
    asked: set[str] = set()

    class Noted(ImmutableMultiDict[str, str]):
        def get(self, key: str, *rest: object, **given: object) -> object:  # type: ignore[override]
            asked.add(key)
            return super().get(key, *rest, **given)

    class NotingRequest(SiteRequest):
        @property
        def cookies(self) -> ImmutableMultiDict[str, str]:
            return Noted(super().cookies.items(multi=True))

    monkeypatch.setattr(app, "request_class", NotingRequest)
    visitor = app.test_client()
    with app.test_request_context():
        rules = [r for r in app.url_map.iter_rules() if r.endpoint in kept_endpoints(app)]
    assert {"catalogue.offerings", "demands.list", "matching.home"} <= kept_endpoints(app)
    for rule in rules:
        visitor.get(re.sub(r"<[^>]+>", "1", rule.rule))
    assert asked <= {"lang", "theme", app.config["SESSION_COOKIE_NAME"], "remember_token"}


def test_refusals_and_other_answers_are_not_kept(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/offerings/77").status_code == 404
    assert client.get("/offerings?page=9").status_code == 404
    assert client.head("/offerings").status_code == 200
    assert len(app.extensions["kept_answers"]) == 0
