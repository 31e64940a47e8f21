"""Keyword search measured on the seeds: judged queries, and whether known names come first."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from flask import Flask
from rich.console import Console
from rich.progress import track
from rich.table import Table

from matchmaker.db import Base, db, engine_options
from matchmaker.discovery.documents import SOURCES, search_index
from matchmaker.discovery.operations import rebuild_search
from matchmaker.discovery.queries import site_synonyms
from matchmaker.matching.scoring.judged import Quality, quality, summary
from matchmaker.matching.scoring.plain import PlainBM25
from matchmaker.search.port import Document, Key, SearchQuery
from matchmaker.search.query_text import MAX_CHARACTERS, QueryTextError, parse
from matchmaker.search.whoosh_index import WhooshIndex
from matchmaker.web.language import babel
from seeds.files.keywords import FILE as KEYWORD_FILE
from seeds.files.keywords import KeywordQuery, read_keyword_queries
from seeds.files.records import SeedError
from seeds.loader import load

ERR = Console(stderr=True)
DEPTH: Final = 10
SHORTEST_NAME: Final = 2
MEASURES: Final = ("nDCG@10", "MRR@10", "hit@1", "hit@5")
Figures = dict[str, Any]


def measure_keywords() -> Figures:
    """Measure keyword search over the seeds, in a database and an index that are thrown away.

    `ours` is what the site does, following “did you mean” where nothing was found; `bm25` ranks the
    same documents by all terms of the query over the same analysis; `like` are the documents that
    hold every word, newest first. `sorts` gives nDCG@10 for each sort of query, `names` the share
    of known names that find their document first. Raises SeedError where a thing is graded that the
    seeds do not hold.
    """
    with seeded_site():
        documents = {
            document.key: document for source in SOURCES.values() for document in source(None)
        }
        queries = read_keyword_queries()
        _check_known(queries, documents.values())
        numbers = {key: at for at, key in enumerate(documents)}
        plain = PlainBM25([_words(document) for document in documents.values()])
        keys = list(documents)
        ranked = {
            "ours": [searched(row.query) for row in queries],
            "bm25": [[keys[at] for at in plain.rank(row.query, DEPTH)] for row in queries],
            "like": [_holding(documents, row.query) for row in queries],
        }
        grades = [judged_grades(documents, numbers, row) for row in queries]
        measured: dict[str, list[Quality]] = {
            name: [
                quality([numbers[key] for key in found], graded)
                for found, graded in zip(rows, grades, strict=True)
            ]
            for name, rows in ranked.items()
        }
        return {
            **{name: _summary(rows) for name, rows in measured.items()},
            "sorts": _by_sort(queries, measured),
            "names": known_names(documents.values()),
            "queries": len(queries),
            "documents": len(documents),
        }


@contextmanager
def seeded_site() -> Iterator[None]:
    """Inside the block a site of its own holds the seeds, and its keyword index everything found.

    Raises SeedError where a file of the seeds is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="matchmaker-evaluate-") as folder:
        app = Flask("evaluation")
        url = f"sqlite:///{Path(folder) / 'seeds.db'}"
        app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(url)}
        app.extensions["search_index"] = WhooshIndex(Path(folder) / "search")
        babel.init_app(app)
        db.init_app(app)
        with app.app_context():
            Base.metadata.create_all(db.engine)
            load(lambda kind, rows: track(rows, kind, console=ERR, transient=True))
            db.session.commit()
            rebuild_search()
            try:
                yield
            finally:
                db.session.close()
                db.engine.dispose()


def searched(text: str) -> list[Key]:
    """Give the first ten hits as a visitor gets them, one click on “did you mean” included."""
    found = _hits(parse(text))
    if not found and (meant := search_index().meant(parse(text))):
        found = _hits(parse(meant))
    return found


