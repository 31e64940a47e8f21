"""When a watch is due: daily and weekly at a stated hour in China, immediate ones at any time."""

from datetime import date, datetime, time, timedelta
from typing import Final

from matchmaker.clock import CHINA
from matchmaker.watches.enums import Frequency

HOUR: Final = 8  # local time in China
WEEKDAY: Final = 0  # Monday
GATHERED_FOR: Final = timedelta(minutes=1)  # changes that follow one another are told together
SOONEST_AGAIN: Final = timedelta(minutes=15)  # between two immediate mails to one person
LONGEST: Final[dict[Frequency, timedelta]] = {
    Frequency.IMMEDIATE: SOONEST_AGAIN,
    Frequency.DAILY: timedelta(days=1),
    Frequency.WEEKLY: timedelta(days=7),
}


def first_due(frequency: Frequency, now: datetime) -> datetime:
    """Give when a watch made at `now` is due first: an immediate one at once."""
    return now if frequency is Frequency.IMMEDIATE else next_due(frequency, now)


def next_due(frequency: Frequency, now: datetime) -> datetime:
    """Give when a watch that told something at `now` is due again; always later than `now`."""
    if frequency is Frequency.IMMEDIATE:
        return now + SOONEST_AGAIN
    day = now.astimezone(CHINA).date()
    if frequency is Frequency.WEEKLY:
        day += timedelta(days=(WEEKDAY - day.weekday()) % 7)
    step = timedelta(days=7 if frequency is Frequency.WEEKLY else 1)
    while _at_hour(day) <= now:
        day += step
    return _at_hour(day)


def period(now: datetime, *, is_scheduled: bool) -> str:
    """Name the stretch of time in which a person gets one digest: a day, or a minute of it."""
    local = now.astimezone(CHINA)
    return f"{local:%Y-%m-%d}" if is_scheduled else f"{local:%Y-%m-%dT%H:%M}"


def _at_hour(day: date) -> datetime:
    return datetime.combine(day, time(HOUR), CHINA)
