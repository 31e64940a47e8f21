"""The pure rules of outcomes: how far a goal was reached, which ratings show, calendar files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar

from matchmaker.engagements.enums.outcomes import ValueBand
from matchmaker.engagements.scoring.calendar import CalendarEntry, calendar_file
from matchmaker.engagements.scoring.effects import is_reached, share_reached, value_band
from matchmaker.engagements.scoring.ratings import Rated, is_shown, rating_summary

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ENTRY = CalendarEntry(
    uid="a1b2c3",
    sequence=2,
    changed_at=NOW,
    starts_at=datetime(2026, 11, 24, 1, 30, tzinfo=UTC),
    ends_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
    title="矿卡无人驾驶改造：现场交流；请带图纸, 谢谢",
    place="",
    link="https://meeting.example.com/1",
    words="第一行\n第二行",
    address="https://site.example.com/meetings/1",
    organiser="site@example.com",
    is_cancelled=False,
)


@pytest.mark.parametrize(
    ("start", "target", "reached", "share", "is_there"),
    [
        (10.0, 20.0, 15.0, 0.5, False),
        (10.0, 20.0, 25.0, 1.5, True),
        (8.0, 2.0, 2.0, 1.0, True),  # fewer is better
        (8.0, 2.0, 9.0, -1 / 6, False),
        (None, 30.0, 31.0, None, True),
        (10.0, None, 15.0, None, None),
        (10.0, 20.0, None, None, None),
        (5.0, 5.0, 5.0, None, True),
    ],
)
def test_a_goal_is_reached_from_its_start_to_its_target(
    start: float | None,
    target: float | None,
    reached: float | None,
    share: float | None,
    is_there: object,
) -> None:
    assert share_reached(start, target, reached) == (
        pytest.approx(share) if share is not None else None
    )
    assert is_reached(start, target, reached) is is_there


def test_a_rating_shows_when_answered_or_after_thirty_days() -> None:
    assert is_shown(NOW, is_answered=True, now=NOW)
    assert not is_shown(NOW, is_answered=False, now=NOW + timedelta(days=29))
    assert is_shown(NOW, is_answered=False, now=NOW + timedelta(days=30))


def test_fewer_than_three_shown_ratings_say_nothing() -> None:
    one = Rated(5, 4, 3, NOW, is_answered=True)
    hidden = Rated(1, 1, 1, NOW, is_answered=False)

    assert rating_summary([one, one, hidden], NOW) is None
    summary = rating_summary([one, one, one, hidden], NOW)
    assert summary is not None
    assert (summary.count, summary.answers, summary.overall) == (3, 5.0, 4.0)


def test_a_calendar_file_holds_the_meeting_in_china_time() -> None:
    calendar = Calendar.from_ical(calendar_file(ENTRY))
    event = calendar.events[0]

    assert calendar["method"] == "PUBLISH"
    assert [zone["TZID"] for zone in calendar.timezones] == ["Asia/Shanghai"]
    assert (str(event["uid"]), event["sequence"]) == ("a1b2c3", 2)
    assert event.start == ENTRY.starts_at
    assert f"{event.start:%H}" == "09"
    assert event.end - event.start == timedelta(hours=1)
    assert str(event["summary"]) == ENTRY.title
    assert str(event["organizer"]) == "mailto:site@example.com"


def test_lines_of_a_calendar_file_are_short_and_end_as_they_must() -> None:
    lines = calendar_file(ENTRY).split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)


def test_a_cancelled_meeting_is_withdrawn_from_calendars() -> None:
    calendar = Calendar.from_ical(calendar_file(replace(ENTRY, is_cancelled=True)))

    assert (calendar["method"], calendar.events[0]["status"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0.01", ValueBand.BELOW_50),
        ("50", ValueBand.BELOW_200),
        ("199.99", ValueBand.BELOW_200),
        ("1000", ValueBand.FROM_1000),
    ],
)
def test_a_contract_is_counted_in_a_band(value: str, band: ValueBand) -> None:
    assert value_band(Decimal(value)) is band
