"""What things are called: suggestions while somebody types, and other names of the same thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, TypeAlias

import structlog
from flask import current_app

from matchmaker.discovery.documents import search_index
from matchmaker.discovery.queries.kinds import Row, visible_rows
from matchmaker.search.highlight import Part, highlight
from matchmaker.search.port import IndexUnavailableError, Key
from matchmaker.search.synonyms import Synonyms
from matchmaker.search.terms import needed_terms
from seeds.files.glossary import read_glossary

log = structlog.get_logger()
NAMED_ALIKE: Final = ("scene", "sector", "capability")
Named: TypeAlias = Mapping[Key, tuple[str, ...]]
EXTENSION: Final = "search_synonyms"


@dataclass(frozen=True, slots=True)
class Suggested:
    """One thing to go to while typing: its name as it fits what was typed, and its row."""

    kind: str
    id: int
    name: str
    parts: Sequence[Part]
    row: Row


def suggest(typed: str, limit: int = 8) -> list[Suggested]:
    """Suggest providers, scenes, sectors, capabilities and standards by the names they go by.

    What begins with the text comes first, then what holds it, then pinyin: first letters or whole.
    Rows are re-read, so that nothing is named that may not be seen; nothing comes without a text
    or without a usable index.
    """
    try:
        found = search_index().suggest(typed, 2 * limit)
    except IndexUnavailableError:
        log.warning("search_index_unavailable")
        return []
    rows = visible_rows([(row.kind, row.id) for row in found])
    terms = needed_terms(typed)
    return [
        Suggested(kind, number, name, highlight(name, terms), rows[kind, number])
        for kind, number, name in found
        if (kind, number) in rows
    ][:limit]


def site_synonyms() -> Synonyms:
    """Give the other names of what queries speak of: of the taxonomy, then of the glossary.

    Built from the index, so that a changed alias counts as soon as it can be found. Raises
    IndexUnavailableError.
    """
    names = search_index().names(NAMED_ALIKE)
    held: tuple[Mapping[Key, tuple[str, ...]], Synonyms] | None = current_app.extensions.get(
        EXTENSION
    )
    if held is None or held[0] is not names:
        held = names, Synonyms([*names.values(), *_terms()])
        current_app.extensions[EXTENSION] = held
    return held[1]


@cache
def _terms() -> tuple[tuple[str, ...], ...]:
    """The terms of the field with their abbreviations and other names."""
    return tuple(
        (term.term_zh, term.abbreviation, *term.synonyms, term.term_en) for term in read_glossary()
    )
