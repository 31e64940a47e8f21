"""The best offerings written out: signals, points, shared terms, cases."""

from collections.abc import Iterator, Mapping, Sequence
from operator import mul
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
            values = np.stack([part.signals[name][places] for name in SIGNALS], axis=1).tolist()
            for at, row in enumerate(rows):
                place = Place(number, row)
                written[place] = writer.match(
                    ranks[place], part, row, values[at], words[at], concepts[at]
                )
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
        self._weights_in_order = [weights[name] for name in SIGNALS]
        self._shown_weights = share_out(self._weights_in_order)[1]
        self._need = NeedWords.of(understanding.need.text)
        wanted = understanding.wanted.tolist()
        self._wanted = {slug: wanted[at] for slug, at in judge.vocabulary.scene_index.items()}
        self._understood = {scene.slug for scene in understanding.scenes}
        self._signal_of = [
            signal_of(row, judge.vocabulary) for row in understanding.need.requirements
        ]

    def match(
        self,
        rank: int,
        part: ScoredPart,
        row: int,
        values: Sequence[float],
        words: Mapping[str, float],
        concepts: Mapping[str, float],
    ) -> Match:
        record = part.part.block.records[row]
        score, points = share_out(list(map(mul, self._weights_in_order, values)))
        verdicts = tuple(
            [self._judge.judge(line, record) for line in self._understanding.need.requirements]
        )
        signals = [
            SignalPart(
                name, round(value, 3), weight, shown, self._basis(name, value, record, verdicts)
            )
            for name, value, weight, shown in zip(
                SIGNALS, values, self._shown_weights, points, strict=True
            )
        ]
        offering = fold(f"{record.title}\n{record.text}")
        terms = shown_terms(self._need, offering, words, concepts, self._vocabulary, points[0])
        evidence = self._evidence(part, row, record)
        return Match(rank, record.key, score, tuple(signals), terms, evidence, verdicts)

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
            answers = [
                verdict.answer
                for verdict, signal in zip(verdicts, self._signal_of, strict=True)
                if signal == name
            ]
            return tuple([f"{answer}:{answers.count(answer)}" for answer in Answer])
        return ()

    def _nearness(self, value: float, record: OfferingRecord) -> str:
        if self._understanding.region == ABROAD:
            return "abroad" if record.abroad else "not-abroad"
        is_stated = record.region is not None or record.served or record.nationwide
        return _NEARNESS[round(value, 2)] if is_stated else "not-stated"

    def _shared_scenes(self, record: OfferingRecord) -> tuple[str, ...]:
        return tuple(slug for slug in record.scenes if slug in self._understood)

    def _evidence(
        self, part: ScoredPart, row: int, record: OfferingRecord
    ) -> tuple[EvidencePart, ...]:
        if not record.evidence:
            return ()
        evidence = part.part.block.evidence
        start, end = evidence.starts[row], evidence.starts[row + 1]
        strengths = evidence.strengths[start:end].tolist()
        cases = zip(distinct_cases(record), strengths, strict=True)
        shown = [
            EvidencePart(
                case.case_key,
                case.title,
                case.year,
                case.effect,
                case.reviewed,
                round(self._relevance(case), 3),
                round(strength, 3),
            )
            for case, strength in cases
        ]
        return tuple(sorted(shown, key=lambda case: -case.relevance * case.strength))

    def _relevance(self, case: EvidenceRecord) -> float:
        highest = max((self._wanted.get(scene, 0.0) for scene in case.scenes), default=0.0)
        return ANY_CASE_RELEVANCE + (1 - ANY_CASE_RELEVANCE) * highest
