"""The typed requirements a posting states: metric, comparison, value, and how hard it is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause
from matchmaker.matching.scoring.reading.codes import Code, find_codes
from matchmaker.matching.scoring.reading.comparators import comparison, side_before
from matchmaker.matching.scoring.reading.metrics import BOTH_WAYS, CUES, METRICS
from matchmaker.matching.scoring.reading.modality import how_hard
from matchmaker.matching.scoring.reading.naming import (
    PEOPLE,
    by_cue,
    by_own_word,
    is_accuracy,
    is_other,
    name_count,
    name_extent,
    name_rate,
    name_speed,
    name_temperature,
    name_time,
)
from matchmaker.matching.scoring.reading.own_words import NONE, OwnWords, own_words
from matchmaker.matching.scoring.reading.prepared import prepare
from matchmaker.matching.scoring.reading.quantities import Dimension, Quantity
from matchmaker.matching.scoring.reading.standing import is_set_aside
from matchmaker.matching.scoring.reading.tables import with_headings
from matchmaker.matching.scoring.vocabulary import MetricWords

_CHANGED_TO: Final = re.compile(
    r"^[^，。；]{0,6}?(?:提高|提升|降低|降|缩短|压缩|压|减少|增加|改善|扩大|扩|升级|升|延长|缩小"
    r"|优化)"
    r"[^，。；、\d]{0,2}(?:至|到|为)"
)
_SAID_BEHIND: Final = re.compile(
    r"\s?\((?:(?P<soft>希望|可选|建议|最好|期望|优先)|必须|必选|硬性|强制|刚性)[^()]{0,6}\)"
)
_DUTY_NEXT: Final = re.compile(r"\s*(?:均|都)?(?:必?须|应)(?:做到|实现|全)")
_STROKE: Final = re.compile(r"\s?/\s?")
_DOWN_FIRST: Final = re.compile(r"下行?\s?[/、和与及]\s?上行")
_OF_THESE: Final = re.compile(r"其中|本期|一期|本次|此次|先期|只|仅")
_LATE_CUES: Final = frozenset(
    {"coverage_area", "coverage_length", "connections", "video_streams", "mobility",
     "explosion_proof", "security_level", "ip_rating", "density"}
)  # fmt: skip
_FIGURES_AHEAD: Final = 8
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

    def __init__(self, text: str, own: OwnWords = NONE) -> None:
        self.page = prepare(text)
        self.own = own
        self.folded = self.page.folded
        self.clauses = self.page.clauses

    def read(self) -> Iterator[ReadRequirement]:
        named: dict[tuple[int, Dimension], str] = {}  # by sentence
        for index, clause in enumerate(self.clauses):
            inside = self.page.figures(clause.start, clause.end)
            for place, quantity in enumerate(inside):
                if self._is_replaced(inside, place):
                    continue
                name = self._name(index, inside, place, named)
                if place and _STROKE.fullmatch(self.folded, inside[place - 1].end, quantity.start):
                    name = named.get((clause.sentence, quantity.dimension), name)
                if name is None or is_other(name):
                    continue
                named[clause.sentence, quantity.dimension] = name
                if self._counts(clause, quantity.start):
                    yield from self._typed(clause, quantity, name, inside, place)
        for code in find_codes(self.folded, self.own.codes):
            own = self.page.clause_at(code.start)
            if own is not None and self._counts(own, code.start):
                yield self._coded(own, code)

    def _counts(self, clause: Clause, start: int) -> bool:
        return not self.page.is_present(start) and not is_set_aside(self.folded, clause, start)

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
        earlier = named.get((clause.sentence, dimension))
        own = self.own.cues.get(dimension, ())
        if own and dimension not in CUES:
            name = by_own_word(self.folded, quantity, neighbours, own)
            if name is not None:
                return name
        match dimension:
            case Dimension.TIME:
                return name_time(
                    by_cue(self.folded, clause, quantity, neighbours, own),
                    earlier,
                    quantity,
                    of_people=bool(PEOPLE.search(self.folded, clause.start, quantity.start)),
                )
            case Dimension.RATE:
                before = self.folded[clause.start : quantity.start]
                return name_rate(
                    by_cue(self.folded, clause, quantity, neighbours, own),
                    earlier,
                    quantity,
                    is_compared=side_before(before) is not None,
                )
            case Dimension.PERCENT:
                return by_cue(self.folded, clause, quantity, neighbours, own)
            case Dimension.COUNT:
                return name_count(self.folded, clause, quantity)
            case Dimension.SPEED:
                return name_speed(self.folded, clause, following)
            case Dimension.TEMPERATURE:
                return name_temperature(self.folded, clause, quantity)
            case Dimension.DENSITY:
                return "density"
        cue = by_cue(self.folded, clause, quantity, neighbours, own)
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
            q.dimension in _EXTENTS for q in self.page.figures(clause.start, clause.end)
        )

    def _of_these(self, clause: Clause, quantity: Quantity) -> bool:
        """Whether a later figure of the sentence says which part of this one is meant."""
        figures = self.page.figures(quantity.end, clause.sentence_end)[:_FIGURES_AHEAD]
        later = [q for q in figures if q.dimension is quantity.dimension]
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
        names = self._ways(clause, inside, place) if name == BOTH_WAYS else (name,)
        for metric_name in names:
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

    def _ways(self, clause: Clause, inside: Sequence[Quantity], place: int) -> tuple[str, ...]:
        """Both directions, or the one of the two figures of 上行/下行 50/200Mbps."""
        both = ("ul_rate", "dl_rate")
        if _DOWN_FIRST.search(self.folded, clause.start, clause.end):
            both = ("dl_rate", "ul_rate")
        here = inside[place]
        before = inside[place - 1] if place else None
        after = inside[place + 1] if place + 1 < len(inside) else None
        if after and _STROKE.fullmatch(self.folded, here.end, after.start):
            return both[:1]
        if before and _STROKE.fullmatch(self.folded, before.end, here.start):
            return both[1:]
        return both

    def _coded(self, clause: Clause, code: Code) -> ReadRequirement:
        metric = METRICS[code.metric]
        op = metric.natural
        if code.value is not True:
            before = self.folded[clause.start : code.figure or code.start]
            op = comparison(before, self.folded[code.end : clause.end], op)
        must = self._must(clause, code.start, clause.end)
        return ReadRequirement(
            code.metric, op, code.value, None, metric.unit, must, code.start, code.end
        )

    def _must(self, clause: Clause, start: int, reach: int) -> bool | None:
        aside = _SAID_BEHIND.match(self.folded, reach)
        if aside:
            return aside["soft"] is None
        must = how_hard(self.folded, self.page.cues, clause, start, reach=reach)
        following = self.page.clause_after(clause)
        is_said_next = (
            must is None
            and reach == clause.end
            and following is not None
            and _DUTY_NEXT.match(self.folded, following.start)
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


def read_requirements(
    text: str, metrics: tuple[MetricWords, ...] = ()
) -> tuple[ReadRequirement, ...]:
    """The requirements a text states, in the order of the text.

    Left out: how things are now, other projects, facts of a site or firm, what is declined, and
    measures without a metric. Of 从A提高到B only B is read. `metrics` are words of the site that
    name metrics beside the built-in ones, and those it does not ask about any more.
    """
    headed, places = with_headings(text)
    own = own_words(metrics)
    read = (one for one in _Reader(headed, own).read() if one.metric not in own.retired)
    found = sorted(read, key=lambda one: one.start)
    if headed is not text:
        found = [
            replace(one, start=places[one.start], end=places[one.end - 1] + 1) for one in found
        ]
    return tuple(_merged(found))
