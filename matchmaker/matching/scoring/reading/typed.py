"""One figure typed into a box beside its metric: `1Gbps`, `20毫秒`, `99.99%`, `IP67`, `-40~70℃`."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.clauses import fold
from matchmaker.matching.scoring.reading.codes import find_codes
from matchmaker.matching.scoring.reading.comparators import side_after, side_before
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.matching.scoring.reading.quantities import Dimension, Quantity, find_quantities
from matchmaker.taxonomy.enums import Metric, Operator

LONGEST: Final = 40  # characters
_PAIR: Final = 2
_DIMENSIONS: Final = {
    "ms": Dimension.TIME,
    "us": Dimension.TIME,
    "h": Dimension.TIME,
    "Mbps": Dimension.RATE,
    "%": Dimension.PERCENT,
    "m": Dimension.LENGTH,
    "km": Dimension.LENGTH,
    "km2": Dimension.AREA,
    "km/h": Dimension.SPEED,
    "C": Dimension.TEMPERATURE,
    "count": Dimension.COUNT,
    "per_km2": Dimension.DENSITY,
}
# The least and the most anybody can mean, in the unit of the metric; both ends are possible.
_YEAR_MS: Final = 365 * 86_400_000.0
POSSIBLE: Final[dict[Metric, tuple[float, float]]] = {
    Metric.LATENCY: (1e-6, _YEAR_MS),
    Metric.JITTER: (0.0, _YEAR_MS),
    Metric.UL_RATE: (1e-6, 1e7),
    Metric.DL_RATE: (1e-6, 1e7),
    Metric.RATE: (1e-6, 1e7),
    Metric.RELIABILITY: (0.0, 100.0),
    Metric.AVAILABILITY: (0.0, 100.0),
    Metric.PACKET_LOSS: (0.0, 100.0),
    Metric.POSITIONING: (1e-6, 1e5),
    Metric.CONNECTIONS: (1.0, 1e10),
    Metric.DENSITY: (1.0, 1e9),
    Metric.MOBILITY: (0.0, 30_000.0),  # satellites move at 27,000 km/h
    Metric.COVERAGE_AREA: (1e-7, 5.1e8),  # the surface of the Earth
    Metric.COVERAGE_LENGTH: (1e-4, 1e7),
    Metric.VIDEO_STREAMS: (1.0, 1e7),
    Metric.TEMPERATURE: (-273.15, 3000.0),
    Metric.IP_RATING: (0.0, 69.0),
    Metric.EXPLOSION_PROOF: (0.0, 1.0),
    Metric.SECURITY_LEVEL: (1.0, 5.0),
    Metric.BATTERY_LIFE: (1e-4, 1e6),
    Metric.SYNC: (1e-6, 1e9),
}
_CODED: Final = {  # figures that are codes, and how they may bind
    Metric.IP_RATING: frozenset({Operator.EQUAL, Operator.AT_LEAST}),
    Metric.SECURITY_LEVEL: frozenset({Operator.EQUAL, Operator.AT_LEAST}),
    Metric.EXPLOSION_PROOF: frozenset({Operator.EQUAL}),
}
_FIGURE: Final = re.compile(r"\d")
_IP: Final = re.compile(r"(?:IP)?\s?(?P<solids>[0-6X])(?P<water>[0-9X])K?(?!\d)", re.IGNORECASE)
_LEVEL: Final = re.compile(r"(?P<level>[一二三四五1-5])")
_LEVELS: Final = {sign: n for n, sign in enumerate("一二三四五", start=1)}
_YES: Final = re.compile(r"是|有|支持|yes|true|1|explosion-proof", re.IGNORECASE)
_EQUAL_BEFORE: Final = re.compile(r"^\s*(?:=(?!<)|等于)")
_OR_HIGHER: Final = re.compile(r"及以上|或以上|以上|or higher|or more", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s?(?:~|-|至|到)?\s?")


class FigureError(ValueError):
    """What was typed is no figure of the metric.

    `code`: `unreadable` (no figure, or more than one), `unit` (a unit of something else),
    `impossible` (no such figure exists).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """A figure in the unit of its metric; `value2` is the upper end of a range."""

    op: Operator
    value: float
    value2: float | None = None


def read_figure(metric: Metric, typed: str) -> TypedFigure:
    """Read what somebody typed beside a metric.

    A figure without a unit is in the unit of the metric; one without a comparison (≤, 以上 …)
    binds on the metric's natural side. Raises FigureError.
    """
    text = fold(typed).strip().replace(" to ", "至")
    if not text or len(text) > LONGEST:
        raise FigureError("unreadable")
    if metric is Metric.IP_RATING:
        figure = _ip_rating(text)
    elif metric is Metric.SECURITY_LEVEL:
        figure = _security_level(text)
    elif metric is Metric.EXPLOSION_PROOF:
        figure = _explosion_proof(text)
    else:
        figure = _quantity(metric, text)
    return _possible(metric, figure)


