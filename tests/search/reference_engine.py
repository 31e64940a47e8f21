"""The port as plainly as it can be said: everything in memory, every query looks at everything.

It is what the real engines are compared with, document by document.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from matchmaker.search.port import (
    BY_RELEVANCE,
    NO_BANDS,
    NO_FILTERS,
    Band,
    Bands,
    Document,
    Filters,
    Hit,
    IndexUnavailableError,
    Key,
    Order,
    Results,
    SearchQuery,
    Sort,
)
from matchmaker.search.terms import needed_terms, query_terms, weighted_terms, word_line


class ReferenceEngine:
    def __init__(self) -> None:
        self._documents: dict[Key, Document] | None = None
        self._generation = 0

    @property
    def generation(self) -> int:
        return self._generation

    def apply(self, upserts: Iterable[Document], removals: Iterable[Key] = ()) -> None:
        documents = self._held()
        for document in sorted(upserts, key=lambda document: document.version):
            documents[document.key] = document
        for key in removals:
            documents.pop(key, None)

    def search(
        self,
        query: SearchQuery,
        *,
        kinds: Collection[str] = (),
        filters: Filters = NO_FILTERS,
        bands: Bands = NO_BANDS,
        order: Order = BY_RELEVANCE,
        offset: int = 0,
        limit: int = 20,
    ) -> Results:
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit must not be negative")
        documents = list(self._held().values())
        terms = query_terms(query)
        found = [d for d in documents if _answers(d, query)]
        relaxed = False
        if terms and not found:
            terms = _rarest(documents, terms)
            found = [
                d
                for d in documents
                if any(term in weighted_terms(d) for term in terms) and not _is_excluded(d, query)
            ]
            relaxed = bool(found)
        shown = [d for d in found if _chosen(d, kinds, filters, bands)]
        scored = [(d, Hit(d.kind, d.id, _score(d, documents, terms))) for d in shown]
        scored.sort(key=lambda row: (_place(row[0], order), -row[1].score, -row[1].id, row[1].kind))
        hits = [hit for _, hit in scored]
        return Results(
            hits=tuple(hits[offset : offset + limit]),
            total=len(hits),
            kinds=Counter(d.kind for d in found if _chosen(d, (), filters, bands)),
            facets=_facets(found, kinds, filters, bands),
            relaxed=relaxed,
        )

    def stamps(self) -> dict[Key, int]:
        return {key: document.version for key, document in self._held().items()}

    def rebuild(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> int:
        built: dict[Key, Document] = {}
        for document in documents:
            built.setdefault(document.key, document)
        self._documents = built
        self._generation += 1
        if progress:
            progress(len(built))
        return len(built)

    def _held(self) -> dict[Key, Document]:
        if self._documents is None:
            raise IndexUnavailableError("never built")
        return self._documents


def _answers(document: Document, query: SearchQuery) -> bool:
    weights = weighted_terms(document)
    return (
        all(term in weights for term in query_terms(query))
        and all(_holds(document, phrase) for phrase in query.phrases if needed_terms(phrase))
        and not _is_excluded(document, query)
    )


def _is_excluded(document: Document, query: SearchQuery) -> bool:
    return any(_holds(document, text) for text in query.excluded if needed_terms(text))


def _holds(document: Document, phrase: str) -> bool:
    weights = weighted_terms(document)
    texts = (document.title, document.summary, document.body)
    return all(term in weights for term in needed_terms(phrase)) and any(
        word_line(phrase) in word_line(text) for text in texts
    )


def _rarest(documents: list[Document], terms: list[str]) -> list[str]:
    counts = {term: sum(term in weighted_terms(d) for d in documents) for term in terms}
    return sorted((term for term in terms if counts[term]), key=counts.__getitem__)[:24]


def _score(document: Document, documents: list[Document], terms: list[str]) -> float:
    lengths = [weighted_terms(d).total() for d in documents]
    average = sum(lengths) / len(lengths)
    weights = weighted_terms(document)
    score = 0.0
    for term in terms:
        holding = sum(term in weighted_terms(d) for d in documents)
        idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
        tf = weights[term]
        score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * weights.total() / average))
    return round(score, 6)


def _place(document: Document, order: Order) -> tuple[int, int]:
    """What sorts a document before its relevance does, the lowest first."""
    match order.by:
        case Sort.RELEVANCE:
            return 0, 0
        case Sort.NEWEST:
            return 0, -document.published
        case Sort.CLOSING if not document.closes:
            return 1, 0
        case Sort.CLOSING if document.closes >= order.now:
            return 0, document.closes
    return 2, -document.closes


def _chosen(document: Document, kinds: Collection[str], filters: Filters, bands: Bands) -> bool:
    return (not kinds or document.kind in kinds) and all(
        not values or set(values) & _values(document, facet, bands)
        for facet, values in filters.items()
    )


def _values(document: Document, facet: str, bands: Bands) -> set[str]:
    inside = {value for value, band in bands.get(facet, {}).items() if _is_inside(document, band)}
    return inside | set(document.tags.get(facet, ()))


def _is_inside(document: Document, band: Band) -> bool:
    moment = getattr(document, band.moment)
    return bool(moment) and band.low <= moment < band.high


def _facets(
    found: list[Document], kinds: Collection[str], filters: Filters, bands: Bands
) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for facet in {facet for document in found for facet in document.tags} | set(bands):
        others = {name: values for name, values in filters.items() if name != facet}
        counts = Counter(
            value
            for document in found
            if _chosen(document, kinds, others, bands)
            for value in _values(document, facet, bands)
        )
        if counts:
            facets[facet] = dict(counts)
    return facets
