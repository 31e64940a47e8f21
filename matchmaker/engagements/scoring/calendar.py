"""A meeting as a calendar file (RFC 5545), which calendars of all makers read."""

from dataclasses import dataclass
from datetime import datetime

from icalendar import Calendar, Event, vCalAddress, vText

from matchmaker import clock

PRODUCT = "-//5G Inside//Matchmaker//ZH"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What a calendar needs to know of a meeting; times with their zone."""

    uid: str
    sequence: int  # grows with every change, so that a calendar replaces what it holds
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    link: str
    words: str
    address: str  # of the page
    organiser: str  # a mail address
    is_cancelled: bool


def calendar_file(entry: CalendarEntry) -> bytes:
    """Write a calendar with the one event, in China time with its VTIMEZONE, lines folded.

    A cancelled meeting says so with METHOD:CANCEL (RFC 5546), and calendars drop what they hold.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(clock.CHINA))
    event.add("dtend", entry.ends_at.astimezone(clock.CHINA))
    event.add("summary", entry.title)
    event.add("location", entry.place or entry.link)
    event.add("description", "\n".join(part for part in (entry.words, entry.link) if part))
    event.add("url", entry.address)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    organiser = vCalAddress(f"mailto:{entry.organiser}")
    organiser.params["CN"] = vText("5G Inside Matchmaker")
    event.add("organizer", organiser, encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
