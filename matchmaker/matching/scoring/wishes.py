"""What a need asks for line by line, and how much of it each offering gives.

The signals `capability`, `metric`, `budget` and `compliance` are shares of lines: a line met by
reviewed evidence counts whole, by the provider's own word a little less, an unknown one a quarter
and a missed figure the more the nearer it comes. A must counts twice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matchmaker.matching.scoring.answering import (
    Answered,
    answer_all,
    has_list,
    rows_by_nearness,
)
from matchmaker.matching.scoring.checks import ways
from matchmaker.matching.scoring.facts import Bools, Facts, Ints
from matchmaker.matching.scoring.records import ABROAD, Requirement
from matchmaker.matching.scoring.regions import UNKNOWN, Regions, place_numbers
from matchmaker.matching.scoring.verdicts import BORDERING, NO, SAME_PROVINCE, SERVED, Judge
from matchmaker.matching.scoring.vocabulary import Vocabulary
from matchmaker.matching.scoring.weighing import Floats
from matchmaker.taxonomy.enums import CapabilityKind, Metric, RequirementKind

BACKED: Final = 1.0
OWN_WORD_CREDIT: Final = 0.8
UNKNOWN_CREDIT: Final = 0.25
NEAR_MISS: Final = 0.5  # credit just short of the figure; nothing from half of it on
MUST_WEIGHT: Final = 2.0
SERVES: Final = 0.9
SERVES_PROVINCE: Final = 0.75
SERVES_ALL: Final = 0.6
SERVES_NEIGHBOUR: Final = 0.5
_SERVING: Final = {
    BORDERING: SERVES_NEIGHBOUR,
    SAME_PROVINCE: SERVES_PROVINCE,
    SERVED: SERVES,
}
LINE_SIGNALS: Final = ("capability", "metric", "budget", "compliance")
_HALF: Final = 0.5
_FIRST: Final = 64
_COMPLIANCE: Final = frozenset({Metric.SECURITY_LEVEL, Metric.EXPLOSION_PROOF})
_TERMS: Final = frozenset({RequirementKind.BUDGET, RequirementKind.TIME})


@dataclass(frozen=True, slots=True)
class Line:
    """A distinct line of a need, the signal it counts in, and its weight there.

    Lines that ask the same are one, a must if one of them is; `keys` names them all.
    """

    requirement: Requirement
    signal: str
    keys: tuple[str, ...]

    @property
    def weight(self) -> float:
        return MUST_WEIGHT if self.requirement.must else 1.0


@dataclass(frozen=True, slots=True)
class Wished:
    """What the lines of a need come to for n offerings.

    `signals`: float32, n each. `is_excluded`: bool, n: some must is not met. `missed` holds for
    each must (by the key of its line) a packed bit an offering.
    """

    signals: Mapping[str, Floats]
    is_excluded: Bools
    missed: Mapping[str, NDArray[np.uint8]]


def lines_of(requirements: Iterable[Requirement], vocabulary: Vocabulary) -> tuple[Line, ...]:
    """The distinct lines of a need, in order."""
    found: dict[tuple[object, ...], Line] = {}
    for row in requirements:
        said = (row.kind, row.subject, row.op, row.value, row.value2)
        known = found.get(said)
        if known is None:
            found[said] = Line(row, signal_of(row, vocabulary), (row.key,))
        else:
            must = known.requirement.must or row.must
            found[said] = replace(
                known,
                requirement=replace(known.requirement, must=must),
                keys=(*known.keys, row.key),
            )
    return tuple(found.values())


def signal_of(requirement: Requirement, vocabulary: Vocabulary) -> str:
    """The signal a line counts in."""
    match requirement.kind:
        case RequirementKind.METRIC:
            return "compliance" if requirement.subject in _COMPLIANCE else "metric"
        case RequirementKind.CAPABILITY:
            is_security = vocabulary.is_kind(requirement.subject, CapabilityKind.SECURITY)
            return "compliance" if is_security else "capability"
        case RequirementKind.STANDARD:
            return "compliance"
        case RequirementKind.REGION:
            return "region"
        case RequirementKind.BUDGET | RequirementKind.TIME:
            return "budget"


def heard(lines: Sequence[Line], parts: Sequence[tuple[Facts, Bools]]) -> tuple[Line, ...]:
    """The lines that some living offering says anything about.

    `parts` are facts with which of their rows still count.
    """
    return tuple(line for line in lines if any(_is_heard(line, *part) for part in parts))


def told_of(lines: Sequence[Line], heard_lines: Sequence[Line]) -> dict[str, float]:
    """For each signal of lines, the share of their weight anybody says anything about."""
    all_, said = _weights(lines), _weights(heard_lines)
    return {name: said[name] / all_[name] if all_[name] else 0.0 for name in LINE_SIGNALS}


def wished(heard_lines: Sequence[Line], facts: Facts, judge: Judge) -> Wished:
    """Hold every line against every offering, one at a time, so that memory stays bounded.

    Each signal begins with every line unknown; a line is added where something is said about it.
    """
    weights = _weights(heard_lines)
    nothing = np.zeros(len(facts), np.float32)
    totals = {
        name: np.full(len(facts), UNKNOWN_CREDIT, np.float32) if weights[name] else nothing
        for name in LINE_SIGNALS
    }
    is_excluded = np.zeros(len(facts), bool)
    missed = {}
    for line in heard_lines:
        if line.signal not in totals and not line.requirement.must:
            continue
        answered = answer_all(line.requirement, facts, judge)
        if line.signal in totals:
            more = credits_of(line.requirement, answered)
            more -= np.float32(UNKNOWN_CREDIT)
            more *= np.float32(line.weight / weights[line.signal])
            totals[line.signal][answered.rows] += more
        if line.requirement.must:
            is_missed = np.zeros(len(facts), bool)
            is_missed[answered.rows] = answered.answers == NO
            is_excluded |= is_missed
            missed[line.keys[0]] = np.packbits(is_missed)
    for name, values in totals.items():
        if weights[name]:
            np.clip(values, 0, 1, out=values)  # what is rounded off must not add up
    return Wished(totals, is_excluded, missed)


def place_signal(code: str | None, home: Floats, facts: Facts, regions: Regions) -> Floats:
    """The nearness of each offering's own place, or more where the places it serves are nearer.

    `home` is that nearness. Serving the place wanted counts 0.9, another place of its province
    0.75, a bordering province 0.5, all of China 0.6. Outside China there is only serving it (1),
    not doing so, and not saying.
    """
    if code == ABROAD:
        values = np.where(has_list(facts, regions), np.float32(0), np.float32(UNKNOWN_CREDIT))
        np.putmask(values, facts.abroad, 1)
        return values
    if code is None or not (facts.nationwide.any() or len(facts.served.rows)):
        return home
    everywhere = np.multiply(facts.nationwide, np.float32(SERVES_ALL), dtype=np.float32)
    values = np.maximum(home, everywhere, out=everywhere)
    if place_numbers(code)[0] != UNKNOWN:
        for level, rows in rows_by_nearness(code, facts.served, regions).items():
            values[rows] = np.maximum(values[rows], np.float32(_SERVING[level]))
    return values


def credits_of(requirement: Requirement, answered: Answered) -> Floats:
    """What a line is worth in its signal for each of the offerings answered, in [0, 1]."""
    own_word = BACKED if requirement.kind in _TERMS else OWN_WORD_CREDIT
    worth = np.array([UNKNOWN_CREDIT, own_word, BACKED, 0], np.float32)
    credit: Floats = worth[answered.answers + answered.is_backed]
    missed = np.flatnonzero(answered.answers == NO)
    near = np.clip((answered.near[missed] - _HALF) / _HALF, 0, 1)
    credit[missed] = np.float32(NEAR_MISS) * near
    return credit


def _weights(lines: Iterable[Line]) -> dict[str, float]:
    weights = dict.fromkeys((*LINE_SIGNALS, "region"), 0.0)
    for line in lines:
        weights[line.signal] += line.weight
    return weights


def _is_heard(line: Line, facts: Facts, alive: Bools) -> bool:
    requirement = line.requirement
    match requirement.kind:
        case RequirementKind.REGION:
            return True
        case RequirementKind.BUDGET:
            return _any(facts.prices.rows, alive)
        case RequirementKind.TIME:
            return _any(facts.lead_days.rows, alive)
        case RequirementKind.METRIC:
            told = (facts.figures.about(subject) for subject in _aspects(requirement))
            return any(_any(figures.rows, alive) for figures in told if figures is not None)
        case _:
            said = facts.named.about(f"{requirement.kind}:{requirement.subject}")
            return (said is not None and _any(said[0], alive)) or (
                requirement.kind is RequirementKind.CAPABILITY
                and bool((facts.lists_modes & alive).any())
            )


def _any(rows: Ints, alive: Bools) -> bool:
    """Whether one of some rows is alive: mostly one of the first is."""
    return bool(alive[rows[:_FIRST]].any() or alive[rows].any())


def _aspects(requirement: Requirement) -> Iterator[str]:
    if requirement.op is not None and requirement.value is not None:
        metric = Metric(requirement.subject)
        for way in ways(metric, requirement.op, requirement.value, requirement.value2):
            yield from (check.aspect for check in way.checks)
