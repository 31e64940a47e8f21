"""Reading pages and counting queries, for tests that say what a page holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from pages import HTML, tree_of
from sqlalchemy import event

from matchmaker.db import db

MOST_QUERIES = 15


def table_rows(page: str) -> list[list[str]]:
    """Give the words of every row below a table's head."""
    rows = [row for body in tree_of(page).iter(f"{HTML}tbody") for row in body.iter(f"{HTML}tr")]
    return [[_words(cell) for cell in row] for row in rows]


def card_titles(page: str) -> list[str]:
    """Give the titles of the cards in their order."""
    return [_words(link) for link in _links(page) if link.get("class") == "card__link"]


def addresses(page: str) -> list[str]:
    """Give where the links of a page lead."""
    return [link.get("href", "") for link in _links(page)]


def chosen_options(page: str, name: str) -> list[str]:
    """Give the chosen values of a select."""
    select = next(one for one in tree_of(page).iter(f"{HTML}select") if one.get("name") == name)
    return [
        option.get("value", "")
        for option in select.iter(f"{HTML}option")
        if option.get("selected") is not None
    ]


def ticked(page: str) -> set[tuple[str, str]]:
    """Give the ticked boxes of a page, by name and value."""
    return {
        (box.get("name", ""), box.get("value", ""))
        for box in tree_of(page).iter(f"{HTML}input")
        if box.get("type") == "checkbox" and box.get("checked") is not None
    }


def facet_counts(page: str, name: str) -> dict[str, int]:
    """Give the values of a filter with the number beside each."""
    labels = [
        label
        for label in tree_of(page).iter(f"{HTML}label")
        if label.find(f"{HTML}input") is not None
    ]
    boxes = [(label.find(f"{HTML}input"), label) for label in labels]
    return {
        box.get("value", ""): int(_words(label).rsplit(" ", 1)[1].replace(",", ""))
        for box, label in boxes
        if box.get("name") == name
    }


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """Collect the statements the site sends to its database inside the block."""
    with app.app_context():
        engine = db.engine
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _links(page: str) -> list[Any]:
    return list(tree_of(page).iter(f"{HTML}a"))


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