def checked_figure(
    metric: Metric, op: Operator | None, value: float, value2: float | None = None
) -> TypedFigure:
    """Give a figure that comes as numbers in the unit of its metric, as `read_figure` would.

    Without a comparison it binds on the metric's natural side, two numbers are a range. Raises
    FigureError, also `one-ended` for a range with one number or two numbers for anything else,
    and `unreadable` for what no code (IP67, 等保三级) says.
    """
    if op is None:
        natural = Operator.EQUAL if metric in _CODED else Operator(METRICS[metric.value].natural)
        op = natural if value2 is None else Operator.RANGE
    if (op is Operator.RANGE) != (value2 is not None):
        raise FigureError("one-ended")
    if metric in _CODED and (op not in _CODED[metric] or value != int(value)):
        raise FigureError("unreadable")
    if op is Operator.RANGE and value2 is not None:
        value, value2 = sorted((value, value2))
    return _possible(metric, TypedFigure(op, value, value2))


def is_possible(metric: Metric, values: Iterable[float]) -> bool:
    """Whether anybody can mean these figures, in the unit of the metric."""
    low, high = POSSIBLE[metric]
    return all(math.isfinite(value) and low <= value <= high for value in values)


def _possible(metric: Metric, figure: TypedFigure) -> TypedFigure:
    values = [value for value in (figure.value, figure.value2) if value is not None]
    if not is_possible(metric, values):
        raise FigureError("impossible")
    return TypedFigure(figure.op, _tidy(figure.value), _tidied(figure.value2))


def _quantity(metric: Metric, text: str) -> TypedFigure:
    found = find_quantities(text)
    if not found or len(found) > _PAIR:
        raise FigureError("unreadable")
    first, last = found[0], found[-1]
    if _FIGURE.search(text[: first.start] + text[last.end :]):
        raise FigureError("unreadable")
    if any(quantity.unit for quantity in found):
        low, high = _with_unit(metric, found)
    else:
        low, high = _bare(text, found)
    if high is not None:
        return TypedFigure(Operator.RANGE, *sorted((low, high)))
    return TypedFigure(_side(metric, text, first, last), low)


def _with_unit(metric: Metric, found: tuple[Quantity, ...]) -> tuple[float, float | None]:
    if len(found) > 1:
        raise FigureError("unreadable")
    quantity, unit = found[0], METRICS[metric.value]
    if quantity.dimension is not _DIMENSIONS[unit.unit]:
        raise FigureError("unit")
    high = None if quantity.high is None else quantity.high / unit.per_unit
    return quantity.low / unit.per_unit, high


def _bare(text: str, found: tuple[Quantity, ...]) -> tuple[float, float | None]:
    if len(found) == 1:
        return found[0].low, found[0].high
    between = text[found[0].end : found[1].start]
    if not _BETWEEN.fullmatch(between):
        raise FigureError("unreadable")
    is_dash = not between.strip()  # in 20-60 the sign before 60 is the range itself
    return found[0].low, abs(found[1].low) if is_dash else found[1].low


def _side(metric: Metric, text: str, first: Quantity, last: Quantity) -> Operator:
    before, after = text[: first.start], text[last.end :]
    if _EQUAL_BEFORE.match(before):
        return Operator.EQUAL
    natural = METRICS[metric.value].natural
    if metric is Metric.TEMPERATURE and first.low < 0:
        natural = "<="
    return Operator(side_before(before) or side_after(after) or natural)


def _ip_rating(text: str) -> TypedFigure:
    match = _IP.search(text)
    if match is None or match["solids"].upper() == match["water"].upper() == "X":
        raise FigureError("unreadable")
    solids, water = (0 if sign.upper() == "X" else int(sign) for sign in match.groups())
    return TypedFigure(_at_least(text), 10.0 * solids + water)


def _security_level(text: str) -> TypedFigure:
    match = _LEVEL.search(text.replace("2.0", ""))
    if match is None:
        raise FigureError("unreadable")
    level = _LEVELS.get(match["level"]) or int(match["level"])
    return TypedFigure(_at_least(text), float(level))


def _explosion_proof(text: str) -> TypedFigure:
    if not _YES.fullmatch(text) and not any(find_codes(text)):
        raise FigureError("unreadable")
    return TypedFigure(Operator.EQUAL, 1.0)


def _at_least(text: str) -> Operator:
    return Operator.AT_LEAST if _OR_HIGHER.search(text) else Operator.EQUAL


def _tidied(value: float | None) -> float | None:
    return None if value is None else _tidy(value)


def _tidy(value: float) -> float:
    """Without the last digits a conversion leaves (0.1 + 0.2)."""
    return float(f"{value:.10g}")
