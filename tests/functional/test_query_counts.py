"""How often public pages ask the database: never more than fifteen times, whatever they list."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from architecture import small_world
from flask import Flask
from sqlalchemy import event, update

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.discovery.operations import rebuild_search

MOST = 15
PAGES = (
    "/offerings",
    "/offerings?region=150000&sector=mining",
    "/providers",
    "/cases",
    "/demands",
    "/search?q=矿",
    "/offerings/{offering_id}",
    "/demands/{demand_id}",
    "/demands/{demand_id}/matches",
    "/",
)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def numbers(app: Flask) -> dict[str, object]:
    with app.app_context():
        built = small_world.build()
        db.session.commit()
        rebuild_search()
        first = {name: found[0] for name, found in built.values.items() if found}
        return first | {"demand_id": built.values["demand_id"][1]}  # the first is a draft


@pytest.mark.one_database
def test_pages_that_are_made_anew_ask_at_most_fifteen_times(
    app: Flask, numbers: dict[str, object]
) -> None:
    app.config["KEEP_ANSWERS"] = False
    too_many = {}
    for page in PAGES:
        path = page.format(**numbers)
        app.test_client().get(path)
        with counted(app) as asked:
            status = app.test_client().get(path).status_code
        assert status == 200, path
        if len(asked) > MOST:
            too_many[page] = len(asked)
    assert too_many == {}


@pytest.mark.one_database
def test_a_list_is_read_anew_after_a_change_with_as_few_questions(
    app: Flask, numbers: dict[str, object]
) -> None:
    del numbers
    app.test_client().get("/offerings")
    with app.app_context():
        db.session.execute(update(Offering).values(title="井下融合定位"))
        db.session.commit()
    with counted(app) as asked:
        page = app.test_client().get("/offerings").text
    assert "井下融合定位" in page
    assert len(asked) <= MOST
