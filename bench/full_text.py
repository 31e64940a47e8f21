"""SQLite FTS5 over the terms of our analysis: the peer of keyword search."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from matchmaker.search.port import Document, SearchQuery
from matchmaker.search.terms import query_terms, weighted_terms


class FullText:
    """An FTS5 table of terms, and the tags of each document beside it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA cache_size=-200000")

    def build(self, documents: Iterable[Document]) -> None:
        run = self._db.execute
        run("CREATE VIRTUAL TABLE doc USING fts5(terms, content='', tokenize='ascii')")
        run("CREATE TABLE tag (doc INTEGER, facet TEXT, value TEXT)")
        for number, document in enumerate(documents, 1):
            terms = [
                _name(term)
                for term, weight in weighted_terms(document).items()
                for _ in range(max(1, round(weight)))
            ]
            run("INSERT INTO doc (rowid, terms) VALUES (?, ?)", (number, " ".join(terms)))
            tags = {**document.tags, "kind": (document.kind,)}
            self._db.executemany(
                "INSERT INTO tag VALUES (?, ?, ?)",
                [(number, facet, value) for facet, values in tags.items() for value in values],
            )
        run("CREATE INDEX tag_doc ON tag (doc, facet, value)")
        self._db.commit()

    def ranked(self, query: SearchQuery) -> list[Any]:
        """The first twenty by BM25."""
        statement = "SELECT rowid FROM doc WHERE doc MATCH ? ORDER BY bm25(doc) LIMIT 20"
        return self._db.execute(statement, (_match(query),)).fetchall()

    def counted(self, query: SearchQuery) -> tuple[list[Any], list[Any]]:
        """The first twenty, and how many documents have each tag."""
        statement = (
            "SELECT facet, value, count(*) FROM tag WHERE doc IN"
            " (SELECT rowid FROM doc WHERE doc MATCH ?) GROUP BY facet, value"
        )
        return self.ranked(query), self._db.execute(statement, (_match(query),)).fetchall()

    def size(self) -> int:
        return self._path.stat().st_size


def _match(query: SearchQuery) -> str:
    return " AND ".join(f'"{_name(term)}"' for term in query_terms(query))


def _name(term: str) -> str:
    """A term as letters and figures only, so that no tokenizer cuts it."""
    return term.encode().hex()
