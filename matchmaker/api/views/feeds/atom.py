"""Atom feeds (RFC 4287) of what is new, and the calendar of deadlines."""

import re
from datetime import datetime, time
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.api.queries.feeds import FEEDS, FeedEntry, deadlines_calendar, sector_of
from matchmaker.api.views.feeds.blueprint import bp
from matchmaker.errors import NotFoundError
from matchmaker.taxonomy.models import Sector
from matchmaker.web.access import public
from matchmaker.web.addresses import site_url
from matchmaker.web.language import LOCALES, in_locale, language, localised

ATOM: Final = "http://www.w3.org/2005/Atom"
XML_LANGUAGES: Final = {"zh": "zh-CN", "en": "en"}
# Begins to name things: with the host it makes ids that stay (RFC 4151).
NAMED_SINCE: Final = "2026"
# What XML 1.0 has no place for.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

ET.register_namespace("", ATOM)


@bp.get("/feeds/demands.atom")
@public
def demands() -> ResponseReturnValue:
    return _feed("demands")


@bp.get("/feeds/offerings.atom")
@public
def offerings() -> ResponseReturnValue:
    return _feed("offerings")


@bp.get("/feeds/showcases.atom")
@public
def showcases() -> ResponseReturnValue:
    return _feed("showcases")


@bp.get("/feeds/calls.atom")
@public
def calls() -> ResponseReturnValue:
    return _feed("calls")


@bp.get("/feeds/deadlines.ics")
@public
def deadlines() -> ResponseReturnValue:
    with in_locale(_wanted_language()):
        made = deadlines_calendar()
    response = Response(made, mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return _fresh(response)


def _feed(name: str) -> Response:
    sector = _wanted_sector()
    with in_locale(_wanted_language()):
        entries = FEEDS[name].entries(sector)
        midnight = datetime.combine(clock.today(), time(), clock.CHINA)
        updated = max((entry.updated for entry in entries), default=midnight)
        made = _document(name, sector, entries, updated)
    response = Response(made, mimetype="application/atom+xml")
    response.last_modified = updated
    return _fresh(response)


def _fresh(response: Response) -> Response:
    """Answer 304 to who has it already."""
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    response.make_conditional(request)
    return response


def _wanted_language() -> str:
    wanted = request.args.get("lang", "zh")
    return wanted if wanted in LOCALES else "zh"


def _wanted_sector() -> Sector | None:
    code = request.args.get("sector", "")
    found = sector_of(code) if code else None
    if code and found is None:
        raise NotFoundError(_("没有这个行业。"))
    return found


def _document(
    name: str, sector: Sector | None, entries: list[FeedEntry], updated: datetime
) -> bytes:
    kind, site = FEEDS[name], _site_name()
    place = {"sector": sector.code} if sector else {}
    feed = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": XML_LANGUAGES[language()]})
    title = f"{kind.title} · {localised(sector)}" if sector else f"{kind.title}"
    _text(feed, "title", f"{title} - {site}")
    _text(feed, "id", _tag("feeds", name, language(), sector.code if sector else ""))
    _text(feed, "updated", _instant(updated))
    _link(feed, "self", site_url(f"feeds.{name}", **place, lang=language()), "application/atom+xml")
    _link(feed, "alternate", site_url(kind.list_endpoint, **place), "text/html")
    _author(feed, site)
    for entry in entries:
        _entry(feed, entry)
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made


def _entry(feed: ET.Element, entry: FeedEntry) -> None:
    element = ET.SubElement(feed, f"{{{ATOM}}}entry")
    _text(element, "title", entry.title)
    _text(element, "id", _tag(entry.key))
    _text(element, "published", _instant(entry.published))
    _text(element, "updated", _instant(entry.updated))
    _link(element, "alternate", entry.address, "text/html")
    if entry.author:
        _author(element, entry.author)
    for sector in entry.sectors:
        ET.SubElement(element, f"{{{ATOM}}}category", {"term": _printable(sector)})
    _text(element, "summary", entry.summary)


def _author(parent: ET.Element, name: str) -> None:
    _text(ET.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = _printable(text)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": kind})


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _tag(*parts: str) -> str:
    host = urlsplit(current_app.extensions["settings"].base_url).hostname
    return f"tag:{host},{NAMED_SINCE}:{'/'.join(filter(None, parts))}"


def _site_name() -> str:
    return str(current_app.jinja_env.globals["site"].name)  # type: ignore[attr-defined]
