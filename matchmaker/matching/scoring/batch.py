"""Many needs against all offerings: several processes, one copy of the arrays."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final

from matchmaker.matching.scoring.ranker import DEFAULT_LIMIT, Best, Ranker
from matchmaker.matching.scoring.records import Need

_CHUNK: Final = 32
_shared: list[Ranker] = []


def rank_many(
    ranker: Ranker,
    needs: Sequence[Need],
    limit: int = DEFAULT_LIMIT,
    *,
    period: int = 0,
    processes: int | None = None,
) -> Iterator[Best]:
    """Give the best offerings for each need, in the order of the needs, as they are found.

    `processes` (all cores the process may use, where not given) are forked: they share the
    arrays of this one, mapped or not, and pickle nothing but needs and answers. With one, nothing
    is forked. For commands and the worker: never call it where other threads run. Raises
    ValueError for a negative limit.
    """
    count = processes or len(os.sched_getaffinity(0))
    if count == 1 or len(needs) <= _CHUNK:
        yield from (ranker.best(need, limit, period=period) for need in needs)
        return
    chunks = [(list(needs[at : at + _CHUNK]), limit, period) for at in range(0, len(needs), _CHUNK)]
    _shared.append(ranker)
    try:
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            for found in pool.map(_rank_chunk, chunks):
                yield from found
    finally:
        _shared.remove(ranker)


def _rank_chunk(chunk: tuple[list[Need], int, int]) -> list[Best]:
    needs, limit, period = chunk
    return [_shared[-1].best(need, limit, period=period) for need in needs]