def known_names(documents: Iterable[Document]) -> dict[str, dict[str, float]]:
    """Ask for each document by each of its names; the share that comes first, by kind.

    `first` asks by the first name, `other` by every other name, abbreviation and code. Documents
    that share a name share the first place. Names no query can hold are left out.
    """
    called: dict[str, set[Key]] = defaultdict(set)
    asked: list[tuple[str, str, str]] = []
    for document in documents:
        for at, name in enumerate(dict.fromkeys(filter(None, document.names))):
            called[name].add(document.key)
            asked.append((document.kind, "other" if at else "first", name))
    rates: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for kind, which, name in track(asked, "names", console=ERR, transient=True):
        if SHORTEST_NAME <= len(name) <= MAX_CHARACTERS and (query := _parsed(name)):
            found = _hits(query, limit=1)
            rates[kind][which].append(bool(found) and found[0] in called[name])
    return {
        kind: {
            key: value
            for which, hits in by.items()
            for key, value in ((which, sum(hits) / len(hits)), (f"{which}_asked", len(hits)))
        }
        for kind, by in rates.items()
    }


def keyword_table(measured: Figures) -> Table:
    """The figures as a table for a terminal."""
    table = Table(title=f"{measured['queries']} queries, {measured['documents']} documents")
    table.add_column("")
    for name in ("ours", "bm25", "like"):
        table.add_column(name, justify="right")
    for name in MEASURES:
        table.add_row(name, *(f"{measured[who][name]:.4f}" for who in ("ours", "bm25", "like")))
    for sort, row in measured["sorts"].items():
        figures = (f"{row[who]:.4f}" for who in ("ours", "bm25", "like"))
        table.add_row(f"nDCG@10 {sort} ({row['queries']})", *figures)
    for kind, row in measured["names"].items():
        for which in ("first", "other"):
            if f"{which}_asked" in row:
                label = f"{kind}: {which} name first ({row[f'{which}_asked']})"
                table.add_row(label, f"{row[which]:.4f}", "", "")
    return table


def _hits(query: SearchQuery, limit: int = DEPTH) -> list[Key]:
    found = search_index().search(site_synonyms().expand(query), limit=limit)
    return [hit.key for hit in found.hits]


def _parsed(name: str) -> SearchQuery | None:
    try:
        return parse(name)
    except QueryTextError:
        return None


def _words(document: Document) -> str:
    return f"{document.title}\n{document.title}\n{document.summary}\n{document.body}"


def _check_known(queries: Iterable[KeywordQuery], documents: Iterable[Document]) -> None:
    known = {(document.kind, document.names[0]) for document in documents}
    for row in queries:
        for kind, name in row.grades:
            if (kind, name) not in known:
                raise SeedError(KEYWORD_FILE, 0, f"{row.query}: there is no {kind} {name}")


def _holding(documents: Mapping[Key, Document], text: str) -> list[Key]:
    query = parse(text)
    wanted = [word.casefold() for word in (*query.words, *query.phrases)]
    unwanted = [word.casefold() for word in query.excluded]
    found = [
        key
        for key, document in documents.items()
        if _holds_only(_words(document).casefold(), wanted, unwanted)
    ]
    return sorted(found, key=lambda key: (-documents[key].published, -key[1]))[:DEPTH]


def _holds_only(text: str, wanted: Iterable[str], unwanted: Iterable[str]) -> bool:
    return all(word in text for word in wanted) and not any(word in text for word in unwanted)


def judged_grades(
    documents: Mapping[Key, Document], numbers: Mapping[Key, int], judged: KeywordQuery
) -> dict[int, int]:
    """The grades by the number of each document that has a graded name."""
    return {
        numbers[key]: grade
        for key, document in documents.items()
        if (grade := judged.grades.get((document.kind, document.names[0])))
    }


def _summary(rows: Sequence[Quality]) -> dict[str, float | None]:
    figures = summary(rows, [0.0] * len(rows))
    return {name: figures[name] for name in MEASURES}


def _by_sort(
    queries: Sequence[KeywordQuery], measured: Mapping[str, Sequence[Quality]]
) -> dict[str, dict[str, float]]:
    sorts: dict[str, dict[str, float]] = {}
    for sort in dict.fromkeys(row.sort for row in queries):
        at = [number for number, row in enumerate(queries) if row.sort == sort]
        sorts[sort] = {"queries": len(at)}
        for who, rows in measured.items():
            sorts[sort][who] = sum(rows[number].ndcg for number in at) / len(at)
    return sorts
