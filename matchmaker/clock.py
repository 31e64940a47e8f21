"""The one place that knows what time it is, so that tests can say so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Give the present instant, in UTC."""
    return _source()


def today() -> date:
    """Give the present day in China, where deadlines are set."""
    return now().astimezone(CHINA).date()


def stamp(instant: datetime | None) -> str:
    """Write an instant in China's time as files, fields and facts keep it, in every language.

    To the minute, or to the second where it has one: 2026-11-20 12:00.
    """
    if instant is None:
        return ""
    here = instant.astimezone(CHINA)
    return f"{here:%Y-%m-%d %H:%M:%S}" if here.second else f"{here:%Y-%m-%d %H:%M}"


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant (with a time zone) inside the block."""
    global _source  # noqa: PLW0603 - the clock is one per process, also across threads
    previous, _source = _source, lambda: instant.astimezone(UTC)
    try:
        yield
    finally:
        _source = previous
