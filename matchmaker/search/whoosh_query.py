"""Answering a query over segments: which documents match, how well, and the counts beside them.

Whoosh keeps the postings; they are combined here in arrays, which is exact for totals and
facets and bounded in time: no query can do more than read the postings of its own terms once.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from matchmaker.search.analysis import fold
from matchmaker.search.port import Results, SearchQuery
from matchmaker.search.terms import (
    needed_terms,
    query_terms,
    sound_term,
    ways_to_say,
    whole_name,
    word_line,
)
from matchmaker.search.whoosh_counts import Choices, Matched, counted
from matchmaker.search.whoosh_hits import Place, hits_at
from matchmaker.search.whoosh_segments import Mask, Numbers, Segment

# BM25F over one field whose weights are already summed over title, summary and body:
# Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
K1: Final = 1.2
B: Final = 0.75
_SCORE_DECIMALS: Final = 6  # equal but for rounding is equal

OTHER_WAY: Final = 0.6  # what another way to say a thing counts of the one that was typed
NAMED: Final = 1000.0  # more than any text can score: who asks by name gets that first

# With some of the words only, the rarest count: they say most and are read fastest.
RELAXED_TERMS: Final = 24
RELAXED_POSTINGS: Final = 20_000


Terms: TypeAlias = tuple[str, ...]
"""Terms that all must occur, the rarest first."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the terms of this index: `typed` are all terms, the rarest first.

    `slots` hold the ways each required piece can be said; the first is the one typed. `weights` are
    the inverse document frequencies of terms that occur at all.
    """

    query: SearchQuery
    typed: tuple[str, ...]
    slots: tuple[tuple[Terms, ...], ...]
    weights: Mapping[str, float]


def answer(
    segments: Sequence[Segment],
    query: SearchQuery,
    choices: Choices,
    place: Place,
) -> Results:
    """The results of a query, as `SearchIndex.search` promises them."""
    asked = _asked(segments, query)
    named = [_called(segment, query, whole_name(query)) for segment in segments]
    masks = [
        _holding_all(segment, asked) | (names != 0)
        for segment, names in zip(segments, named, strict=True)
    ]
    terms, relaxed = asked.typed, False
    if asked.slots and not any(mask.any() for mask in masks):
        named = [_called(segment, query, _sound(query)) for segment in segments]
        masks = [names != 0 for names in named]
        if not any(mask.any() for mask in masks):
            terms = _bounded(segments, terms)
            masks = [_holding_any(segment, asked, terms) for segment in segments]
            relaxed = any(mask.any() for mask in masks)
    saturation = _saturation(segments)
    matched = [
        Matched(
            segment,
            mask,
            (_score(segment, mask, asked, terms, saturation) + NAMED * names).round(
                _SCORE_DECIMALS
            ),
        )
        for segment, mask, names in zip(segments, masks, named, strict=True)
    ]
    counts = counted(matched, choices)
    return Results(
        hits=hits_at(matched, counts.shown, place),
        total=sum(int(np.count_nonzero(mask)) for mask in counts.shown),
        kinds=counts.kinds,
        facets=counts.facets,
        relaxed=relaxed,
    )


def _asked(segments: Sequence[Segment], query: SearchQuery) -> _Asked:
    typed = query_terms(query)
    ways = [[needed_terms(way) for way in ways_to_say(slot)] for slot in query.required]
    terms = dict.fromkeys([*typed, *(term for slot in ways for way in slot for term in way)])
    counts = {term: sum(segment.frequency(term) for segment in segments) for term in terms}
    documents = sum(int(segment.live.sum()) for segment in segments)
    weights = {
        term: math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
        for term in terms
        if counts[term] and (frequency := _live_frequency(segments, term))
    }

    def rarest_first(some: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(some, key=counts.__getitem__))

    slots = tuple(tuple(rarest_first(way) for way in slot if way) for slot in ways if slot[0])
    return _Asked(query, rarest_first(typed), slots, weights)


def _called(segment: Segment, query: SearchQuery, name: str) -> Numbers:
    """How much a name says of each document it is a name of; nothing of those excluded."""
    called = np.zeros(len(segment))
    if name:
        postings = segment.postings(name)
        called[postings.rows] = postings.weights
        called[~_without_excluded(segment, segment.live, query)] = 0
    return called


def _sound(query: SearchQuery) -> str:
    letters = "".join(filter(str.isalnum, fold("".join(query.words))))
    return sound_term(letters) if letters.isascii() and not query.phrases else ""


def _holding_all(segment: Segment, asked: _Asked) -> Mask:
    mask = segment.live
    for slot in asked.slots:
        if not mask.any():
            return mask
        mask = mask & _said(segment, slot)
    for phrase in asked.query.phrases:
        mask = _with_phrase(segment, mask, phrase)
    return _without_excluded(segment, mask, asked.query)


def _said(segment: Segment, slot: Sequence[Terms]) -> Mask:
    """The documents that say a slot one way or another."""
    said = _with_terms(segment, slot[0])
    for way in slot[1:]:
        said |= _with_terms(segment, way)
    return said


def _holding_any(segment: Segment, asked: _Asked, terms: Sequence[str]) -> Mask:
    mask = np.zeros(len(segment), dtype=np.bool_)
    for term in terms:
        mask[segment.postings(term).rows] = True
    for slot in asked.slots:
        for way in slot[1:]:
            mask |= _with_terms(segment, way)
    return _without_excluded(segment, mask & segment.live, asked.query)


def _with_terms(segment: Segment, terms: Sequence[str]) -> Mask:
    """The documents that hold all the terms; the rarest should come first."""
    mask: Mask | None = None
    for term in terms:
        holding = np.zeros(len(segment), dtype=np.bool_)
        holding[segment.postings(term).rows] = True
        mask = holding if mask is None else mask & holding
        if not mask.any():
            break
    return np.ones(len(segment), dtype=np.bool_) if mask is None else mask


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


def _bounded(segments: Sequence[Segment], terms: Sequence[str]) -> tuple[str, ...]:
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
    return tuple(bounded)


def _live_frequency(segments: Sequence[Segment], term: str) -> int:
    return sum(int(segment.live[segment.postings(term).rows].sum()) for segment in segments)


def _saturation(segments: Sequence[Segment]) -> dict[str, Numbers]:
    """How soon repeats stop to count in each document, by the name of its segment.

    The average length counts live documents only, as frequencies do, so that a score does not
    depend on how the index came to hold what it holds.
    """
    count = sum(int(segment.live.sum()) for segment in segments)
    length = sum(float(segment.facts.lengths[segment.live].sum()) for segment in segments)
    average = length / count if length else 1.0
    return {
        segment.name: K1 * (1 - B + B * segment.facts.lengths / average) for segment in segments
    }


def _score(
    segment: Segment,
    mask: Mask,
    asked: _Asked,
    terms: Sequence[str],
    saturation: Mapping[str, Numbers],
) -> Numbers:
    """The BM25 score of the documents of a mask; 0 for the others.

    A slot said otherwise counts what the other way is worth, but no more than a part of what the
    typed way is: a rare synonym says no more than the common word for it.
    """

    def added(some: Iterable[str]) -> Numbers:
        score = np.zeros(len(segment))
        for term in some:
            weight = asked.weights.get(term)
            if weight is None:
                continue
            postings = segment.postings(term)
            wanted = mask[postings.rows]
            rows = postings.rows[wanted]
            times = postings.weights[wanted].astype(np.float64)
            score[rows] += weight * times * (K1 + 1) / (times + saturation[segment.name][rows])
        return score

    score = added(terms)
    for slot in asked.slots:
        others = [way for way in slot[1:] if all(term in asked.weights for term in way)]
        if not others:
            continue
        typed = added(slot[0])
        worth = _worth(asked, slot[0])
        best = typed
        for way in others:
            part = OTHER_WAY * min(1.0, worth / _worth(asked, way)) if worth else OTHER_WAY
            said = np.where(_with_terms(segment, way), added(way), 0)
            best = np.maximum(best, part * said)
        score += best - typed
    return score


def _worth(asked: _Asked, way: Terms) -> float:
    """What a way to say something is worth where it stands once; 0 if it stands nowhere."""
    held = [asked.weights.get(term, 0.0) for term in way]
    return sum(held) if all(held) else 0.0
