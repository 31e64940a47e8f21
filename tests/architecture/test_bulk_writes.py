"""Models that documents are made of are written through the session: bulk statements pass it by."""

import ast
from collections.abc import Iterator
from pathlib import Path

from matchmaker.discovery import documents as _documents  # says which models those are
from matchmaker.jobs.feeds import fed_models

HOUSE = Path(__file__).parents[2]
BULK = {"update", "delete", "insert"}
assert _documents


def bulk_writes(source: str, models: set[str]) -> Iterator[str]:
    """Name the models a source writes in bulk."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        for given in node.args if name in BULK else ():
            if isinstance(given, ast.Name) and given.id in models:
                yield given.id


def test_nothing_that_feeds_documents_is_written_in_bulk() -> None:
    models = {model.__name__ for model in fed_models()}
    found = {
        str(path.relative_to(HOUSE)): names
        for folder in ("matchmaker", "seeds")
        for path in (HOUSE / folder).rglob("*.py")
        if (names := list(bulk_writes(path.read_text(encoding="utf-8"), models)))
    }

    assert found == {}


def test_bulk_write_is_noticed() -> None:
    assert list(
        bulk_writes("session.execute(update(Offering).values(title='x'))", {"Offering"})
    ) == ["Offering"]
