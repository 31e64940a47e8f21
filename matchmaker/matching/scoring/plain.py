"""Plain BM25 over the same terms: the yardstick every ranking is printed beside."""

from collections import Counter
from collections.abc import Iterable

import numpy as np

from matchmaker.matching.scoring.postings import PostingsBuilder
from matchmaker.matching.scoring.weighing import idf
from matchmaker.search.analysis import tokens


class PlainBM25:
    """BM25 with k1 1.2 and b 0.75 over characters, bigrams and words, nothing else.

    Every text counts whole and once (title, text and sector simply follow each other); a term
    repeated in the query counts as often as it stands there.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        builder = PostingsBuilder()
        self._total = 0
        for text in texts:
            counts = Counter(tokens(text))
            builder.add(counts, counts.total())
            self._total += 1
        mean = builder.total_length() / self._total if self._total else 1.0
        self._postings = builder.build(max(mean, 1.0))

    def rank(self, text: str, limit: int) -> list[int]:
        """Places of the best texts, best first, equals in their order; without any term, none."""
        weights = {
            term: count * idf(self._postings.frequency(term), self._total)
            for term, count in Counter(tokens(text)).items()
        }
        scores = self._postings.select(weights).scores()
        order = np.argsort(-scores, kind="stable")[:limit]
        return [int(at) for at in order if scores[at] > 0]
