"""When watches are due, in China's time."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.watches.enums import Frequency
from matchmaker.watches.scoring.schedule import LONGEST, first_due, next_due, period
from matchmaker.watches.scoring.searches import Search


@pytest.mark.parametrize(
    ("frequency", "now", "due"),
    [
        (Frequency.DAILY, "2026-11-20T04:00", "2026-11-21T00:00"),
        (Frequency.DAILY, "2026-11-20T23:59", "2026-11-21T00:00"),
        (Frequency.DAILY, "2026-11-21T00:00", "2026-11-22T00:00"),
        (Frequency.DAILY, "2026-12-31T16:30", "2027-01-01T00:00"),  # new year in China
        (Frequency.WEEKLY, "2026-11-20T04:00", "2026-11-23T00:00"),
        (Frequency.WEEKLY, "2026-11-22T23:59", "2026-11-23T00:00"),
        (Frequency.WEEKLY, "2026-11-23T00:00", "2026-11-30T00:00"),
        (Frequency.WEEKLY, "2026-11-22T16:00", "2026-11-23T00:00"),  # Monday has begun in China
        (Frequency.IMMEDIATE, "2026-11-20T04:00", "2026-11-20T04:15"),
    ],
)
def test_next_due(frequency: Frequency, now: str, due: str) -> None:
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, due))

    assert next_due(frequency, at) == expected
    assert timedelta(0) < expected - at <= LONGEST[frequency]  # what is later is set anew


def test_an_immediate_watch_is_due_at_once() -> None:
    now = datetime(2026, 11, 20, 4, tzinfo=UTC)

    assert first_due(Frequency.IMMEDIATE, now) == now


def test_a_period_is_a_day_in_china() -> None:
    evening = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)

    assert period(evening, is_scheduled=True) == "2026-11-21"
    assert period(evening, is_scheduled=False) == "2026-11-21T00:30"


def test_searches_that_ask_for_the_same_are_one() -> None:
    one = Search.of(
        [("q", " 矿卡  远控 "), ("region", "150000"), ("sector", "mining"), ("page", "2")]
    )
    other = Search.of(
        [("sector", "mining"), ("sort", "newest"), ("region", "150000"), ("q", "矿卡 远控")]
    )

    assert one == other
    assert one.key == other.key
    assert one.key != Search.of([("q", "矿卡 远控"), ("sector", "mining")]).key
    assert Search.from_data(one.as_data()) == one
    assert Search.of([("_external", "1"), ("page", "3"), ("q", "  ")]).is_empty
