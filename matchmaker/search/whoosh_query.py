"""Answering a query over segments: which documents match, how well, and the counts beside them.

Whoosh keeps the postings; they are combined here in arrays, which is exact for totals and
facets and bounded in time: no query can do more than read the postings of its own terms once.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from matchmaker.search.port import Results, SearchQuery
from matchmaker.search.terms import needed_terms, query_terms, word_line
from matchmaker.search.whoosh_counts import Choices, Matched, counted
from matchmaker.search.whoosh_hits import Place, hits_at
from matchmaker.search.whoosh_segments import Mask, Numbers, Segment

# BM25F over one field whose weights are already summed over title, summary and body:
# Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
K1: Final = 1.2
B: Final = 0.75
_SCORE_DECIMALS: Final = 6  # equal but for rounding is equal

# With some of the words only, the rarest count: they say most and are read fastest.
RELAXED_TERMS: Final = 24
RELAXED_POSTINGS: Final = 20_000


def answer(
    segments: Sequence[Segment],
    query: SearchQuery,
    choices: Choices,
    place: Place,
) -> Results:
    """The results of a query, as `SearchIndex.search` promises them."""
    terms = _rarest_first(segments, query_terms(query))
    masks = [_holding_all(segment, query, terms) for segment in segments]
    relaxed = False
    if terms and not any(mask.any() for mask in masks):
        terms = _bounded(segments, terms)
        masks = [_holding_any(segment, query, terms) for segment in segments]
        relaxed = any(mask.any() for mask in masks)
    scores = _scores(segments, terms)
    matched = [Matched(*row) for row in zip(segments, masks, scores, strict=True)]
    counts = counted(matched, choices)
    return Results(
        hits=hits_at(matched, counts.shown, place),
        total=sum(int(np.count_nonzero(mask)) for mask in counts.shown),
        kinds=counts.kinds,
        facets=counts.facets,
        relaxed=relaxed,
    )


def _holding_all(segment: Segment, query: SearchQuery, terms: Sequence[str]) -> Mask:
    mask = segment.live & _with_terms(segment, terms)
    for phrase in query.phrases:
        mask = _with_phrase(segment, mask, phrase)
    return _without_excluded(segment, mask, query)


def _holding_any(segment: Segment, query: SearchQuery, terms: Sequence[str]) -> Mask:
    mask = np.zeros(len(segment), dtype=np.bool_)
    for term in terms:
        mask[segment.postings(term).rows] = True
    return _without_excluded(segment, mask & segment.live, query)


def _with_terms(segment: Segment, terms: Sequence[str]) -> Mask:
    """The documents that hold all the terms; the rarest should come first."""
    mask = np.ones_like(segment.live)
    for term in terms:
        holding = np.zeros_like(mask)
        holding[segment.postings(term).rows] = True
        mask &= holding
        if not mask.any():
            break
    return mask


def _with_phrase(segment: Segment, mask: Mask, phrase: str) -> Mask:
    """Narrow a mask of documents that hold the phrase's terms to those that hold it in order."""
    if len(needed_terms(phrase)) < 2:  # noqa: PLR2004 - one term has no order to check
        return mask
    narrowed = np.zeros_like(mask)
    narrowed[segment.rows_with_line(np.flatnonzero(mask), word_line(phrase))] = True
    return narrowed


def _without_excluded(segment: Segment, mask: Mask, query: SearchQuery) -> Mask:
    for text in query.excluded:
        if terms := needed_terms(text):
            holding = mask & _with_terms(segment, terms)
            mask = mask & ~_with_phrase(segment, holding, text)
    return mask


def _rarest_first(segments: Sequence[Segment], terms: Sequence[str]) -> list[str]:
    counts = {term: sum(segment.frequency(term) for segment in segments) for term in terms}
    return sorted(terms, key=counts.__getitem__)


def _bounded(segments: Sequence[Segment], terms: Sequence[str]) -> list[str]:
    """The first of the terms that occur: at least one, then as many as the bounds allow."""
    bounded: list[str] = []
    postings = 0
    for term in terms:
        count = sum(segment.frequency(term) for segment in segments)
        postings += count
        if bounded and (postings > RELAXED_POSTINGS or len(bounded) == RELAXED_TERMS):
            break
        if count:
            bounded.append(term)
    return bounded


def _live_frequency(segments: Sequence[Segment], term: str) -> int:
    return sum(int(segment.live[segment.postings(term).rows].sum()) for segment in segments)


def _scores(segments: Sequence[Segment], terms: Sequence[str]) -> list[Numbers]:
    """The BM25 score of every document; only those of live documents mean anything.

    Frequencies and the average length count live documents only, so a score does not depend
    on how the index came to hold what it holds.
    """
    count = sum(int(segment.live.sum()) for segment in segments)
    length = sum(float(segment.facts.lengths[segment.live].sum()) for segment in segments)
    average = length / count if length else 1.0
    weights = {
        term: math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        for term in terms
        if (frequency := _live_frequency(segments, term))
    }
    scores: list[Numbers] = []
    for segment in segments:
        saturation = K1 * (1 - B + B * segment.facts.lengths / average)
        score = np.zeros(len(segment))
        for term, weight in weights.items():
            postings = segment.postings(term)
            counted = postings.weights.astype(np.float64)
            score[postings.rows] += (
                weight * counted * (K1 + 1) / (counted + saturation[postings.rows])
            )
        scores.append(score.round(_SCORE_DECIMALS))
    return scores
