"""When a target would be reached if things went on as last observed: one named, narrow rule.

Rule "两点直线" (line through two figures):

- Only what a source itself states counts: neither inferred values and days nor "about".
- The second point is the newest such figure. The first is the newest exact one of the same name at
  least `SPAN` days before it: a few weeks say little, and figures counted otherwise are no trend.
- The straight line through both is drawn on until it reaches the target; that day is given.
- Where the second point is "more than", it is a lower bound, so the day is the latest possible on
  the line. A "more than" is never the first point: from a bound the line could be too steep.
- No day is given without a target, for one that is met, where there is no first point, where the
  figures do not rise, where sources differ on one of the two days, or more than `FURTHEST` days on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from matchmaker.insight.enums import LOWER_BOUNDS, Bound, NoDay

SPAN: Final = 180  # days
FURTHEST: Final = 3650  # days


class Seen(Protocol):
    """What the rule needs to know of an observation."""

    @property
    def as_of(self) -> date: ...
    @property
    def op(self) -> Bound: ...
    @property
    def value(self) -> float: ...
    @property
    def named(self) -> str: ...
    @property
    def is_official(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Projection:
    """The day a target is reached on the line, or why there is none.

    `is_latest`: the day is an upper bound. `points` are the two (day, value) of the line.
    """

    day: date | None = None
    why_not: NoDay | None = None
    is_latest: bool = False
    points: tuple[tuple[date, float], tuple[date, float]] | None = None


def project(
    seen: Sequence[Seen], target: float | None, *, is_met: bool, wants_more: bool = False
) -> Projection:
    """Say when the target would be reached, by the rule above; values and target in one unit.

    With `wants_more` the line has to pass the target, not only to reach it.
    """
    if target is None:
        return Projection(why_not=NoDay.NO_TARGET)
    if is_met:
        return Projection(why_not=NoDay.MET)
    found = _two_points(seen)
    if isinstance(found, NoDay):
        return Projection(why_not=found)
    return _on_the_line(*found, target, wants_more=wants_more)


def _two_points(seen: Sequence[Seen]) -> tuple[Seen, Seen] | NoDay:
    """Give the first and the second point of the line, or why there are none."""
    usable = [one for one in seen if one.is_official and one.op is not Bound.ABOUT]
    last = max(usable, key=lambda one: (one.as_of, one.op is Bound.EXACT, one.value), default=None)
    if last is None:
        return NoDay.FEW
    earlier = [
        one
        for one in usable
        if one.op is Bound.EXACT
        and one.named == last.named
        and (last.as_of - one.as_of).days >= SPAN
    ]
    if _is_disputed(last, seen):
        return NoDay.DISAGREE
    if not earlier:
        return NoDay.FEW
    first = max(earlier, key=lambda one: one.as_of)
    return NoDay.DISAGREE if _is_disputed(first, seen) else (first, last)


def _on_the_line(first: Seen, last: Seen, target: float, *, wants_more: bool) -> Projection:
    points = ((first.as_of, first.value), (last.as_of, last.value))
    if last.value <= first.value:
        return Projection(why_not=NoDay.FALLING, points=points)
    a_day = (last.value - first.value) / (last.as_of - first.as_of).days
    exactly = max(0.0, (target - last.value) / a_day)
    if exactly > FURTHEST:
        return Projection(why_not=NoDay.FAR, points=points)
    days = math.floor(exactly) + 1 if wants_more else math.ceil(exactly)
    return Projection(
        day=last.as_of + timedelta(days=days),
        is_latest=last.op in LOWER_BOUNDS,
        points=points,
    )


def _is_disputed(one: Seen, seen: Sequence[Seen]) -> bool:
    return any(disagree(one, other) for other in seen if other is not one)


def disagree(one: Seen, other: Seen) -> bool:
    """Say that two figures of one name and day cannot both be true; "about" agrees with all."""
    if (one.as_of, one.named) != (other.as_of, other.named):
        return False
    if one.op is Bound.EXACT and other.op is Bound.EXACT:
        return one.value != other.value
    return _is_under(one, other) or _is_under(other, one)


def _is_under(exact: Seen, bound: Seen) -> bool:
    """Say that an exact figure lies under what another source says it exceeds."""
    if exact.op is not Bound.EXACT:
        return False
    if bound.op is Bound.MORE:
        return exact.value <= bound.value
    return bound.op is Bound.LEAST and exact.value < bound.value
