"""The best offerings written out: signals, points, shared terms, cases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import mul
from typing import Final

import numpy as np

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.block import distinct_cases
from matchmaker.matching.scoring.explain import NeedWords, Terms
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

_Basis = Callable[[float, OfferingRecord, Sequence[Verdict]], tuple[str, ...]]

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
            places = [Place(number, row) for row in rows]
            matches = writer.matches(part, rows, [ranks[place] for place in places])
            written |= zip(places, matches, strict=True)
    return (written[place] for place in best)


class _Writer:
    """Writes matches of one need."""

    def __init__(
        self, understanding: Understanding, judge: Judge, weights: Mapping[str, float]
    ) -> None:
        self._understanding = understanding
        self._judge = judge
        self._vocabulary = judge.vocabulary
        self._lines = understanding.need.requirements
        self._weights = [weights[name] for name in SIGNALS]
        self._shown_weights = share_out(self._weights)[1]
        self._need = NeedWords.of(understanding.need.text)
        wanted = understanding.wanted.tolist()
        self._wanted = {slug: wanted[at] for slug, at in judge.vocabulary.scene_index.items()}
        self._understood = {scene.slug for scene in understanding.scenes}
        self._signal_of = [signal_of(row, judge.vocabulary) for row in self._lines]
        self._basis = [self._basis_of(name) for name in SIGNALS]
        self._parts: dict[tuple[int, float, float, tuple[str, ...]], SignalPart] = {}

    def matches(
        self, part: ScoredPart, rows: Sequence[int], ranks: Sequence[int]
    ) -> Iterator[Match]:
        """The offerings in some rows written out."""
        places = np.array(rows, np.int64)
        terms = Terms.of(self._need, part.words.terms, part.concepts.terms, self._vocabulary)
        words = part.words.contributions(places).tolist()
        concepts = part.concepts.contributions(places).tolist()
        values = np.stack([part.signals[name][places] for name in SIGNALS], axis=1).tolist()
        for at, row in enumerate(rows):
            record = part.part.block.records[row]
            score, points = share_out(list(map(mul, self._weights, values[at])))
            verdicts = tuple([self._judge.judge(line, record) for line in self._lines])
            offering = _folded(record.title, record.text)
            yield Match(
                ranks[at],
                record.key,
                score,
                self._signals(values[at], points, record, verdicts),
                terms.shown(offering, words[at], concepts[at], points[0]),
                self._evidence(part, row, record) if record.evidence else (),
                verdicts,
            )

    def _signals(
        self,
        values: Sequence[float],
        points: Sequence[float],
        record: OfferingRecord,
        verdicts: Sequence[Verdict],
    ) -> tuple[SignalPart, ...]:
        found = []
        for at, name in enumerate(SIGNALS):
            value, basis = values[at], self._basis[at]
            told = basis if isinstance(basis, tuple) else basis(value, record, verdicts)
            said = at, value, points[at], told
            if said not in self._parts:  # much is alike for all matches of a need
                weight = self._shown_weights[at]
                self._parts[said] = SignalPart(name, round(value, 3), weight, points[at], told)
            found.append(self._parts[said])
        return tuple(found)

    def _basis_of(self, name: str) -> tuple[str, ...] | _Basis:
        """What a signal rests on: for every offering the same, or asked of each."""
        if not self._weights[SIGNALS.index(name)]:
            return ("nothing-to-go-by",)
        if name == "scene":
            return lambda _value, record, _verdicts: self._shared_scenes(record)
        if name == "region":
            return lambda value, record, _verdicts: (self._nearness(value, record),)
        if name not in LINE_SIGNALS:
            return ()
        lines = [at for at, signal in enumerate(self._signal_of) if signal == name]
        return lambda _value, _record, verdicts: _counted([verdicts[at].answer for at in lines])

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
        evidence = part.part.block.evidence
        start, end = evidence.starts[row : row + 2].tolist()
        strengths = evidence.strengths[start:end].tolist()
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
            for case, strength in zip(distinct_cases(record), strengths, strict=True)
        ]
        return tuple(sorted(shown, key=lambda case: -case.relevance * case.strength))

    def _relevance(self, case: EvidenceRecord) -> float:
        highest = max([self._wanted.get(scene, 0.0) for scene in case.scenes], default=0.0)
        return ANY_CASE_RELEVANCE + (1 - ANY_CASE_RELEVANCE) * highest


@lru_cache(maxsize=2_000)
def _folded(title: str, text: str) -> str:
    # The best offerings of many needs are the same few.
    return fold(f"{title}\n{text}")


def _counted(answers: Sequence[Answer]) -> tuple[str, ...]:
    return tuple([f"{answer}:{answers.count(answer)}" for answer in Answer])
