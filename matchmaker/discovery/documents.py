"""Everything keyword search knows, and the index it is kept in."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias

from flask import current_app

from matchmaker.catalogue.documents import case_documents, offering_documents, provider_documents
from matchmaker.demands.documents import demand_documents
from matchmaker.search.port import Document, SearchIndex
from matchmaker.taxonomy.documents import (
    capability_documents,
    scene_documents,
    sector_documents,
    standard_documents,
)

Source: TypeAlias = Callable[[Collection[int] | None], Iterator[Document]]

# In the order of the tabs. What a kind's results look like stands in queries/kinds.py.
SOURCES: Mapping[str, Source] = {
    "offering": offering_documents,
    "provider": provider_documents,
    "demand": demand_documents,
    "case": case_documents,
    "scene": scene_documents,
    "sector": sector_documents,
    "capability": capability_documents,
    "standard": standard_documents,
}


def search_index() -> SearchIndex:
    """Give the index of this installation."""
    index: SearchIndex = current_app.extensions["search_index"]
    return index
