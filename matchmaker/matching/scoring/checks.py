"""Figures asked for and figures assured, put so that one can be held against the other.

Everything becomes an interval of one *aspect*. Most metrics are one aspect; the temperatures an
equipment works at have a cold and a hot end, a protection code (GB/T 4208, IEC 60529) two digits.
Strict ends are the next number a float64 can hold (whole numbers: the next whole number), so that
`<20` and `≤20` differ and no flag has to be carried.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matchmaker.taxonomy.enums import Metric, Operator

LEAST, MOST = -math.inf, math.inf
COLD, HOT = "temperature:cold", "temperature:hot"
SOLIDS, WATER = "ip_rating:solids", "ip_rating:water"

# Smaller is better; the lowest temperature at which something works is such a figure too.
LIMITS: Final = frozenset(
    {Metric.LATENCY, Metric.JITTER, Metric.PACKET_LOSS, Metric.POSITIONING, Metric.SYNC, COLD}
)
WHOLE: Final = frozenset(
    {
        Metric.CONNECTIONS,
        Metric.VIDEO_STREAMS,
        Metric.SECURITY_LEVEL,
        Metric.EXPLOSION_PROOF,
        SOLIDS,
        WATER,
    }
)
SPLIT: Final = {Metric.TEMPERATURE: (COLD, HOT), Metric.IP_RATING: (SOLIDS, WATER)}
ASPECTS: Final = tuple(aspect for metric in Metric for aspect in SPLIT.get(metric, (metric.value,)))
BOTH_WAYS: Final = (Metric.UL_RATE, Metric.DL_RATE)
_TEN: Final = 10
_KEPT: Final = 4096  # the same few figures are asked for and promised again and again


@dataclass(frozen=True, slots=True)
class Span:
    """The figures of an aspect from `low` to `high`, ends included, ±∞ where open."""

    aspect: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a figure is held against.

    `is_upper`: the worst figure assured is the highest, and must not lie above `high`. Else it is
    the lowest: from `high` on it does, below `low` it does not, between them it covers a part.
    """

    aspect: str
    is_upper: bool
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Way:
    """Checks that answer a requirement together.

    With `is_whole` nothing is refused before every check has an answer.
    """

    checks: tuple[Check, ...]
    is_whole: bool = False


@lru_cache(_KEPT)
def ways(
    metric: Metric, op: Operator, value: float, value2: float | None = None
) -> tuple[Way, ...]:
    """The ways to answer a required figure; any one that does is enough.

    A rate of no stated direction is answered by such a rate, or by both directions.
    """
    own = Way(tuple(_checks(metric, op, value, value2)))
    if metric is not Metric.RATE:
        return (own,)
    both = tuple(check for way in BOTH_WAYS for check in _checks(way, op, value, value2))
    return own, Way(both, is_whole=True)


@lru_cache(_KEPT)
def assured(
    metric: Metric, op: Operator, value: float, value2: float | None = None
) -> tuple[Span, ...]:
    """What a promised figure assures, aspect by aspect.

    A digit 0 of a protection code says nothing (IPX7 is 7). A temperature given bare is the cold
    end below zero and the hot end above.
    """
    if metric is Metric.TEMPERATURE:
        return tuple(_ends(op, value, value2))
    if metric is Metric.IP_RATING:
        return tuple(
            Span(aspect, digit, MOST)
            for aspect, digit in zip(SPLIT[metric], _digits(value), strict=True)
            if digit
        )
    return (Span(metric.value, *_interval(metric, op, value, value2)),)


def _checks(metric: Metric, op: Operator, value: float, value2: float | None) -> Iterator[Check]:
    if metric is Metric.TEMPERATURE:
        for span in _ends(op, value, value2):
            is_upper = span.aspect == COLD
            bound = span.high if is_upper else span.low
            yield Check(span.aspect, is_upper, bound, bound)
        return
    if metric is Metric.IP_RATING:
        most = _digits(value if value2 is None else value2)
        for aspect, low, high in zip(SPLIT[metric], _digits(value), most, strict=True):
            if low or high:  # a digit nobody asks for
                yield Check(aspect, is_upper=False, low=low, high=max(low, high))
        return
    lowest, highest = _interval(metric, op, value, value2)
    is_limit = metric in LIMITS
    if op is Operator.RANGE:
        yield Check(metric.value, is_limit, highest if is_limit else lowest, highest)
    elif op in {Operator.AT_MOST, Operator.BELOW} or (op is Operator.EQUAL and is_limit):
        yield Check(metric.value, is_upper=True, low=highest, high=highest)
    else:
        yield Check(metric.value, is_upper=False, low=lowest, high=lowest)


def _interval(aspect: str, op: Operator, value: float, value2: float | None) -> tuple[float, float]:
    match op:
        case Operator.AT_MOST:
            return LEAST, value
        case Operator.BELOW:
            return LEAST, _before(aspect, value)
        case Operator.AT_LEAST:
            return value, MOST
        case Operator.ABOVE:
            return _after(aspect, value), MOST
        case Operator.EQUAL:
            return value, value
        case Operator.RANGE:
            return _ordered(value, value2)


def _ends(op: Operator, value: float, value2: float | None) -> Iterator[Span]:
    if op is Operator.RANGE:
        coldest, hottest = _ordered(value, value2)
        yield Span(COLD, LEAST, coldest)
        yield Span(HOT, hottest, MOST)
    elif op in {Operator.AT_MOST, Operator.BELOW} or (op is Operator.EQUAL and value < 0):
        yield Span(COLD, LEAST, _before(COLD, value) if op is Operator.BELOW else value)
    else:
        yield Span(HOT, _after(HOT, value) if op is Operator.ABOVE else value, MOST)


def _ordered(value: float, value2: float | None) -> tuple[float, float]:
    other = value if value2 is None else value2
    return min(value, other), max(value, other)


def _digits(code: float) -> tuple[int, int]:
    solids, water = divmod(max(0, int(code)), _TEN)
    return solids % _TEN, water


def _before(aspect: str, value: float) -> float:
    return math.ceil(value) - 1.0 if aspect in WHOLE else float(np.nextafter(value, LEAST))


def _after(aspect: str, value: float) -> float:
    return math.floor(value) + 1.0 if aspect in WHOLE else float(np.nextafter(value, MOST))
