"""What a ranking says: matches with their visible sum, and what was left out and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from matchmaker.matching.enums import Answer
from matchmaker.matching.scoring.records import Requirement
from matchmaker.matching.scoring.understanding import UnderstoodScene
from matchmaker.matching.scoring.verdicts import Verdict


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
    requirements: tuple[Verdict, ...] = ()

    @property
    def missed_musts(self) -> tuple[str, ...]:
        """The keys of the musts that are not met."""
        return tuple(
            verdict.requirement.key
            for verdict in self.requirements
            if verdict.requirement.must and verdict.answer is Answer.NOT_MET
        )


@dataclass(frozen=True, slots=True)
class Excluded:
    """How many offerings are not listed for one reason, and the floor in points.

    `must-not-met`: they reach the floor, but miss a must; `matches` explains the best of them,
    best first, with the scores they would have. `below-floor`: they do not reach it.
    """

    reason: str
    count: int
    floor: float
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What one line of a need keeps from the list.

    Of the offerings that reach the floor `excluded` miss this must, `alone` of them miss nothing
    else. `unknown` of the best `asked` offerings say nothing, or not enough, about it.
    """

    key: str
    excluded: int
    alone: int
    unknown: int
    asked: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The offerings for a need, best first, with what was understood and left out.

    `considered` offerings were scored; `reaching` of them reach the floor and miss no must, and
    `matches` holds the first of these. `best_below` is the highest score under the floor, where
    nothing reached it. `hindrances` tells, line by line, what keeps offerings away;
    `requirements` are the lines as they were judged.
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
    requirements: tuple[Requirement, ...] = ()
    hindrances: tuple[Hindrance, ...] = ()

    def as_dict(self, describe: Callable[[int], Mapping[str, Any]]) -> dict[str, Any]:
        """The ranking as plain data for JSON.

        `describe(key)` gives `{"offering": {"id", "title", "url"}, "provider": {"id", "name"}}`.
        """
        hindrances = {row.key: row for row in self.hindrances}
        return {
            "model": self.model,
            "understood": {
                "scenes": [
                    {"slug": scene.slug, "name": scene.name, "score": scene.score}
                    for scene in self.scenes
                ],
                "requirements": [
                    _requirement_dict(row, hindrances.get(row.key)) for row in self.requirements
                ],
            },
            "matches": [_match_dict(match, describe(match.key)) for match in self.matches],
            "excluded": [
                {
                    "reason": group.reason,
                    "count": group.count,
                    "floor": group.floor,
                    "matches": [
                        {
                            **_match_dict(match, describe(match.key)),
                            "missed": list(match.missed_musts),
                        }
                        for match in group.matches
                    ],
                }
                for group in self.excluded
            ],
            "elapsed_ms": self.elapsed_ms,
        }


def _requirement_dict(row: Requirement, hindrance: Hindrance | None) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind.value,
        "subject": row.subject,
        "op": row.op.value if row.op else None,
        "value": row.value,
        "value2": row.value2,
        "must": row.must,
        "excludes": hindrance.excluded if hindrance else 0,
        "excludes_alone": hindrance.alone if hindrance else 0,
        "unknown": hindrance.unknown if hindrance else 0,
    }


def _verdict_dict(verdict: Verdict) -> dict[str, Any]:
    return {
        "requirement": verdict.requirement.key,
        "must": verdict.requirement.must,
        "verdict": verdict.answer.value,
        "note": verdict.note,
        "op": verdict.op.value if verdict.op else None,
        "value": verdict.value,
        "value2": verdict.value2,
        "evidence": verdict.evidence,
        "source": verdict.source,
        "backed": verdict.is_backed,
        "expired": verdict.is_expired,
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
        "requirements": [_verdict_dict(verdict) for verdict in match.requirements],
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
