"""How much a term counts: BM25F as one weighted field, and the weights of a need's terms.

Term part of an offering (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework:
BM25 and Beyond", equations 3.15 and 3.19):

    part = tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / mean length))

with tf summed over the fields, each repeated by its weight. Weight of a term in a need:
occurrences^0.75 × class × idf^1.2, idf = ln(1 + (n − df + 0.5) / (df + 0.5)). The
constants were chosen on judged sets (docs/matching.md).
"""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

K1: Final = 1.2
B: Final = 0.75
IDF_POWER: Final = 1.2
_COUNT_POWER: Final = 0.75

TITLE_REPEATS: Final = 2
SECTOR_REPEATS: Final = 2

_CHARACTER: Final = 0.8  # a single Han character says less than the bigrams around it
_FUNCTION: Final = 0.5  # of a function character, or a bigram that holds one
_FUNCTION_CHARACTERS: Final = frozenset(
    "的了在是和与及等也都就而或被把将对从到由于以为之其这那很更最还又才能可会要让使给并且但却因所着过得个些每各该此"
    "與為將對從於會給並過這還個麼裡什么怎哪谁誰吗嗎呢"
)
_HAN_START: Final = "\u3400"
_STEP: Final = 1.1

Floats = NDArray[np.float32]


@lru_cache(maxsize=1 << 17)
def term_class(term: str) -> float:
    """How much a term counts by its kind alone: 1 for words and bigrams, less for characters."""
    if term[0] < _HAN_START:
        return 1.0
    weight = _CHARACTER if len(term) == 1 else 1.0
    return weight * _FUNCTION if not _FUNCTION_CHARACTERS.isdisjoint(term) else weight


def idf(frequency: float, total: int) -> float:
    """Inverse document frequency, never negative."""
    return math.log1p((total - frequency + 0.5) / (frequency + 0.5))


def word_weights(
    counts: Mapping[str, float], frequencies: Mapping[str, int], total: int
) -> dict[str, float]:
    """The weight of each word of a need; a repeated word counts, but less each time."""
    return {
        term: count**_COUNT_POWER * term_class(term) * idf(frequencies[term], total) ** IDF_POWER
        for term, count in counts.items()
    }


def concept_weights(
    counts: Mapping[str, float],
    kinds: Mapping[str, float],
    frequencies: Mapping[str, int],
    total: int,
    familiarity: float,
) -> dict[str, float]:
    """The weight of each concept of a need: √occurrences × weight of its kind × idf.

    All of it times `familiarity`: a text the vocabulary barely knows is ranked by its words.
    """
    return {
        term: familiarity * math.sqrt(count) * kinds[term] * idf(frequencies[term], total)
        for term, count in counts.items()
    }


def parts(tf: Floats, lengths: Floats, mean_length: float) -> Floats:
    """The BM25 part of each posting, given the length of the offering it stands in."""
    norm = _length_norm(lengths, mean_length)
    return np.asarray((tf * np.float32(K1 + 1)) / (tf + norm), np.float32)


def counts_behind(values: Floats, lengths: Floats, mean_length: float) -> Floats:
    """The counts that gave these parts: whole numbers, exact up to about a thousand."""
    counts = values * _length_norm(lengths, mean_length) / (np.float32(K1 + 1) - values)
    return np.rint(counts).astype(np.float32)


def _length_norm(lengths: Floats, mean_length: float) -> Floats:
    return np.float32(K1 * (1 - B)) + np.float32(K1 * B / mean_length) * lengths


def stepped_mean(lengths_sum: float, total: int) -> float:
    """The mean length, rounded to a power of 1.1 (at least 1).

    The step keeps precomputed parts valid while offerings come and go: they are computed anew
    only when the mean crosses a step, so that a small change never shifts every score.
    """
    mean = lengths_sum / total if total else 1.0
    return float(_STEP ** max(0, round(math.log(max(mean, 1.0), _STEP))))
