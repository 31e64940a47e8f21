"""Which scenes a text speaks of: every scene's profile scored against it, softly.

A text's *leaning* is a vector over the scenes: the raw scores, less the score of the first scene
left out, normalised to length 1. Two texts that lean the same way have a cosine near 1 although
they may share no word (explicit semantic analysis, Gabrilovich and Markovitch 2007, with the
taxonomy as the space of concepts).
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

import numpy as np
from scipy.sparse import csc_array, csr_array, diags_array

from matchmaker.matching.scoring.postings import Postings, PostingsBuilder, add_columns
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.matching.scoring.weighed import Weighed, scene_pieces, weigh_pieces
from matchmaker.matching.scoring.weighing import Floats, idf, stepped_mean, term_class

KEPT_SCENES: Final = 15
_IDF_POWER: Final = 1.0  # profiles are few and short: a steeper one lets a single word decide

_UNKNOWN: Final = -1  # of a term no profile holds


class SceneIndex:
    """The profiles of all scenes as term × scene arrays, idf and term weights already in."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.size = len(vocabulary.scenes)
        words, concepts = PostingsBuilder(), PostingsBuilder()
        for scene in vocabulary.scenes:
            weighed = weigh_pieces(scene_pieces(scene, vocabulary), vocabulary)
            words.add(weighed.words, weighed.words_length)
            concepts.add(weighed.concepts, weighed.concepts_length)
        kinds = vocabulary.kind_weights
        self._words = _Side(words, self.size, term_class, _IDF_POWER)
        self._concepts = _Side(concepts, self.size, lambda term: kinds[term], _IDF_POWER)

    def scores(self, texts: Sequence[Weighed]) -> Floats:
        """How strongly each text speaks of each scene: array of texts × scenes, from 0 up."""
        words = self._words.scores([weighed.words for weighed in texts])
        return words + self._concepts.scores([weighed.concepts for weighed in texts])


class _Side:
    """Words or concepts of the scene profiles."""

    def __init__(
        self, builder: PostingsBuilder, scenes: int, kind: Callable[[str], float], power: float
    ) -> None:
        postings: Postings = builder.build(stepped_mean(builder.total_length(), scenes))
        self._terms = postings.terms
        weights = [
            kind(term) * idf(frequency, scenes) ** power
            for term, frequency in zip(postings.terms, postings.frequencies, strict=True)
        ]
        scaled = diags_array(np.array(weights, np.float32)) @ postings.matrix.T
        self._by_term: Any = csr_array(scaled, dtype=np.float32)
        self._by_scene: Any = csc_array(self._by_term.T)

    def scores(self, texts: Sequence[Mapping[str, float]]) -> Floats:
        """Each text counts √occurrences of a term, so that a repeated word does not decide."""
        if len(texts) == 1:  # a need: nothing to multiply, a few rows to add up
            terms = self._terms
            counted = {at: n for term, n in texts[0].items() if (at := terms.get(term)) is not None}
            places = np.fromiter(counted, np.int32, len(counted))
            roots = np.sqrt(np.fromiter(counted.values(), np.float32, len(counted)))
            totals = np.zeros(self._by_term.shape[1], np.float32)
            add_columns(self._by_scene, places, roots, totals)
            return totals[np.newaxis]
        numbers: list[int] = []
        counts: list[float] = []
        for text in texts:
            numbers.extend(map(self._terms.get, text, repeat(_UNKNOWN)))
            counts.extend(text.values())
        columns = np.array(numbers, np.int32)
        is_known = columns != _UNKNOWN
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = np.concatenate(([0], np.cumsum(is_known)))[np.concatenate(([0], np.cumsum(sizes)))]
        roots = np.sqrt(np.array(counts, np.float32)[is_known])
        shape = (len(texts), len(self._terms))
        rows = csr_array((roots, columns[is_known], ends), shape=shape)
        return np.asarray((rows @ self._by_term).todense(), dtype=np.float32)


def leanings(scores: Floats) -> Floats:
    """Normalise rows of scene scores to leanings; a row without any score stays zero."""
    kept = scores
    if scores.shape[1] > KEPT_SCENES:
        cut = scores.shape[1] - KEPT_SCENES - 1
        threshold = np.partition(scores, cut, axis=1)[:, cut : cut + 1]
        kept = np.maximum(scores - threshold, np.float32(0))
    length = np.linalg.norm(kept, axis=1, keepdims=True)
    return np.asarray(kept / np.where(length > 0, length, 1), np.float32)
