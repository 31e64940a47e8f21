"""Shared fixtures: the site on SQLite and on a real PostgreSQL, and a client that checks pages.

Every test gets a site of its own: an empty database, a fresh instance folder, the clock at NOON.
What costs time and says nothing about the test is made once and kept for the test process: the
engine with its compiled statements, the code of the templates, the routes. Nobody waits until
bytes are on the disk: no test pulls the plug.
"""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from kept import KeptRule
from pages import PageClient
from postgres import postgres_url
from sqlalchemy import Engine, TextClause, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from config import Settings
from matchmaker import clock, schema
from matchmaker.app import create_app
from matchmaker.db import Base, db, engine_options

hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("house")
Flask.url_rule_class = KeptRule

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)  # noon in China


@pytest.fixture(scope="session", autouse=True)
def _no_wait_for_the_disk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _handle: None)
        yield


def pytest_collection_finish() -> None:
    """Let the collector of cycles pass over what stays anyway: modules, models, tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser last: what is cheap fails first; leave PostgreSQL out where it says nothing.

    That is so for sweeps over what forms, policies and addresses refuse. Whatever writes, counts
    on a constraint or reads in a way of its own runs on both databases.
    """
    items[:] = [
        item
        for item in items
        if not (item.get_closest_marker("one_database") and "[postgresql" in item.name)
    ]
    items.sort(key=lambda item: "browser" in item.keywords)


@dataclass(frozen=True)
class Store:
    """A migrated database that tests empty after themselves."""

    url: str
    instance: Path
    engine: Engine

    def settings(self, **environ: str) -> Settings:
        return Settings.from_environ(
            {
                "MATCHMAKER_ENV": "test",
                "SECRET_KEY": "test-secret-test-secret-test-secret-test",
                "INSTANCE_PATH": str(self.instance),
                "DATABASE_URL": self.url,
                "BASE_URL": "http://localhost",
                **environ,
            }
        )


def _migrated(url: str, instance: Path) -> Store:
    store = Store(url, instance, create_engine(**engine_options(url)))
    if store.engine.dialect.name == "sqlite":
        event.listen(store.engine, "connect", _hurry)
    schema.upgrade(store.engine)
    _empty(store.engine)  # of the rows that come with tables
    return store


def _hurry(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


@pytest.fixture(scope="session")
def sqlite_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    instance = tmp_path_factory.mktemp("sqlite")
    store = _migrated(f"sqlite:///{instance / 'test.db'}", instance)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def postgres_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Store]:
    with postgres_url(f"matchmaker_{worker_id}") as url:
        store = _migrated(url, tmp_path_factory.mktemp("postgres"))
        yield store
        store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Run the test once on each database."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    found: Store = request.getfixturevalue(name)
    return found


@cache
def _which_are_filled() -> TextClause:
    questions = (
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608 - names of our own
        for name in Base.metadata.tables
    )
    return text(" UNION ALL ".join(questions))


def _empty(engine: Engine) -> None:
    """Delete every row and count from one again; most tables are empty, so only ask them."""
    with engine.connect().execution_options(untold=True) as connection, connection.begin():
        filled = set(connection.scalars(_which_are_filled()))
        for table in reversed(Base.metadata.sorted_tables):
            if table.name in filled:
                connection.execute(table.delete())
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind='S'"))


@pytest.fixture(scope="session")
def template_code(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> FileSystemBytecodeCache:
    """Give the compiled templates, which all test processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@pytest.fixture
def app(store: Store, tmp_path: Path, template_code: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give the site with an empty database, a fresh instance folder and the clock at NOON."""
    application = create_app(replace(store, instance=tmp_path).settings())
    application.jinja_env.bytecode_cache = template_code
    with application.app_context():
        db.engines["default"] = store.engine
        db.sessionmaker.configure(bind=store.engine)
    with clock.at(NOON):
        yield application
    _empty(store.engine)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser stand-in that refuses bad pages, whatever the test was about."""
    app.test_client_class = PageClient
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[None]:
    """Hold an app context open for tests that call operations and queries directly."""
    with app.app_context():
        yield
