"""What feeds tell: the newest demands, offerings, showcases and calls, and the days that count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from flask_babel import lazy_gettext as _
from icalendar import Calendar, Event
from sqlalchemy import Select, or_, select

from matchmaker import clock
from matchmaker.catalogue.queries.offerings import offerings
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries.lists import Show, listed_demands
from matchmaker.errors import Words
from matchmaker.programmes.enums import CallStage
from matchmaker.programmes.models import Call
from matchmaker.programmes.queries import public_calls
from matchmaker.programmes.queries.calendar import calls_at, deadline_events, new_calendar
from matchmaker.programmes.queries.showcases import showcases
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.models import Sector
from matchmaker.web.addresses import site_url
from matchmaker.web.language import in_language, localised

NEWEST: Final = 50
SUMMARY_LETTERS: Final = 500


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One thing of a feed; `key` is stable (demand/12), `author` may be empty."""

    key: str
    title: str
    address: str
    published: datetime
    updated: datetime
    author: str
    summary: str
    sectors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FeedKind:
    """A feed: its title, the list it belongs to, and how its entries are found."""

    title: Words
    list_endpoint: str
    entries: Callable[[Sector | None], list[FeedEntry]]


def sector_of(code: str) -> Sector | None:
    """Give a sector in use by its code."""
    return db.session.scalars(select(Sector).where(Sector.code == code, in_use(Sector))).first()


def deadlines_calendar() -> bytes:
    """Write the last days of open demands and the steps of calls that are not over (RFC 5545).

    What an event is called by stays the same, so that a calendar that fetches the file again
    replaces what it holds.
    """
    calendar = new_calendar()
    now = clock.now()
    for stage in (CallStage.RUNNING, CallStage.COMING):
        for call in db.session.scalars(calls_at(stage, now)):
            address = site_url("programmes.call", call_id=call.id)
            for event in deadline_events(call, address):
                calendar.add_component(event)
    for demand in db.session.scalars(listed_demands(Show.OPEN, {}, by_day=True)).unique():
        _add_demand(calendar, demand)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _add_demand(calendar: Calendar, demand: Demand) -> None:
    if demand.closes_on is None:
        return
    address = site_url("demands.show", demand_id=demand.id)
    event = Event()
    event.add("uid", f"demand-{demand.id}-closes@{address.split('/')[2]}")
    event.add("sequence", demand.version)
    event.add("dtstamp", demand.updated_at)
    event.add("dtstart", demand.closes_on)
    event.add("dtend", demand.closes_on + timedelta(days=1))
    event.add("summary", f"{_('应答截止')} · {demand.title}")
    event.add("url", address)
    calendar.add_component(event)


def _demands(sector: Sector | None) -> list[FeedEntry]:
    found = db.session.scalars(_newest(listed_demands(Show.OPEN, _chosen(sector)))).unique()
    return [
        FeedEntry(
            key=f"demand/{row.id}",
            title=row.title,
            address=site_url("demands.show", demand_id=row.id),
            published=row.published_at or row.created_at,
            updated=row.updated_at,
            author=row.public_name or str(_("匿名需求方")),
            summary=_short(row.text),
            sectors=_names(row.sector),
        )
        for row in found
    ]


def _offerings(sector: Sector | None) -> list[FeedEntry]:
    found = db.session.scalars(_newest(offerings(_chosen(sector)))).unique()
    return [
        FeedEntry(
            key=f"offering/{row.id}",
            title=row.title,
            address=site_url("catalogue.offering", offering_id=row.id),
            published=row.published_at or row.created_at,
            updated=row.updated_at,
            author=in_language(row.organisation.name, row.organisation.name_en),
            summary=_short(row.summary),
            sectors=[localised(scene) for scene in row.scenes],
        )
        for row in found
    ]


def _showcases(sector: Sector | None) -> list[FeedEntry]:
    found = db.session.scalars(_newest(showcases(_chosen(sector)))).unique()
    return [
        FeedEntry(
            key=f"showcase/{row.id}",
            title=localised(row, "title"),
            address=site_url("programmes.showcase", showcase_id=row.id),
            published=row.published_at or row.created_at,
            updated=row.updated_at,
            author=localised(row, "owner"),
            summary=_short(localised(row, "solution") or localised(row, "problem")),
            sectors=_names(row.sector),
        )
        for row in found
    ]


def _calls(sector: Sector | None) -> list[FeedEntry]:
    statement = public_calls()
    if sector is not None:
        statement = statement.where(or_(~Call.sectors.any(), Call.sectors.any(id=sector.id)))
    return [
        FeedEntry(
            key=f"call/{row.id}",
            title=localised(row, "title"),
            address=site_url("programmes.call", call_id=row.id),
            published=row.published_at or row.created_at,
            updated=row.updated_at,
            author="",
            summary=_short(localised(row, "summary") or localised(row, "text")),
            sectors=[localised(one) for one in row.sectors],
        )
        for row in db.session.scalars(_newest(statement)).unique()
    ]


def _newest(statement: Select[Any]) -> Select[Any]:
    return statement.limit(NEWEST)


def _chosen(sector: Sector | None) -> dict[str, tuple[str, ...]]:
    return {"sector": (sector.code,)} if sector else {}


def _names(sector: Sector | None) -> list[str]:
    return [localised(sector)] if sector else []


def _short(text: str) -> str:
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= SUMMARY_LETTERS else f"{tidy[: SUMMARY_LETTERS - 1]}…"


FEEDS: Final[Mapping[str, FeedKind]] = {
    "demands": FeedKind(_("公开需求"), "demands.list", _demands),
    "offerings": FeedKind(_("新的方案"), "catalogue.offerings", _offerings),
    "showcases": FeedKind(_("5G应用领航者"), "programmes.showcases", _showcases),
    "calls": FeedKind(_("征集"), "programmes.calls", _calls),
}
