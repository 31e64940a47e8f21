"""A need scored against all offerings of a collection, as arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.block import Block
from matchmaker.matching.scoring.collection import Collection, Part
from matchmaker.matching.scoring.postings import Selection, add_columns
from matchmaker.matching.scoring.signals import (
    declared_signal,
    evidence_signal,
    region_signal,
    scene_signal,
    text_signal,
)
from matchmaker.matching.scoring.understanding import Understanding
from matchmaker.matching.scoring.verdicts import Judge
from matchmaker.matching.scoring.weighing import Floats, concept_weights, word_weights
from matchmaker.matching.scoring.wishes import Line, heard, place_signal, told_of, wished

LARGE_COLLECTION: Final = 5_000
COMMON_SHARE: Final = 0.15
MANY_WORDS: Final = 30
_DEAD = np.float32(-1)


class Place(NamedTuple):
    """Where an offering stands: number of the part, row in its block."""

    part: int
    row: int


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """One part's signals and totals; dead rows total −1. `totals` are points, 0–100.

    `is_excluded` marks the rows that miss a must; `missed` tells for each must which (packed bits).
    """

    part: Part
    words: Selection
    concepts: Selection
    signals: Mapping[str, Floats]
    totals: Floats
    is_excluded: NDArray[np.bool_]
    missed: Mapping[str, NDArray[np.uint8]]


@dataclass(frozen=True, slots=True)
class TermWeights:
    """What each word and concept of a need weighs; `highest` is their sum."""

    words: dict[str, float]
    concepts: dict[str, float]
    highest: float


def weigh_terms(understanding: Understanding, collection: Collection) -> TermWeights:
    """Weigh the terms of a need by how rare they are among the offerings.

    In a large collection a need with many rarer words is weighed by those alone: what stands in
    more than 15 % of the offerings hardly tells them apart, but is most of the work.
    """
    weighed, total = understanding.weighed, len(collection)
    frequencies = collection.frequencies(weighed.words, weighed.concepts)
    telling: Mapping[str, int] = weighed.words
    if total >= LARGE_COLLECTION:
        most = COMMON_SHARE * total
        rarer = {term: n for term, n in telling.items() if frequencies[term] <= most}
        telling = rarer if len(rarer) >= MANY_WORDS else telling
    words = word_weights(telling, frequencies, total)
    kinds = collection.vocabulary.kind_weights
    concepts = concept_weights(
        weighed.concepts, kinds, frequencies, total, understanding.familiarity
    )
    return TermWeights(words, concepts, sum(words.values()) + sum(concepts.values()))


def told(understanding: Understanding, collection: Collection) -> dict[str, float]:
    """How much there is to go by for each signal, in [0, 1]."""
    return {
        "text": 1.0 if understanding.weighed.words else 0.0,
        "scene": understanding.scene_known,
        "region": 1.0 if understanding.region else 0.0,
        "evidence": 1.0 if collection.has_evidence else 0.0,
        **told_of(understanding.lines, heard_lines(understanding, collection)),
    }


def heard_lines(understanding: Understanding, collection: Collection) -> tuple[Line, ...]:
    """The lines of a need that some living offering says anything about."""
    parts = [(part.block.facts, part.alive) for part in collection.parts]
    return heard(understanding.lines, parts) if understanding.lines else ()


def score_parts(
    understanding: Understanding,
    collection: Collection,
    judge: Judge,
    weights: Mapping[str, float],
) -> list[ScoredPart]:
    """Score every offering; nothing is cut before the sum."""
    scoring = Scoring.of(understanding, collection, judge, weights)
    return [scoring.score(part) for part in collection.parts]


@dataclass(frozen=True, slots=True)
class Scoring:
    """A need ready to be scored against any offerings, by the statistics of all of them."""

    understanding: Understanding
    terms: TermWeights
    lines: tuple[Line, ...]
    judge: Judge
    weights: Mapping[str, float]

    @classmethod
    def of(
        cls,
        understanding: Understanding,
        collection: Collection,
        judge: Judge,
        weights: Mapping[str, float],
    ) -> "Scoring":
        """Weigh the terms of a need; `weights` are those of the model for it."""
        terms = weigh_terms(understanding, collection)
        return cls(understanding, terms, heard_lines(understanding, collection), judge, weights)

    def score(self, part: Part) -> ScoredPart:
        """Score the offerings of a part."""
        block, understanding = part.block, self.understanding
        words = block.words.select(self.terms.words)
        concepts = block.concepts.select(self.terms.concepts)
        lines = wished(self.lines, block.facts, self.judge)
        covered = words.scores()
        covered += concepts.scores()
        signals = {
            "text": text_signal(covered, self.terms.highest),
            "scene": scene_signal(
                _cosines(block, understanding.leaning),
                declared_signal(block.declared, understanding.wanted),
            ),
            "region": place_signal(
                understanding.region,
                region_signal(
                    understanding.region, block.provinces, block.prefectures, self.judge.regions
                ),
                block.facts,
                self.judge.regions,
            ),
            "evidence": evidence_signal(block.evidence, understanding.wanted),
            **lines.signals,
        }
        totals, points = np.zeros((2, len(block)), np.float32)
        for name, values in signals.items():
            if self.weights[name]:
                np.multiply(values, np.float32(self.weights[name]), out=points)
                totals += points
        totals[~part.alive] = _DEAD
        return ScoredPart(part, words, concepts, signals, totals, lines.is_excluded, lines.missed)


def _cosines(block: Block, leaning: Floats) -> Floats:
    scenes = np.flatnonzero(leaning).astype(np.int32)
    cosines = np.zeros(len(block), np.float32)
    add_columns(block.leanings, scenes, leaning[scenes], cosines)
    return cosines
