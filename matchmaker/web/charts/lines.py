"""Figures over time: where days and values lie, which of them are written out."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

from matchmaker.web.charts.marks import Shown, whole

HEIGHT, TOP, BOTTOM = 240, 34, 28  # of a line chart, pixels
LEFT, RIGHT = 15.0, 95.0  # per cent between which the days of a line chart lie
TICKS: Final = 4  # steps of the vertical axis, at most one more
LABELLED: Final = 6  # points; of more only the first and last say their figure
YEARS: Final = 730  # days from which an axis names years
NEAR: Final = 14.0  # per cent of the width two labels need between them


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a day; `sign` is > or ~ where its source says more than, or about."""

    day: date
    shown: Shown
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point where it is drawn: x in per cent, y in pixels; `anchor` of its label."""

    point: Point
    x: float
    y: float
    anchor: str
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached, by a day where one is set."""

    shown: Shown
    day: date | None = None


@dataclass(frozen=True, slots=True)
class LineChart:
    """A figure over time.

    `segments` and `ahead` are (x1, y1, x2, y2): what was observed, and where it leads at the pace
    so far; `values` are (y, words) of the vertical axis, `days` (x, day, whether the year alone is
    named, anchor) of the horizontal one. `target_y` is None without a target.
    """

    dots: tuple[Dot, ...]
    segments: tuple[tuple[float, float, float, float], ...]
    ahead: tuple[float, float, float, float] | None
    values: tuple[tuple[float, str], ...]
    days: tuple[tuple[float, date, bool, str], ...]
    target: Target | None
    target_y: float | None
    target_x: float | None
    height: int = HEIGHT
    base: float = field(default=float(HEIGHT - BOTTOM))


def line_chart(
    points: Iterable[Point],
    *,
    target: Target | None = None,
    ahead: tuple[date, float] | None = None,
    words: Callable[[float], str] = whole,
    most: float | None = None,
) -> LineChart:
    """Lay out figures over time from zero; points without a value are left out.

    `ahead` is the day and the value the last point leads to at the pace so far.
    """
    given = sorted((one for one in points if one.shown.value is not None), key=lambda one: one.day)
    values = [one.shown.value or 0.0 for one in given]
    aims = [target.shown.value] if target and target.shown.value is not None else []
    top_value = most or max([*values, *aims, *([ahead[1]] if ahead else [])], default=0.0)
    step = nice_step(top_value)
    top = max(step, step * math.ceil(round(top_value / step, 9)))
    days = [
        *(one.day for one in given),
        *([target.day] if target and target.day else []),
        *([ahead[0]] if ahead else []),
    ]
    across = _Across(min(days, default=date.min), max(days, default=date.min))
    dots = _dots(given, across, top)
    last = dots[-1] if dots else None
    return LineChart(
        dots=dots,
        segments=tuple((one.x, one.y, two.x, two.y) for one, two in pairwise(dots)),
        ahead=(last.x, last.y, across(ahead[0]), _y(ahead[1], top)) if ahead and last else None,
        values=tuple(
            (_y(step * n, top), words(step * n)) for n in range(math.floor(top / step + 1e-9) + 1)
        ),
        days=tuple(_days(across)) if days else (),
        target=target,
        target_y=_y(aims[0], top) if aims else None,
        target_x=across(target.day) if target and target.day else None,
    )


def nice_step(most: float) -> float:
    """Give the round distance (1, 2 or 5 times a power of ten) of about four ticks up to `most`."""
    if most <= 0:
        return 1.0
    rough = most / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return float(next(power * n for n in (1, 2, 5, 10) if power * n >= rough * (1 - 1e-9)))


@dataclass(frozen=True, slots=True)
class _Across:
    """Where a day lies between the first and the last."""

    first: date
    last: date

    def __call__(self, day: date) -> float:
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return round(LEFT + (RIGHT - LEFT) * share, 2)


def _y(value: float, top: float) -> float:
    return round(TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top), 1)


def _dots(points: Sequence[Point], across: _Across, top: float) -> tuple[Dot, ...]:
    """Place the points; a figure is said where it does not run into the one said before."""
    dots: list[Dot] = []
    said = -math.inf
    for number, point in enumerate(points):
        x = across(point.day)
        is_end = number in (0, len(points) - 1)
        final = across(points[-1].day)
        has_room = x - said >= NEAR and (is_end or final - x >= NEAR)
        is_labelled = has_room and (is_end or len(points) <= LABELLED)
        if is_labelled or number == len(points) - 1:
            said = x
        y = _y(point.shown.value or 0.0, top)
        dots.append(Dot(point, x, y, _anchor(x), is_labelled or number == len(points) - 1))
    return tuple(dots)


def _anchor(x: float) -> str:
    return "end" if x > 100 - NEAR else "middle"


def _days(across: _Across) -> Iterator[tuple[float, date, bool, str]]:
    first, last = across.first, across.last
    if (last - first).days >= YEARS:
        years = range(first.year + 1, last.year + 1)
        every = math.ceil(len(years) / TICKS)
        for year in years[::every]:
            day = date(year, 1, 1)
            yield across(day), day, True, "middle"
        return
    if first == last:
        yield across(first), first, False, "middle"
        return
    yield across(first), first, False, "start"
    yield across(last), last, False, "end"
