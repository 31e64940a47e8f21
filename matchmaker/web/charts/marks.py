"""Tables, bars and funnels with their figures: steps of colour and lengths."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

STEPS: Final = 5  # of colour; CSS has a token for each


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and how it is written; `value` None where there is none or it is not told."""

    value: float | None
    text: str
    url: str = ""


NOTHING: Final = Shown(None, "—")


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a row or column, with the page it leads to."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Coloured:
    """A figure with its step of colour: 0 for nothing, 1 to 5 for little to most."""

    shown: Shown
    step: int


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of a heat map."""

    heading: Heading
    cells: tuple[Coloured, ...]


@dataclass(frozen=True, slots=True)
class HeatChart:
    """A table whose cells are coloured by their figures; `legend` says the bounds of each step."""

    columns: tuple[Heading, ...]
    rows: tuple[HeatRow, ...]
    legend: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class BarMark:
    """One bar: `width` in per cent of the longest."""

    shown: Shown
    width: float


@dataclass(frozen=True, slots=True)
class BarRow:
    """What a row of bars is about, and a bar for each series."""

    heading: Heading
    marks: tuple[BarMark, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars from a common zero; `series` are named where there are several."""

    series: tuple[str, ...]
    rows: tuple[BarRow, ...]


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step: `width` per cent of the widest, `kept` the share of the step before (0–1)."""

    heading: Heading
    shown: Shown
    width: float
    kept: float | None


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """Steps one after the other, each as wide as what came so far."""

    steps: tuple[FunnelStep, ...]


def step_of(value: float | None, most: float) -> int:
    """Give the step of colour of a value: 1 to 5 of even width up to `most`, 0 for nothing."""
    if not value or value < 0 or not most:
        return 0
    return max(1, min(STEPS, math.ceil(round(value / most * STEPS, 9))))


def legend_of(
    most: float, words: Callable[[float], str], *, is_whole: bool
) -> tuple[tuple[int, str], ...]:
    """Say which values each step of colour stands for; whole numbers have no values in between."""
    if not most:
        return ()
    if not is_whole:
        bounds = [most * step / STEPS for step in range(STEPS + 1)]
        return tuple(
            (step, f"{words(low)}–{words(high)}")
            for step, (low, high) in enumerate(pairwise(bounds), 1)
        )
    bounds = [math.floor(most * step / STEPS) for step in range(STEPS + 1)]
    return tuple(
        (step, words(high) if high == low + 1 else f"{words(low + 1)}–{words(high)}")
        for step, (low, high) in enumerate(pairwise(bounds), 1)
        if high > low
    )


def whole(value: float) -> str:
    """Write a whole number plainly."""
    return str(int(value))


def heat_chart(
    columns: Sequence[Heading],
    rows: Iterable[tuple[Heading, Sequence[Shown]]],
    *,
    most: float | None = None,
    words: Callable[[float], str] = whole,
    is_whole: bool = True,
) -> HeatChart:
    """Colour a table; `most` is the value of the deepest colour, else the largest there is."""
    given = [(heading, tuple(cells)) for heading, cells in rows]
    top = largest((cell for _heading, cells in given for cell in cells), most)
    return HeatChart(
        tuple(columns),
        tuple(
            HeatRow(heading, tuple(Coloured(cell, step_of(cell.value, top)) for cell in cells))
            for heading, cells in given
        ),
        legend_of(top, words, is_whole=is_whole),
    )


def bar_chart(
    rows: Iterable[tuple[Heading, Sequence[Shown]]],
    series: Sequence[str] = (),
    *,
    most: float | None = None,
) -> BarChart:
    """Lay out horizontal bars; `most` is the value of a full bar, else the largest there is."""
    given = [(heading, tuple(marks)) for heading, marks in rows]
    top = largest((mark for _heading, marks in given for mark in marks), most)
    return BarChart(
        tuple(series),
        tuple(
            BarRow(heading, tuple(BarMark(mark, _width(mark.value, top)) for mark in marks))
            for heading, marks in given
        ),
    )


def funnel_chart(steps: Iterable[tuple[Heading, Shown]]) -> FunnelChart:
    """Lay out a funnel; what is kept of a step of nothing is not told."""
    given = list(steps)
    top = largest((shown for _heading, shown in given), None)
    before: list[float | None] = [None, *(shown.value for _heading, shown in given)]
    return FunnelChart(
        tuple(
            FunnelStep(
                heading,
                shown,
                _width(shown.value, top),
                shown.value / last if last and shown.value is not None else None,
            )
            for (heading, shown), last in zip(given, before, strict=False)
        )
    )


def largest(shown: Iterable[Shown], most: float | None) -> float:
    """Give the value of the deepest colour or longest bar: as set, else the largest there is."""
    return most if most is not None else max((one.value or 0.0 for one in shown), default=0.0)


def _width(value: float | None, most: float) -> float:
    return round(min(100.0, 100 * value / most), 2) if value and most else 0.0
