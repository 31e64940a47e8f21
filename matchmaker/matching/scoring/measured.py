"""A ranking measured on a judged set, beside plain BM25 in the same run."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from matchmaker.matching.scoring.judged import DEEP, JudgedQuery, Quality, quality, summary
from matchmaker.matching.scoring.plain import PlainBM25
from matchmaker.matching.scoring.ranker import Ranker

Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Timed:
    """The measures of one way of ranking and how long each ranking took (ms)."""

    qualities: tuple[Quality, ...]
    elapsed_ms: tuple[float, ...]

    def figures(self) -> Figures:
        """Means and percentiles under the names people know."""
        return summary(self.qualities, self.elapsed_ms)


def measure(ranker: Ranker, queries: Iterable[JudgedQuery]) -> Timed:
    """Rank every need and measure.

    The floor is taken away, so that recall sees the whole order; times are those of one ranking of
    20 with its explanations.
    """
    open_ranker = ranker.with_model(replace(ranker.model, floor=0.0))
    qualities, elapsed = [], []
    for query in queries:
        elapsed.append(open_ranker.rank(query.need).elapsed_ms)
        ranked = [match.key for match in open_ranker.rank(query.need, DEEP).matches]
        qualities.append(quality(ranked, query.grades))
    return Timed(tuple(qualities), tuple(elapsed))


def measure_plain(plain: PlainBM25, keys: list[int], queries: Iterable[JudgedQuery]) -> Timed:
    """The same for plain BM25 over text and sector; `keys` are those of its texts, in order."""
    qualities, elapsed = [], []
    for query in queries:
        started = time.perf_counter()
        order = plain.rank(f"{query.need.text}\n{query.need.sector or ''}", DEEP)
        elapsed.append((time.perf_counter() - started) * 1000)
        qualities.append(quality([keys[at] for at in order], query.grades))
    return Timed(tuple(qualities), tuple(elapsed))
