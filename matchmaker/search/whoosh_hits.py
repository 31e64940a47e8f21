"""One page of hits in the order wanted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matchmaker.search.port import Hit, Moment, Order, Sort
from matchmaker.search.whoosh_counts import Matched
from matchmaker.search.whoosh_segments import Integers, Mask, Numbers


class Place(NamedTuple):
    """Which hits are wanted: their order, the first, how many."""

    order: Order
    offset: int
    limit: int


def hits_at(matched: Sequence[Matched], shown: Sequence[Mask], place: Place) -> tuple[Hit, ...]:
    """The hits from `place.offset` on; equal ones by score, by id downwards, then by kind."""
    rows = [np.flatnonzero(mask) for mask in shown]
    count = sum(map(len, rows))
    if not place.limit or place.offset >= count:
        return ()
    parts = list(zip(matched, rows, strict=True))
    scores = np.concatenate([found.scores[of] for found, of in parts])
    wanted = _wanted(parts, scores, place.order)
    last = place.offset + place.limit
    able = np.arange(count)
    if last < count:
        # Only what reaches the last place is worth sorting.
        able = np.flatnonzero(wanted >= np.partition(wanted, -last)[-last])
    ids = np.concatenate([found.segment.facts.ids[of] for found, of in parts])[able]
    names = sorted({kind for found in matched for kind in found.segment.facts.kinds})
    kind_of = np.concatenate(
        [
            np.array([names.index(kind) for kind in found.segment.facts.kinds])[
                found.segment.facts.kind_of[of]
            ]
            for found, of in parts
            if len(of)
        ]
    )[able]
    scores, wanted = scores[able], wanted[able]
    order = np.lexsort((kind_of, -ids, -scores, -wanted))[place.offset : last]
    return tuple(Hit(names[kind_of[at]], int(ids[at]), float(scores[at])) for at in order.tolist())


def _wanted(
    parts: Sequence[tuple[Matched, Integers]], scores: Numbers, order: Order
) -> npt.NDArray[Any]:
    """What the hits are sorted by, the highest first."""
    if order.by is Sort.RELEVANCE:
        return scores
    moment = Moment.PUBLISHED if order.by is Sort.NEWEST else Moment.CLOSES
    at = np.concatenate([found.segment.facts.moments[moment][of] for found, of in parts])
    if order.by is Sort.NEWEST:
        return at
    # Still to close: the nearest highest; never: in the middle; closed: the latest of them first.
    never = np.iinfo(np.int64).min // 2
    ended = np.iinfo(np.int64).min + at
    return np.where(at >= order.now, np.where(at == 0, never, -at), np.where(at == 0, never, ended))
