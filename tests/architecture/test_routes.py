"""Every route declares who may open it, reads as an address should, and keeps its promises."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from architecture import small_world
from architecture.import_rule import SLICES
from factories.tokens import Limitless
from flask import Flask
from flask.testing import FlaskClient
from pages import PageClient
from sqlalchemy import Engine, event
from structlog.testing import capture_logs
from werkzeug.routing import Rule

from config import Settings
from matchmaker.app import create_app
from matchmaker.db import db

ADDRESS = re.compile(r"/|(?:/(?:[a-z0-9]+(?:-[a-z0-9]+)*|<[a-z]+:[a-z_]+>))+(?:\.[a-z]+)?")
TYPED = frozenset({"int", "slug", "token", "uuid"})
WRITE = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|ALTER)\s+\"?(\w+)")
# Reading a page may note that a signed-in browser or a token was seen, count attempts, and keep the
# ranking it showed.
NOTES = frozenset({"sign_in_session", "access_token", "attempt", "shown_ranking", "matched_pair"})
PEOPLE = ("visitor", "owner", "administrator")
ON_DUTY = ("moderator", "curator")  # who opens pages of staff that the administrator does not
# The key in the address is the permission, so mail programs may post there (RFC 8058).
OPEN_TO_KEYS = frozenset({"watches.stop_now", "notices.stop_now"})
SECURITY_HEADERS = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)


def rules_of(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def is_api(rule: Rule) -> bool:
    return rule.rule.startswith("/api/")


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> list[Rule]:
    folder = str(tmp_path_factory.mktemp("routes"))
    app = create_app(Settings.from_environ({"MATCHMAKER_ENV": "test", "INSTANCE_PATH": folder}))
    undeclared = [
        rule.endpoint
        for rule in rules_of(app)
        if not hasattr(app.view_functions[rule.endpoint], "access")
    ]
    assert undeclared == []
    return rules_of(app)


def test_addresses_are_lower_case_words_with_typed_parts(rules: list[Rule]) -> None:
    assert [rule.rule for rule in rules if not ADDRESS.fullmatch(rule.rule)] == []


def test_parts_of_addresses_have_a_type(rules: list[Rule]) -> None:
    untyped = [
        rule.rule
        for rule in rules
        for kind in re.findall(r"<(?:(\w+)[^:>]*:)?\w+>", rule.rule)
        if kind not in TYPED
    ]

    assert untyped == []


def test_endpoints_are_named_after_their_slice(rules: list[Rule]) -> None:
    name = re.compile(rf"(?:web|developers|feeds|{'|'.join(SLICES)})\.[a-z_]+")

    assert [rule.endpoint for rule in rules if not name.fullmatch(rule.endpoint)] == []


def test_pages_are_read_by_get_and_changed_by_post(rules: list[Rule]) -> None:
    pages = [rule for rule in rules if not is_api(rule)]
    methods = {method for rule in pages for method in rule.methods or ()}

    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}


@contextmanager
def writes(engine: Engine) -> Iterator[list[str]]:
    """Collect the tables written to inside the block."""
    tables: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        found = WRITE.match(statement)
        if found and found.group(1) not in NOTES:
            tables.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield tables
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def world(app: Flask) -> small_world.World:
    app.test_client_class = PageClient
    app.extensions["limits"] = Limitless()
    with app.app_context():
        return small_world.build()


@dataclass(slots=True)
class Walk:
    """What was seen on the way through the pages."""

    browser: FlaskClient
    engine: Engine
    opened: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def read(self, endpoint: str, path: str) -> None:
        """Open a page and note what is wrong with it."""
        with writes(self.engine) as written, capture_logs() as logs:
            try:
                response = self.browser.get(path)
            except AssertionError as broken:  # the client refuses the page
                self.problems.append(f"{path}: {broken}")
                return
        self.problems += [f"{path}: {statement}" for statement in written]
        self.problems += [f"{path}: {entry['exc_info']!r}" for entry in logs if "exc_info" in entry]
        missing = set(SECURITY_HEADERS) - set(response.headers.keys())
        self.problems += [f"{path}: no {name}" for name in missing]
        if response.status_code not in (
            {200, 401, 403, 404, 409} if path.startswith("/api/") else {200, 303, 404}
        ):
            self.problems.append(f"{path}: {response.status}")
        if response.status_code == 200:
            self.opened.add(endpoint)


def test_reading_pages_writes_nothing_and_every_page_opens(
    app: Flask, world: small_world.World
) -> None:
    readable = [rule for rule in rules_of(app) if "GET" in (rule.methods or ())]
    opened: set[str] = set()
    problems: dict[str, list[str]] = {}
    with app.app_context():
        engine = db.engine

    for who in (*PEOPLE, *ON_DUTY):
        walk = Walk(world.browser(app, who), engine)
        for rule in readable:
            if who in ON_DUTY and rule.endpoint in opened:
                continue
            for path in world.paths(app, rule):
                walk.read(rule.endpoint, path)
        opened |= walk.opened
        problems[who] = walk.problems

    assert problems == {who: [] for who in (*PEOPLE, *ON_DUTY)}
    assert sorted({rule.endpoint for rule in readable} - opened) == []


@pytest.mark.one_database
def test_forged_posts_are_refused_before_anything_else(
    app: Flask, world: small_world.World
) -> None:
    problems = []
    for who in PEOPLE:
        browser = world.browser(app, who)
        for rule in rules_of(app):
            is_open = rule.endpoint in OPEN_TO_KEYS or is_api(rule)  # no cookie counts there
            is_guarded = "POST" in (rule.methods or ()) and not is_open
            for path in world.paths(app, rule) if is_guarded else []:
                response = browser.post(path, data={"text": small_world.TEXT})
                if response.status_code != 400 or "<h1>请求无法理解</h1>" not in response.text:
                    problems.append(f"{who} {path}: {response.status}")

    assert problems == []


@pytest.mark.one_database
def test_visitors_are_kept_out_of_what_needs_an_account(
    app: Flask, world: small_world.World
) -> None:
    guarded = [
        rule
        for rule in rules_of(app)
        if "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "access", "") == "signed in"
    ]
    browser = world.browser(app, "visitor")

    assert guarded
    for rule in guarded:
        for path in world.paths(app, rule):
            response = browser.get(path)
            if is_api(rule):
                assert response.status_code == 401, path
                continue
            assert response.status_code == 303, path
            assert response.headers["Location"].startswith("/sign-in"), path


def test_a_write_while_reading_is_noticed(app: Flask) -> None:
    with app.app_context(), writes(db.engine) as written, db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM outbox")
        connection.exec_driver_sql("DELETE FROM attempt")

    assert written == ["DELETE FROM outbox"]


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("/", True),
        ("/my/offerings", True),
        ("/offerings/<int:offering_id>/edit", True),
        ("/offerings/", False),
        ("/myOfferings", False),
        ("/my_offerings", False),
        ("/offerings/<offering_id>", False),
        ("/offerings//new", False),
    ],
)
def test_addresses_that_break_the_rule_are_found(address: str, *, is_fine: bool) -> None:
    assert bool(ADDRESS.fullmatch(address)) is is_fine


def test_route_without_access_is_found(client: FlaskClient, app: Flask) -> None:
    def forgotten() -> str:
        return "open to everybody"

    app.add_url_rule("/forgotten", view_func=forgotten)

    assert client.get("/forgotten").status_code == 403
