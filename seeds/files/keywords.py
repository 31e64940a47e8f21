"""Keyword queries over the seeds with what should be found, graded 0–3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from seeds.files.records import SEEDS, Record, read_jsonl, unique

FILE = "judged/keyword_queries.jsonl"
BEST = 3


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """A query as people type it, what sort of query it is, and grades by kind and first name.

    3 is what was looked for, 2 serves, 1 touches it; whatever is not named is 0. Things of one kind
    and name share their grade. Own composition and grading.
    """

    query: str
    sort: str
    grades: Mapping[tuple[str, str], int]


def read_keyword_queries(root: Path = SEEDS) -> tuple[KeywordQuery, ...]:
    """All judged queries.

    Raises SeedError for a query or a thing graded twice, and for a grade that is not 1 to 3.
    """
    return unique(
        ((record, _query(record)) for record in read_jsonl(root, FILE)),
        key=lambda row: row.query,
    )


def _query(record: Record) -> KeywordQuery:
    return KeywordQuery(
        record.text("query"),
        record.text("sort"),
        dict(unique(((record, row) for row in _grades(record)), key=lambda row: str(row[0]))),
    )


def _grades(record: Record) -> Iterator[tuple[tuple[str, str], int]]:
    rows = record.values.get("grades")
    for row in rows if isinstance(rows, list) and rows else [None]:
        match row:
            case [str(kind), str(name), int(grade)] if 0 < grade <= BEST:
                yield (kind, name), grade
            case _:
                record.fail(f"not a kind, a name and a grade of 1 to {BEST}: {row}")
