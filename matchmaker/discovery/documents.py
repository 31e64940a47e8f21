"""Everything keyword search knows, and the index it is kept in."""

from collections.abc import Callable, Iterator

from flask import current_app

from matchmaker.catalogue.documents import offering_documents
from matchmaker.demands.documents import demand_documents
from matchmaker.search.port import Document, SearchIndex

SOURCES: dict[str, Callable[..., Iterator[Document]]] = {
    "offering": offering_documents,
    "demand": demand_documents,
}


def search_index() -> SearchIndex:
    """Give the index of this installation."""
    index: SearchIndex = current_app.extensions["search_index"]
    return index
