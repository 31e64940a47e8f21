"""The best offerings written out: signals, points, shared terms, cases."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from matchmaker.matching.scoring.block import distinct_cases
from matchmaker.matching.scoring.explain import NeedWords, shown_terms
from matchmaker.matching.scoring.model import SIGNALS, share_out
from matchmaker.matching.scoring.ranking import EvidencePart, Match, SignalPart
from matchmaker.matching.scoring.records import EvidenceRecord, OfferingRecord
from matchmaker.matching.scoring.regions import (
    ELSEWHERE,
    SAME_ECON_REGION,
    SAME_GEO_REGION,
    SAME_PLACE,
    SAME_PROVINCE,
)
from matchmaker.matching.scoring.scored import Place, ScoredPart
from matchmaker.matching.scoring.signals import ANY_CASE_RELEVANCE
from matchmaker.matching.scoring.understanding import Understanding
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.search.analysis import fold

_NEARNESS: Final = {
    SAME_PLACE: "same-place",
    SAME_PROVINCE: "same-province",
    SAME_GEO_REGION: "same-area",
    SAME_ECON_REGION: "same-economic-region",
    ELSEWHERE: "elsewhere",
}


def explain_matches(
    best: Sequence[Place],
    scored: Sequence[ScoredPart],
    understanding: Understanding,
    vocabulary: Vocabulary,
    weights: Mapping[str, float],
) -> tuple[Match, ...]:
    """Write out the offerings at some places, in that order."""
    writer = _Writer(understanding, vocabulary, weights)
    written: dict[Place, Match] = {}
    for number, part in enumerate(scored):
        rows = sorted(place.row for place in best if place.part == number)
        if rows:
            places = np.array(rows, np.int64)
            words = part.words.contributions(places).tolist()
            concepts = part.concepts.contributions(places).tolist()
            for at, row in enumerate(rows):
                place = Place(number, row)
                written[place] = writer.match(
                    best.index(place) + 1,
                    part,
                    row,
                    _amounts(part.words.terms, words[at]),
                    _amounts(part.concepts.terms, concepts[at]),
                )
    return tuple(written[place] for place in best)


class _Writer:
    """Writes matches of one need."""

    def __init__(
        self, understanding: Understanding, vocabulary: Vocabulary, weights: Mapping[str, float]
    ) -> None:
        self._understanding = understanding
        self._vocabulary = vocabulary
        self._weights = weights
        self._shown_weights = share_out([weights[name] for name in SIGNALS])[1]
        self._need = NeedWords.of(understanding.need.text)

    def match(
        self,
        rank: int,
        part: ScoredPart,
        row: int,
        words: Mapping[str, float],
        concepts: Mapping[str, float],
    ) -> Match:
        record = part.part.block.records[row]
        values = [float(part.signals[name][row]) for name in SIGNALS]
        score, points = share_out(
            [self._weights[name] * value for name, value in zip(SIGNALS, values, strict=True)]
        )
        signals = tuple(
            SignalPart(name, round(value, 3), weight, shown, self._basis(name, value, record))
            for name, value, weight, shown in zip(
                SIGNALS, values, self._shown_weights, points, strict=True
            )
        )
        offering = fold(f"{record.title}\n{record.text}")
        terms = shown_terms(self._need, offering, words, concepts, self._vocabulary, points[0])
        return Match(rank, record.key, score, signals, terms, self._evidence(part, row, record))

    def _basis(self, name: str, value: float, record: OfferingRecord) -> tuple[str, ...]:
        if not self._weights[name]:
            return ("nothing-to-go-by",)
        if name == "scene":
            return self._shared_scenes(record)
        if name == "region":
            stated = record.region is not None
            return (_NEARNESS[round(value, 2)] if stated else "not-stated",)
        return ()

    def _shared_scenes(self, record: OfferingRecord) -> tuple[str, ...]:
        understood = {scene.slug for scene in self._understanding.scenes}
        return tuple(slug for slug in record.scenes if slug in understood)

    def _evidence(
        self, part: ScoredPart, row: int, record: OfferingRecord
    ) -> tuple[EvidencePart, ...]:
        evidence = part.part.block.evidence
        start, end = evidence.starts[row], evidence.starts[row + 1]
        cases = zip(distinct_cases(record), evidence.strengths[start:end], strict=True)
        shown = [
            EvidencePart(
                case.case_key,
                case.title,
                case.year,
                case.effect,
                case.reviewed,
                round(self._relevance(case), 3),
                round(float(strength), 3),
            )
            for case, strength in cases
        ]
        return tuple(sorted(shown, key=lambda case: -case.relevance * case.strength))

    def _relevance(self, case: EvidenceRecord) -> float:
        places = self._vocabulary.scene_index
        wanted = self._understanding.wanted
        highest = max((float(wanted[places[s]]) for s in case.scenes if s in places), default=0.0)
        return ANY_CASE_RELEVANCE + (1 - ANY_CASE_RELEVANCE) * highest


def _amounts(terms: Sequence[str], amounts: Sequence[float]) -> dict[str, float]:
    return {term: amount for term, amount in zip(terms, amounts, strict=True) if amount}
