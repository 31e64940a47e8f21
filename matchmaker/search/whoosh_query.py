"""Answering a query over segments: which documents match, how well, and the counts beside them.

Whoosh keeps the postings; they are combined here in arrays, which is exact for totals and
facets and bounded in time: no query can do more than read the postings of its own terms once.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.search.port import Filters, Hit, Results, SearchQuery
from matchmaker.search.terms import needed_terms, query_terms, word_line
from matchmaker.search.whoosh_segments import Mask, Numbers, Segment

# BM25F over one field whose weights are already summed over title, summary and body:
# Robertson, Zaragoza, Taylor, "Simple BM25 extension to multiple weighted fields", CIKM 2004.
K1: Final = 1.2
B: Final = 0.75
_SCORE_DECIMALS: Final = 6  # equal but for rounding is equal

# With some of the words only, the rarest count: they say most and are read fastest.
RELAXED_TERMS: Final = 24
RELAXED_POSTINGS: Final = 20_000


class Choices(NamedTuple):
    """The kinds wanted, none for all, and the values wanted of some facets."""

    kinds: Collection[str]
    filters: Filters


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents of a segment that match the text, and the score of every document."""

    segment: Segment
    mask: Mask
    scores: Numbers


def answer(
    segments: Sequence[Segment],
    query: SearchQuery,
    choices: Choices,
    *,
    offset: int,
    limit: int,
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
    kind_counts, facet_counts, shown = _counts(matched, choices)
    return Results(
        hits=_page(matched, shown, offset, limit),
        total=sum(int(mask.sum()) for mask in shown),
        kinds=kind_counts,
        facets=facet_counts,
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


def _counts(
    matched: Sequence[Matched], choices: Choices
) -> tuple[dict[str, int], dict[str, dict[str, int]], list[Mask]]:
    """Counts by kind and by facet, each without its own choice, and what all choices leave."""
    kind_counts: Counter[str] = Counter()
    tag_counts: Counter[tuple[str, str]] = Counter()
    shown: list[Mask] = []
    chosen = choices.filters
    for segment, mask in ((found.segment, found.mask) for found in matched):
        of_kind = _of_kinds(segment, choices.kinds)
        of_facet = {facet: _with_tags(segment, facet, chosen[facet]) for facet in chosen}
        filtered = _all_of(mask, of_facet.values())
        kind_counts.update(_count_kinds(segment, filtered))
        shown.append(filtered & of_kind)
        for tag, number in _count_tags(segment, shown[-1]).items():
            if tag[0] not in chosen:
                tag_counts[tag] += number
        for facet in chosen:
            others = (other for name, other in of_facet.items() if name != facet)
            for tag, number in _count_tags(segment, _all_of(mask & of_kind, others)).items():
                if tag[0] == facet:
                    tag_counts[tag] += number
    facets: dict[str, dict[str, int]] = {}
    for (facet, value), number in sorted(tag_counts.items(), key=lambda tag: (-tag[1], tag[0])):
        facets.setdefault(facet, {})[value] = number
    return dict(sorted(kind_counts.items())), facets, shown


def _of_kinds(segment: Segment, kinds: Collection[str]) -> Mask:
    wanted = [number for number, kind in enumerate(segment.facts.kinds) if kind in kinds]
    return np.isin(segment.facts.kind_of, wanted) if kinds else np.ones_like(segment.live)


def _with_tags(segment: Segment, facet: str, values: Collection[str]) -> Mask:
    facts = segment.facts
    wanted = [n for n, (name, value) in enumerate(facts.tags) if name == facet and value in values]
    mask = np.zeros_like(segment.live)
    mask[facts.tag_rows[np.isin(facts.tag_of, wanted)]] = True
    return mask


def _all_of(mask: Mask, others: Iterable[Mask]) -> Mask:
    both: Mask = np.logical_and.reduce([mask, *others])
    return both


def _count_kinds(segment: Segment, mask: Mask) -> Mapping[str, int]:
    facts = segment.facts
    numbers = np.bincount(facts.kind_of[mask], minlength=len(facts.kinds)).tolist()
    return {kind: n for kind, n in zip(facts.kinds, numbers, strict=True) if n}


def _count_tags(segment: Segment, mask: Mask) -> Mapping[tuple[str, str], int]:
    facts = segment.facts
    held = facts.tag_of[mask[facts.tag_rows]]
    numbers = np.bincount(held, minlength=len(facts.tags)).tolist()
    return {tag: n for tag, n in zip(facts.tags, numbers, strict=True) if n}


def _page(
    matched: Sequence[Matched], shown: Sequence[Mask], offset: int, limit: int
) -> tuple[Hit, ...]:
    """The hits from `offset` on, best first; equal scores by id downwards, then by kind."""
    last = offset + limit
    scores = _joined([found.scores[mask] for found, mask in zip(matched, shown, strict=True)])
    if not limit or offset >= len(scores):
        return ()
    facts = [found.segment.facts for found in matched]
    ids = _joined([fact.ids[mask] for fact, mask in zip(facts, shown, strict=True)])
    names = sorted({kind for fact in facts for kind in fact.kinds})
    kind_of = _joined(
        [
            np.array([names.index(kind) for kind in fact.kinds])[fact.kind_of[mask]]
            for fact, mask in zip(facts, shown, strict=True)
        ]
    )
    able = np.arange(len(scores))
    if last < len(scores):
        # Only what reaches the score of the last place is worth sorting.
        able = np.flatnonzero(scores >= np.partition(scores, -last)[-last])
    order = able[np.lexsort((kind_of[able], -ids[able], -scores[able]))][offset:last]
    return tuple(
        Hit(names[kind_of[row]], int(ids[row]), float(scores[row])) for row in order.tolist()
    )


def _joined(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    return np.concatenate(arrays) if arrays else np.zeros(0)
