"""When a rating is shown, and what several say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import Final

SHOWN_AFTER: Final = timedelta(days=30)
LEAST: Final = 3  # ratings before anything is said in public: fewer would tell who gave them


@dataclass(frozen=True, slots=True)
class Rated:
    """One rating: three points from 1 to 5, when it was given, whether the other side gave its."""

    answers: int
    reliability: int
    result: int
    rated_at: datetime
    is_answered: bool


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """What all ratings that may be shown say: how many, and the mean of each point."""

    count: int
    answers: float
    reliability: float
    result: float

    @property
    def overall(self) -> float:
        return fmean((self.answers, self.reliability, self.result))


def is_shown(rated_at: datetime, *, is_answered: bool, now: datetime) -> bool:
    """Say whether the other side may read a rating: it gave its own, or 30 days have passed.

    Until then neither can answer the other's with its own.
    """
    return is_answered or now - rated_at >= SHOWN_AFTER


def rating_summary(ratings: Sequence[Rated], now: datetime) -> RatingSummary | None:
    """Sum up the ratings that are shown; None for fewer than three."""
    shown = [row for row in ratings if is_shown(row.rated_at, is_answered=row.is_answered, now=now)]
    if len(shown) < LEAST:
        return None
    return RatingSummary(
        count=len(shown),
        answers=fmean(row.answers for row in shown),
        reliability=fmean(row.reliability for row in shown),
        result=fmean(row.result for row in shown),
    )
