"""The typed requirements a posting states: metric, comparison, value, and how hard it is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause, clauses, fold
from matchmaker.matching.scoring.reading.codes import Code, find_codes
from matchmaker.matching.scoring.reading.comparators import comparison
from matchmaker.matching.scoring.reading.metrics import BOTH_WAYS, METRICS
from matchmaker.matching.scoring.reading.modality import how_hard
from matchmaker.matching.scoring.reading.naming import (
    by_cue,
    is_accuracy,
    is_other,
    name_count,
    name_extent,
    name_rate,
    name_speed,
    name_temperature,
    name_time,
)
from matchmaker.matching.scoring.reading.quantities import Dimension, Quantity, find_quantities
from matchmaker.matching.scoring.reading.standing import is_set_aside, present_passages

_CHANGED_TO: Final = re.compile(
    r"^[^，。；]{0,6}?(?:提高|提升|降低|降|缩短|压缩|压|减少|增加|改善|扩大|扩|升级|升|延长|缩小|优化)"
    r"[^，。；、\d]{0,2}(?:至|到|为)"
)
_OF_THESE: Final = re.compile(r"其中|本期|一期|本次|此次|先期|只|仅")
_LATE_CUES: Final = frozenset(
    {"coverage_area", "coverage_length", "connections", "video_streams", "mobility",
     "explosion_proof", "security_level", "ip_rating", "density"}
)  # fmt: skip
_EXTENTS: Final = frozenset({Dimension.AREA, Dimension.LENGTH})


@dataclass(frozen=True, slots=True)
class ReadRequirement:
    """A requirement as read; [start, end) is where its figure or code stands in the text.

    `op` is one of <=, <, >=, >, = and range (then `value2` is the upper end). `must` is True for
    a condition, False for a wish, None where the text says neither.
    """

    metric: str
    op: str
    value: float | str | bool
    value2: float | None
    unit: str
    must: bool | None
    start: int
    end: int


class _Reader:
    """One text under reading."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.clauses = clauses(self.folded)
        self.present = present_passages(self.folded)
        self.quantities = find_quantities(self.folded)

    def read(self) -> Iterator[ReadRequirement]:
        named: dict[tuple[int, Dimension], str] = {}
        for index, clause in enumerate(self.clauses):
            inside = [q for q in self.quantities if clause.start <= q.start < clause.end]
            for place, quantity in enumerate(inside):
                if self._is_replaced(inside, place):
                    continue
                name = self._name(index, inside, place, named)
                if name is None or is_other(name):
                    continue
                named[clause.sentence_start, quantity.dimension] = name
                if self._counts(clause, quantity.start):
                    yield from self._typed(clause, quantity, name, inside, place)
        for code in find_codes(self.folded):
            clause = next(c for c in self.clauses if c.start <= code.start < c.end)
            if self._counts(clause, code.start):
                yield self._coded(clause, code)

    def _counts(self, clause: Clause, start: int) -> bool:
        is_present = any(first <= start < last for first, last in self.present)
        return not is_present and not is_set_aside(self.folded, clause, start)

    def _is_replaced(self, inside: Sequence[Quantity], place: int) -> bool:
        """Whether the figure is the A of 从A提高到B."""
        if place + 1 == len(inside):
            return False
        here, after = inside[place], inside[place + 1]
        is_alike = here.dimension is after.dimension or not here.unit
        return is_alike and bool(_CHANGED_TO.match(self.folded[here.end : after.start]))

    def _name(  # noqa: C901, PLR0911 - one short branch a dimension
        self,
        index: int,
        inside: Sequence[Quantity],
        place: int,
        named: dict[tuple[int, Dimension], str],
    ) -> str | None:
        clause, quantity = self.clauses[index], inside[place]
        dimension = quantity.dimension
        following = self.clauses[index + 1] if index + 1 < len(self.clauses) else None
        neighbours = (
            inside[place - 1].end if place else clause.start,
            inside[place + 1].start if place + 1 < len(inside) else clause.end,
        )
        earlier = named.get((clause.sentence_start, dimension))
        match dimension:
            case Dimension.TIME:
                return name_time(
                    by_cue(self.folded, clause, quantity, neighbours), earlier, quantity
                )
            case Dimension.RATE:
                return name_rate(
                    by_cue(self.folded, clause, quantity, neighbours), earlier, quantity
                )
            case Dimension.PERCENT:
                return by_cue(self.folded, clause, quantity, neighbours)
            case Dimension.COUNT:
                return name_count(self.folded, clause, quantity)
            case Dimension.SPEED:
                return name_speed(self.folded, clause, following)
            case Dimension.TEMPERATURE:
                return name_temperature(self.folded, clause, quantity)
            case Dimension.DENSITY:
                return "density"
        cue = by_cue(self.folded, clause, quantity, neighbours)
        if cue is not None:
            return cue
        if quantity.unit == "级" or is_accuracy(self.folded, clause, quantity):
            return "positioning" if "定位" in self.folded[: quantity.start] else None
        if self._of_these(clause, quantity):
            return None
        followed = self._has_extent(following)
        return name_extent(self.folded, clause, following, quantity, followed=followed)

    def _has_extent(self, clause: Clause | None) -> bool:
        return clause is not None and any(
            clause.start <= q.start < clause.end and q.dimension in _EXTENTS
            for q in self.quantities
        )

    def _of_these(self, clause: Clause, quantity: Quantity) -> bool:
        """Whether a later figure of the sentence says which part of this one is meant."""
        later = [
            q
            for q in self.quantities
            if quantity.end <= q.start < clause.sentence_end and q.dimension is quantity.dimension
        ]
        return any(_OF_THESE.search(self.folded, quantity.end, q.start) for q in later)

    def _typed(
        self,
        clause: Clause,
        quantity: Quantity,
        name: str,
        inside: Sequence[Quantity],
        place: int,
    ) -> Iterator[ReadRequirement]:
        before = self.folded[clause.start : quantity.start]
        after = self.folded[quantity.end : clause.end]
        reach = inside[place + 1].start if place + 1 < len(inside) else clause.end
        for metric_name in name.split("+") if name == BOTH_WAYS else (name,):
            metric = METRICS[metric_name]
            natural = metric.natural
            if metric_name == "temperature" and quantity.low < 0:
                natural = "<="
            op = comparison(before, after, natural)
            if metric_name == "positioning" and quantity.unit == "级":
                op = natural
            value2 = None if quantity.high is None else _tidy(quantity.high / metric.per_unit)
            late = metric_name in _LATE_CUES
            yield ReadRequirement(
                metric_name,
                "range" if value2 is not None else op,
                _tidy(quantity.low / metric.per_unit),
                value2,
                metric.unit,
                self._must(clause, quantity.start, reach if late else quantity.end),
                quantity.start,
                quantity.end,
            )

    def _coded(self, clause: Clause, code: Code) -> ReadRequirement:
        metric = METRICS[code.metric]
        op = metric.natural
        if code.value is not True:
            before = self.folded[clause.start : code.start]
            op = comparison(before, self.folded[code.end : clause.end], op)
        must = self._must(clause, code.start, clause.end)
        return ReadRequirement(
            code.metric, op, code.value, None, metric.unit, must, code.start, code.end
        )

    def _must(self, clause: Clause, start: int, reach: int) -> bool | None:
        must = how_hard(self.folded, clause, start, reach=reach)
        following = next((c for c in self.clauses if c.start >= clause.end), None)
        is_said_next = (
            must is None
            and reach == clause.end
            and following is not None
            and re.match(
                r"\s*(?:均|都)?(?:必?须|应)(?:做到|实现|全)", self.folded[following.start :]
            )
        )
        return True if is_said_next else must


def _tidy(value: float) -> float:
    """Without the last digits a conversion leaves (0.1 + 0.2)."""
    return float(f"{value:.10g}")


def _merged(found: Sequence[ReadRequirement]) -> Iterator[ReadRequirement]:
    """Requirements alike in metric, comparison and value once; what is said of must stays."""
    kept: dict[tuple[object, ...], ReadRequirement] = {}
    for one in found:
        key = (one.metric, one.op, one.value, one.value2)
        first = kept.setdefault(key, one)
        if first.must is None and one.must is not None:
            kept[key] = replace(first, must=one.must)
    return iter(kept.values())


def read_requirements(text: str) -> tuple[ReadRequirement, ...]:
    """The requirements a text states, in the order of the text.

    Left out: how things are now, other projects, facts of a site or firm, what is declined, and
    measures without a metric. Of 从A提高到B only B is read.
    """
    found = sorted(_Reader(text).read(), key=lambda one: one.start)
    return tuple(_merged(found))
