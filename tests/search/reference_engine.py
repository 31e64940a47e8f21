"""The port as plainly as it can be said: everything in memory, every query looks at everything.

It is what the real engines are compared with, document by document.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from matchmaker.search.analysis import fold, tokens
from matchmaker.search.lexicon import Lexicon, named, pinyin_of
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
    Suggestion,
)
from matchmaker.search.spelling import nearest
from matchmaker.search.terms import (
    name_terms,
    needed_terms,
    query_terms,
    sound_term,
    ways_to_say,
    weighted_terms,
    whole_name,
    word_line,
)


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
        terms, name = query_terms(query), whole_name(query)
        found = [d for d in documents if _answers(d, query) or _called(d, name, query)]
        relaxed = False
        if query.required and not found:
            letters = "".join(filter(str.isalnum, fold("".join(query.words))))
            name = sound_term(letters) if letters.isascii() and not query.phrases else ""
            found = [d for d in documents if _called(d, name, query)]
            if not found:
                terms = _rarest(documents, terms)
                found = [d for d in documents if _has_some(d, terms, query)]
                relaxed = bool(found)
        shown = [d for d in found if _chosen(d, kinds, filters, bands)]
        scored = [
            (
                d,
                Hit(
                    d.kind,
                    d.id,
                    _score(d, documents, terms, query) + 1000 * _called(d, name, query),
                ),
            )
            for d in shown
        ]
        scored.sort(key=lambda row: (_place(row[0], order), -row[1].score, -row[1].id, row[1].kind))
        hits = [hit for _, hit in scored]
        return Results(
            hits=tuple(hits[offset : offset + limit]),
            total=len(hits),
            kinds=Counter(d.kind for d in found if _chosen(d, (), filters, bands)),
            facets=_facets(found, kinds, filters, bands),
            relaxed=relaxed,
        )

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        found = sorted(
            (match.rank, match.length, document.key, match.text)
            for document in self._held().values()
            if document.is_suggested
            for match in Lexicon(named(0, document.names)).suggest(typed)
        )
        return tuple(Suggestion(*key, text) for _, _, key, text in found[:limit])

    def meant(self, query: SearchQuery) -> str:
        known = {
            term
            for document in self._held().values()
            for term in weighted_terms(document)
            if term[0].isascii() and term[0].isalpha()
        }
        lacking = [word for word in query.words if not {*needed_terms(word)} <= known]
        if query.phrases or query.excluded or not lacking or not all(map(str.isascii, lacking)):
            return ""
        words = [
            (nearest(tokens(word)[0], ((term, 1) for term in known)) or word)
            if word in lacking
            else word
            for word in query.words
        ]
        return "" if tuple(words) == query.words else " ".join(words)

    def names(self, kinds: Collection[str]) -> dict[Key, tuple[str, ...]]:
        return {
            document.key: tuple(dict.fromkeys(filter(None, document.names)))
            for document in self._held().values()
            if document.is_suggested and document.kind in kinds
        }

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
        all(
            any(
                needed and all(term in weights for term in needed)
                for needed in map(needed_terms, ways_to_say(slot))
            )
            for slot in query.required
            if needed_terms(slot.text)
        )
        and all(_holds(document, phrase) for phrase in query.phrases if needed_terms(phrase))
        and not _is_excluded(document, query)
    )


def _called(document: Document, name: str, query: SearchQuery) -> float:
    sounds = pinyin_of(named(0, document.names)) if document.is_suggested else ()
    held = name_terms(document.names, sounds)
    return 0 if _is_excluded(document, query) else held.get(name, 0)


def _has_some(document: Document, terms: list[str], query: SearchQuery) -> bool:
    weights = weighted_terms(document)
    others = [needed_terms(way) for slot in query.required for way in ways_to_say(slot)[1:]]
    return not _is_excluded(document, query) and (
        any(term in weights for term in terms)
        or any(way and all(term in weights for term in way) for way in others)
    )


def _is_excluded(document: Document, query: SearchQuery) -> bool:
    return any(_holds(document, text) for text in query.excluded if needed_terms(text))


def _holds(document: Document, phrase: str) -> bool:
    weights, needed = weighted_terms(document), needed_terms(phrase)
    texts = (document.title, document.summary, document.body)
    return all(term in weights for term in needed) and (
        len(needed) == 1 or any(word_line(phrase) in word_line(text) for text in texts)
    )


def _rarest(documents: list[Document], terms: list[str]) -> list[str]:
    counts = {term: sum(term in weighted_terms(d) for d in documents) for term in terms}
    return sorted((term for term in terms if counts[term]), key=counts.__getitem__)[:24]


def _score(
    document: Document, documents: list[Document], terms: list[str], query: SearchQuery
) -> float:
    lengths = [sum(weighted_terms(d).values()) for d in documents]
    average = sum(lengths) / len(lengths)
    weights = weighted_terms(document)
    length = sum(weights.values())

    def idf(term: str) -> float:
        holding = sum(term in weighted_terms(d) for d in documents)
        return math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5)) if holding else 0

    def added(some: list[str]) -> float:
        return sum(
            idf(term) * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * length / average))
            for term in some
            if (tf := weights.get(term, 0))
        )

    score = added(terms)
    for slot in query.required:
        typed, *others = map(needed_terms, ways_to_say(slot))
        worth = sum(map(idf, typed)) if all(map(idf, typed)) else 0
        parts = [
            0.6 * (min(1, worth / sum(map(idf, way))) if worth else 1) * added(way)
            for way in others
            if way and all(term in weights for term in way)
        ]
        if typed:
            score += max(0, *(part - added(typed) for part in parts)) if parts else 0
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
