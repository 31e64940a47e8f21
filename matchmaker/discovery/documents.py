"""Everything keyword search knows, and the index it is kept in."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias
from zlib import crc32

from flask import current_app

from matchmaker.accounts import documents as accounts
from matchmaker.catalogue import documents as catalogue
from matchmaker.catalogue.documents import case_documents, offering_documents, provider_documents
from matchmaker.demands import documents as demands
from matchmaker.demands.documents import demand_documents
from matchmaker.jobs import feeds
from matchmaker.programmes import documents as programmes
from matchmaker.programmes.documents import showcase_documents
from matchmaker.search.port import Document, SearchIndex
from matchmaker.taxonomy import documents as taxonomy
from matchmaker.taxonomy.documents import (
    capability_documents,
    scene_documents,
    sector_documents,
    standard_documents,
)

CHECKSUM_BITS: Final = 32

Source: TypeAlias = Callable[[Collection[int] | None], Iterator[Document]]

# In the order of the tabs. What a kind's results look like stands in queries/kinds.py.
SOURCES: Mapping[str, Source] = {
    "offering": offering_documents,
    "provider": provider_documents,
    "demand": demand_documents,
    "case": case_documents,
    "showcase": showcase_documents,
    "scene": scene_documents,
    "sector": sector_documents,
    "capability": capability_documents,
    "standard": standard_documents,
}


# What documents are made of, for this whole process: whoever imports them has it told.
feeds.install(
    (*accounts.FEEDS, *taxonomy.FEEDS, *catalogue.FEEDS, *demands.FEEDS, *programmes.FEEDS),
    (*taxonomy.ROOTS, *demands.ROOTS, *catalogue.ROOTS, *programmes.ROOTS),
)


def documents_of(kind: str, ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of a kind as the index keeps them, all or those asked for.

    What a document names of other rows changes without its own version. So its version in the
    index ends with a checksum of all it says, and `search check` notices a name that is stale.
    """
    for document in SOURCES[kind](ids):
        checksum = crc32(repr(_said(document)).encode())
        yield replace(document, version=document.version << CHECKSUM_BITS | checksum)


def _said(document: Document) -> list[object]:
    """All a document says, in an order of its own: rows that are named come in any."""
    texts = (document.title, document.summary, document.body)
    lines = [sorted(text.split("\n")) for text in texts]
    tags = sorted((name, sorted(values)) for name, values in document.tags.items() if values)
    return [*lines, tags, sorted(document.names), document.published, document.closes]


def search_index() -> SearchIndex:
    """Give the index of this installation."""
    index: SearchIndex = current_app.extensions["search_index"]
    return index
