"""What a ranking says: matches with their visible sum, and what was left out and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.matching.scoring.understanding import UnderstoodScene


@dataclass(frozen=True, slots=True)
class SignalPart:
    """One signal of a match: value in [0, 1] × weight = points.

    `weight` and `points` are rounded to tenths so that weights sum to 100 and points to the
    score. `basis` says in code words what the value rests on: `same-place`, `elsewhere`,
    `not-stated`, a scene's slug.
    """

    name: str
    value: float
    weight: float
    points: float
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermPart:
    """Words the need and the offering share, or a concept both speak of in their own words.

    `points` is their part of the points of the text signal. For a concept `need_words` and
    `offering_words` are the forms found on either side.
    """

    term: str
    kind: str  # word | concept
    points: float
    need_words: tuple[str, ...] = ()
    offering_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """A case behind a match; `relevance` in [0, 1] for this need, `strength` by age and review."""

    case_key: int | str
    title: str
    year: int | None
    effect: str
    reviewed: bool
    relevance: float
    strength: float


@dataclass(frozen=True, slots=True)
class Match:
    """An offering ranked for a need, 0–100 points: the sum of its signals' points."""

    rank: int
    key: int
    score: float
    signals: tuple[SignalPart, ...]
    terms: tuple[TermPart, ...]
    evidence: tuple[EvidencePart, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """How many offerings are not listed for one reason (`below-floor`), and the floor in points."""

    reason: str
    count: int
    floor: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The offerings for a need, best first, with what was understood and left out.

    `considered` offerings were scored; `reaching` of them reach the floor, of which `matches`
    holds the first. `best_below` is the highest score under the floor, where nothing reached it.
    """

    model: str
    floor: float
    scenes: tuple[UnderstoodScene, ...]
    matches: tuple[Match, ...]
    excluded: tuple[Excluded, ...]
    considered: int
    reaching: int
    best_below: float | None
    elapsed_ms: float
    model_number: int = 0  # the version of the model, 0 for one that is not kept

    def as_dict(self, describe: Callable[[int], Mapping[str, Any]]) -> dict[str, Any]:
        """The ranking as plain data for JSON.

        `describe(key)` gives `{"offering": {"id", "title", "url"}, "provider": {"id", "name"}}`.
        """
        return {
            "model": self.model,
            "understood": {
                "scenes": [
                    {"slug": scene.slug, "name": scene.name, "score": scene.score}
                    for scene in self.scenes
                ],
                "requirements": [],
            },
            "matches": [_match_dict(match, describe(match.key)) for match in self.matches],
            "excluded": [
                {"reason": group.reason, "count": group.count, "floor": group.floor}
                for group in self.excluded
            ],
            "elapsed_ms": self.elapsed_ms,
        }


def _match_dict(match: Match, described: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rank": match.rank,
        "score": match.score,
        "offering": described["offering"],
        "provider": described["provider"],
        "signals": [
            {"name": s.name, "value": s.value, "weight": s.weight, "points": s.points}
            for s in match.signals
        ],
        "requirements": [],
        "terms": [
            {
                "term": part.term,
                "kind": part.kind,
                "points": part.points,
                "need": list(part.need_words),
                "offering": list(part.offering_words),
            }
            for part in match.terms
        ],
        "evidence": [
            {
                "case": case.case_key,
                "title": case.title,
                "year": case.year,
                "effect": case.effect,
                "reviewed": case.reviewed,
                "relevance": case.relevance,
                "strength": case.strength,
            }
            for case in match.evidence
        ],
    }
