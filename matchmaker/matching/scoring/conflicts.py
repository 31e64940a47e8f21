"""Lines of a need that cannot be right: figures that cannot be, lines that exclude each other.

The ranking takes them as they are; the form says so to the person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from matchmaker.matching.scoring.checks import LEAST, MOST, Check, ways
from matchmaker.matching.scoring.reading.typed import is_possible
from matchmaker.matching.scoring.records import Requirement
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

_LONGEST: Final = 200  # lines compared with each other: past that only each by itself


@dataclass(frozen=True, slots=True)
class Conflict:
    """What is wrong with the lines `keys`.

    `code`: `impossible` (no such figure), `reversed` (from above to), `negative` (a budget or a
    time below nothing), `contradictory` (no figure can satisfy both).
    """

    code: str
    keys: tuple[str, ...]


def conflicts(requirements: Sequence[Requirement]) -> list[Conflict]:
    """What cannot be right in some lines, each by itself first, then two by two."""
    found = [Conflict(code, (line.key,)) for line in requirements for code in _faults(line)]
    figures = [(line, _bounds(line)) for line in requirements[:_LONGEST]]
    return [
        *found,
        *(
            Conflict("contradictory", (one.key, other.key))
            for (one, bounds), (other, others) in combinations(figures, 2)
            if any(
                max(low, others[aspect][0]) > min(high, others[aspect][1])
                for aspect, (low, high) in bounds.items()
                if aspect in others
            )
        ),
    ]


def _faults(line: Requirement) -> Iterator[str]:
    values = [value for value in (line.value, line.value2) if value is not None]
    if line.kind is RequirementKind.METRIC:
        if not is_possible(Metric(line.subject), values):
            yield "impossible"
    elif any(value < 0 for value in values):
        yield "negative"
    if line.value is not None and line.value2 is not None and line.value > line.value2:
        yield "reversed"


def _bounds(line: Requirement) -> dict[str, tuple[float, float]]:
    """The figures a line admits, by aspect."""
    if line.kind is not RequirementKind.METRIC or line.op is None or line.value is None:
        return {}
    own = ways(Metric(line.subject), Operator(line.op), line.value, line.value2)[0]
    return {check.aspect: _admitted(check) for check in own.checks}


def _admitted(check: Check) -> tuple[float, float]:
    return (LEAST, check.high) if check.is_upper else (check.low, MOST)
