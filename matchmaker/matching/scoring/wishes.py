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

from matchmaker.matching.scoring.answering import NOT_SAID, Answered, answer_all, nearest_places
from matchmaker.matching.scoring.checks import ways
from matchmaker.matching.scoring.facts import Bools, Doubles, Facts
from matchmaker.matching.scoring.records import ABROAD, Requirement
from matchmaker.matching.scoring.regions import Regions
from matchmaker.matching.scoring.verdicts import NO, OPEN, Judge
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
_SERVING: Final = np.array([0, SERVES_NEIGHBOUR, SERVES_PROVINCE, SERVES], np.float32)
LINE_SIGNALS: Final = ("capability", "metric", "budget", "compliance")
_HALF: Final = 0.5
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
    """Hold every line against every offering, one at a time, so that memory stays bounded."""
    totals = {name: np.zeros(len(facts), np.float32) for name in LINE_SIGNALS}
    weights = _weights(heard_lines)
    is_excluded = np.zeros(len(facts), bool)
    missed = {}
    for line in heard_lines:
        answered = answer_all(line.requirement, facts, judge)
        if line.signal in totals:
            share = np.float32(line.weight / weights[line.signal])
            totals[line.signal] += share * credits_of(line.requirement, answered)
        if line.requirement.must:
            is_missed = answered.answers == NO
            is_excluded |= is_missed
            missed[line.keys[0]] = np.packbits(is_missed)
    return Wished(totals, is_excluded, missed)


def place_signal(code: str | None, home: Floats, facts: Facts, regions: Regions) -> Floats:
    """The nearness of each offering's own place, or more where the places it serves are nearer.

    `home` is that nearness. Serving the place wanted counts 0.9, another place of its province
    0.75, a bordering province 0.5, all of China 0.6. Outside China there is only serving it (1),
    not doing so, and not saying.
    """
    if code == ABROAD:
        stated = facts.nationwide | (nearest_places(None, facts, regions) > NOT_SAID)
        values = np.where(stated, 0, UNKNOWN_CREDIT)
        return np.asarray(np.where(facts.abroad, 1, values), np.float32)
    if code is None or not (facts.nationwide.any() or facts.is_served.any()):
        return home
    nearest = nearest_places(code, facts, regions)
    served = np.append(_SERVING, np.float32(0))[nearest]
    nationwide = np.where(facts.nationwide, np.float32(SERVES_ALL), np.float32(0))
    return np.asarray(np.maximum(home, np.maximum(served, nationwide)), np.float32)


def credits_of(requirement: Requirement, answered: Answered) -> Floats:
    """What a line is worth in its signal for each offering, in [0, 1]."""
    own_word = BACKED if requirement.kind in _TERMS else OWN_WORD_CREDIT
    near = NEAR_MISS * np.clip((answered.near - _HALF) / _HALF, 0, 1)
    credit = np.where(answered.is_backed, np.float32(BACKED), np.float32(own_word))
    credit[answered.answers == OPEN] = UNKNOWN_CREDIT
    is_missed = answered.answers == NO
    credit[is_missed] = near[is_missed]
    return np.asarray(credit, np.float32)


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
            return _is_stated(facts.prices, alive)
        case RequirementKind.TIME:
            return _is_stated(facts.lead_days, alive)
        case _:
            return any(_says(subject, facts, alive) for subject in _subjects(requirement)) or (
                requirement.kind is RequirementKind.CAPABILITY
                and bool((facts.lists_modes & alive).any())
            )


def _is_stated(ranges: Doubles, alive: Bools) -> bool:
    return bool((~np.isnan(ranges[alive])).any())


def _says(subject: str, facts: Facts, alive: Bools) -> bool:
    entries = facts.promised.about(subject)
    return entries is not None and bool(alive[entries.rows].any())


def _subjects(requirement: Requirement) -> Iterator[str]:
    if requirement.kind is not RequirementKind.METRIC:
        yield f"{requirement.kind}:{requirement.subject}"
    elif requirement.op is not None and requirement.value is not None:
        metric = Metric(requirement.subject)
        for way in ways(metric, requirement.op, requirement.value, requirement.value2):
            yield from (check.aspect for check in way.checks)
