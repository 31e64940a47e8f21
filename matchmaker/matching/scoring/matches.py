"""The best offerings written out: signals, points, shared terms, cases."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.block import distinct_cases
from matchmaker.matching.scoring.explain import NeedWords, shown_terms
from matchmaker.matching.scoring.model import SIGNALS, share_out
from matchmaker.matching.scoring.ranking import EvidencePart, Match, SignalPart
from matchmaker.matching.scoring.records import ABROAD, EvidenceRecord, OfferingRecord
from matchmaker.matching.scoring.regions import (
    ELSEWHERE,
    NEIGHBOUR,
    SAME_ECON_REGION,
    SAME_GEO_REGION,
    SAME_PLACE,
    SAME_PROVINCE,
)
from matchmaker.matching.scoring.scored import Place, ScoredPart
from matchmaker.matching.scoring.signals import ANY_CASE_RELEVANCE
from matchmaker.matching.scoring.understanding import Understanding
from matchmaker.matching.scoring.verdicts import Judge, Verdict
from matchmaker.matching.scoring.wishes import (
    LINE_SIGNALS,
    SERVES,
    SERVES_ALL,
    SERVES_NEIGHBOUR,
    signal_of,
)
from matchmaker.search.analysis import fold

_NEARNESS: Final = {
    SAME_PLACE: "same-place",
    SERVES: "serves-place",
    SAME_PROVINCE: "same-province",
    SERVES_ALL: "serves-all",
    SERVES_NEIGHBOUR: "serves-neighbour",
    NEIGHBOUR: "neighbour",
    SAME_GEO_REGION: "same-area",
    SAME_ECON_REGION: "same-economic-region",
    ELSEWHERE: "elsewhere",
}


def explain_matches(
    groups: Sequence[Sequence[Place]],
    scored: Sequence[ScoredPart],
    understanding: Understanding,
    judge: Judge,
    weights: Mapping[str, float],
) -> list[tuple[Match, ...]]:
    """Write out the offerings at some places, in the order of each group."""
    if not any(groups):
        return [() for _ in groups]
    writer = _Writer(understanding, judge, weights)
    return [tuple(_explained(places, scored, writer)) for places in groups]


def _explained(
    best: Sequence[Place], scored: Sequence[ScoredPart], writer: "_Writer"
) -> Iterator[Match]:
    written: dict[Place, Match] = {}
    ranks = {place: rank for rank, place in enumerate(best, start=1)}
    for number, part in enumerate(scored):
        rows = sorted(place.row for place in best if place.part == number)
        if rows:
            places = np.array(rows, np.int64)
            words, concepts = part.words.amounts(places), part.concepts.amounts(places)
            for at, row in enumerate(rows):
                place = Place(number, row)
                written[place] = writer.match(ranks[place], part, row, words[at], concepts[at])
    return (written[place] for place in best)


class _Writer:
    """Writes matches of one need."""

    def __init__(
        self, understanding: Understanding, judge: Judge, weights: Mapping[str, float]
    ) -> None:
        self._understanding = understanding
        self._judge = judge
        self._vocabulary = judge.vocabulary
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
        verdicts = tuple(
            self._judge.judge(row, record) for row in self._understanding.need.requirements
        )
        signals = tuple(
            SignalPart(
                name, round(value, 3), weight, shown, self._basis(name, value, record, verdicts)
            )
            for name, value, weight, shown in zip(
                SIGNALS, values, self._shown_weights, points, strict=True
            )
        )
        offering = fold(f"{record.title}\n{record.text}")
        terms = shown_terms(self._need, offering, words, concepts, self._vocabulary, points[0])
        evidence = self._evidence(part, row, record)
        return Match(rank, record.key, score, signals, terms, evidence, verdicts)

    def _basis(
        self, name: str, value: float, record: OfferingRecord, verdicts: Sequence[Verdict]
    ) -> tuple[str, ...]:
        if not self._weights[name]:
            return ("nothing-to-go-by",)
        if name == "scene":
            return self._shared_scenes(record)
        if name == "region":
            return (self._nearness(value, record),)
        if name in LINE_SIGNALS:
            answers = Counter(
                verdict.answer
                for verdict in verdicts
                if signal_of(verdict.requirement, self._vocabulary) == name
            )
            return tuple(f"{answer}:{answers[answer]}" for answer in Answer)
        return ()

    def _nearness(self, value: float, record: OfferingRecord) -> str:
        if self._understanding.region == ABROAD:
            return "abroad" if record.abroad else "not-abroad"
        is_stated = record.region is not None or record.served or record.nationwide
        return _NEARNESS[round(value, 2)] if is_stated else "not-stated"

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
