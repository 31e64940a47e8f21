"""Which documents the chosen kinds, tags and bands leave, and what each other choice would give."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from matchmaker.search.port import NO_BANDS, Band, Bands, Filters
from matchmaker.search.whoosh_segments import Mask, Numbers, Segment


class Choices(NamedTuple):
    """The kinds wanted, none for all, and the values wanted of some facets."""

    kinds: Collection[str]
    filters: Filters
    bands: Bands = NO_BANDS


@dataclass(frozen=True, slots=True)
class Matched:
    """The documents of a segment that match the text, and the score of every document."""

    segment: Segment
    mask: Mask
    scores: Numbers


class Counted(NamedTuple):
    """Counts by kind and by facet, each without its own choice, and what all choices leave."""

    kinds: dict[str, int]
    facets: dict[str, dict[str, int]]
    shown: list[Mask]


def counted(matched: Sequence[Matched], choices: Choices) -> Counted:
    """Count what matches the text; facets come with the value that gives most first."""
    kinds: Counter[str] = Counter()
    facets: dict[str, Counter[str]] = {}
    shown: list[Mask] = []
    for found in matched:
        segment = found.segment
        of_kind = _of_kinds(segment, choices.kinds)
        of_facet = {facet: _chosen(segment, facet, choices) for facet in choices.filters}
        filtered = _all_of(found.mask, of_facet.values())
        kinds.update(_count_kinds(segment, filtered))
        left = filtered if of_kind is None else filtered & of_kind
        shown.append(left)
        for facet in {**segment.facts.tags, **choices.bands}:
            mask = left
            if facet in of_facet:
                others = (other for name, other in of_facet.items() if name != facet)
                mask = _all_of(found.mask if of_kind is None else found.mask & of_kind, others)
            facets.setdefault(facet, Counter()).update(_count(segment, facet, mask, choices.bands))
    return Counted(
        dict(sorted(kinds.items())),
        {
            facet: dict(sorted(numbers.items(), key=lambda row: (-row[1], row[0])))
            for facet, numbers in sorted(facets.items())
            if numbers
        },
        shown,
    )


def _of_kinds(segment: Segment, kinds: Collection[str]) -> Mask | None:
    if not kinds:
        return None
    wanted = np.array([kind in kinds for kind in segment.facts.kinds], dtype=np.bool_)
    mask: Mask = wanted[segment.facts.kind_of]
    return mask


def _chosen(segment: Segment, facet: str, choices: Choices) -> Mask:
    """The documents with any of the values chosen of a facet."""
    values, mask = choices.filters[facet], np.zeros_like(segment.live)
    for band in (band for value, band in choices.bands.get(facet, {}).items() if value in values):
        mask |= _inside(segment, band)
    if tags := segment.facts.tags.get(facet):
        wanted = np.array([value in values for value in tags.values], dtype=np.bool_)
        mask[tags.rows[wanted[tags.of]]] = True
    return mask


def _inside(segment: Segment, band: Band) -> Mask:
    moments = segment.facts.moments[band.moment]
    inside: Mask = (moments != 0) & (moments >= band.low) & (moments < band.high)
    return inside


def _all_of(mask: Mask, others: Iterable[Mask]) -> Mask:
    both: Mask = np.logical_and.reduce([mask, *others])
    return both


def _count_kinds(segment: Segment, mask: Mask) -> Mapping[str, int]:
    facts = segment.facts
    numbers = np.bincount(facts.kind_of[mask], minlength=len(facts.kinds)).tolist()
    return {kind: n for kind, n in zip(facts.kinds, numbers, strict=True) if n}


def _count(segment: Segment, facet: str, mask: Mask, bands: Bands) -> Mapping[str, int]:
    if facet in bands:
        held = {
            value: int(np.count_nonzero(mask & _inside(segment, band)))
            for value, band in bands[facet].items()
        }
        return {value: number for value, number in held.items() if number}
    tags = segment.facts.tags[facet]
    numbers = np.bincount(tags.of[mask[tags.rows]], minlength=len(tags.values)).tolist()
    return {value: n for value, n in zip(tags.values, numbers, strict=True) if n}
