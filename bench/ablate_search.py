"""What each part of keyword search adds on the judged queries: nDCG@10 with it taken away.

    python bench/ablate_search.py

The seeds are loaded into a site of their own; every variant builds its index anew.
"""

from collections.abc import Callable
from contextlib import ExitStack
from statistics import fmean
from typing import Any
from unittest.mock import patch

from rich.console import Console
from rich.table import Table

from matchmaker.discovery.commands.keywords import judged_grades, searched, seeded_site
from matchmaker.discovery.documents import SOURCES
from matchmaker.discovery.operations import rebuild_search
from matchmaker.matching.scoring.judged import quality
from matchmaker.search import kind_words, terms, whoosh_query
from matchmaker.search.synonyms import Synonyms
from seeds.files.keywords import read_keyword_queries

Change = Callable[[], Any]
NOTHING = Synonyms(())


def changes() -> dict[str, list[Change]]:
    """The variants, each as what is patched while it is measured."""

    def constant(module: Any, name: str, value: Any) -> Change:
        return lambda: patch.object(module, name, value)

    keywords = "matchmaker.discovery.commands.keywords"
    blank = dict.fromkeys(kind_words.KIND_WORDS, "")
    return {
        "as it is": [],
        "without other names": [lambda: patch(f"{keywords}.site_synonyms", lambda: NOTHING)],
        "other names count 0.3": [constant(whoosh_query, "OTHER_WAY", 0.3)],
        "other names count 0.9": [constant(whoosh_query, "OTHER_WAY", 0.9)],
        "without names first": [constant(whoosh_query, "whole_name", lambda _query: "")],
        "without words for kinds": [lambda: patch.dict(kind_words.KIND_WORDS, blank)],
        "without parts of compounds": [constant(terms, "parts_of", lambda _token: ())],
        "title counts once": [constant(terms, "TITLE_WEIGHT", 1)],
        "title counts five times": [constant(terms, "TITLE_WEIGHT", 5)],
        "summary counts once": [constant(terms, "SUMMARY_WEIGHT", 1)],
        "all words or nothing": [constant(whoosh_query, "_bounded", lambda _segments, _terms: ())],
    }


def main() -> None:
    queries = read_keyword_queries()
    table = Table("variant", "nDCG@10", "hit@1")
    with seeded_site():
        documents = {
            document.key: document for source in SOURCES.values() for document in source(None)
        }
        numbers = {key: at for at, key in enumerate(documents)}
        grades = [judged_grades(documents, numbers, row) for row in queries]
        for name, patches in changes().items():
            with ExitStack() as stack:
                for change in patches:
                    stack.enter_context(change())
                rebuild_search()
                found = [[numbers[key] for key in searched(row.query)] for row in queries]
            measured = [quality(*pair) for pair in zip(found, grades, strict=True)]
            table.add_row(
                name,
                f"{fmean(one.ndcg for one in measured):.4f}",
                f"{fmean(one.hit1 for one in measured):.4f}",
            )
    Console().print(table)


if __name__ == "__main__":
    main()
