"""Measures of a ranking against judged pairs (grades 0–3; unjudged counts as 0)."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import numpy as np

from matchmaker.matching.scoring.records import Need, OfferingRecord

DIRECT_ANSWER: Final = 3
RELEVANT: Final = 2
SHORTLIST: Final = 5
DEPTH: Final = 10
DEEP: Final = 100


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A need with its judged offerings: grade by offering key."""

    need: Need
    grades: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Offerings and needs with judgements. `texts` are the offerings as plain text, in order.

    `notes` says in words what of the files was left out, and why.
    """

    records: tuple[OfferingRecord, ...]
    texts: tuple[str, ...]
    queries: tuple[JudgedQuery, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one query."""

    ndcg: float
    mrr: float
    hit1: float
    hit5: float
    recall10: float | None
    recall100: float | None


def quality(ranked: Sequence[int], grades: Mapping[int, int]) -> Quality:
    """Measure one ranking (keys, best first).

    nDCG@10 with gain 2^grade − 1 and discount log2(rank + 1) (Järvelin and Kekäläinen 2002, in
    the exponential form of Burges 2005); MRR@10 and hit@k by the first of grade 3; recall over
    grade 2 and 3, None where no offering has them.
    """
    got = [grades.get(key, 0) for key in ranked[:DEEP]]
    best = _gain(sorted(grades.values(), reverse=True))
    first = got.index(DIRECT_ANSWER) + 1 if DIRECT_ANSWER in got else math.inf
    relevant = sum(grade >= RELEVANT for grade in grades.values())
    return Quality(
        ndcg=_gain(got) / best if best else 0.0,
        mrr=1 / first if first <= DEPTH else 0.0,
        hit1=float(first <= 1),
        hit5=float(first <= SHORTLIST),
        recall10=_recall(got[:DEPTH], relevant),
        recall100=_recall(got, relevant),
    )


def summary(qualities: Sequence[Quality], elapsed_ms: Sequence[float]) -> dict[str, float | None]:
    """Means over the queries under the names `matchmaker evaluate` prints, and p50 and p95 ms."""
    return {
        "nDCG@10": _mean([one.ndcg for one in qualities]),
        "MRR@10": _mean([one.mrr for one in qualities]),
        "hit@1": _mean([one.hit1 for one in qualities]),
        "hit@5": _mean([one.hit5 for one in qualities]),
        "recall@10": _mean([one.recall10 for one in qualities]),
        "recall@100": _mean([one.recall100 for one in qualities]),
        "p50_ms": round(float(np.percentile(elapsed_ms, 50)), 3),
        "p95_ms": round(float(np.percentile(elapsed_ms, 95)), 3),
    }


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades[:DEPTH]))


def _recall(got: Sequence[int], relevant: int) -> float | None:
    return sum(grade >= RELEVANT for grade in got) / relevant if relevant else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 4) if known else None
