"""What crawlers ask for: the site map in parts, and what they should leave alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from xml.etree import ElementTree as ET

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.api.queries.sitemap import sitemap_part, sitemap_parts
from matchmaker.api.views.feeds.blueprint import bp
from matchmaker.errors import NotFoundError
from matchmaker.web.access import public
from matchmaker.web.addresses import site_url

SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Pages of people, pages made for one text, and files of lists: nothing to be found by.
LEFT_ALONE: Final = (
    "/account",
    "/api/",
    "/engagements/",
    "/match/",
    "/my/",
    "/organisations/",
    "/register",
    "/search",
    "/sign-in",
    "/staff/",
    "/*/export",
    "/*?file=",
)


@bp.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE)]
    said = "\n".join([*lines, "", f"Sitemap: {site_url('feeds.sitemap')}", ""])
    return Response(said, mimetype="text/plain")


@bp.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    parts = (
        (site_url("feeds.sitemap_of", map_kind=part.kind, map_part=part.number), part.updated)
        for part in sitemap_parts()
    )
    return _answer("sitemapindex", "sitemap", parts)


@bp.get("/sitemaps/<slug:map_kind>/<int:map_part>", endpoint="sitemap_of")
@public
def sitemap_of(map_kind: str, map_part: int) -> ResponseReturnValue:
    found = sitemap_part(map_kind, map_part)
    if found is None:
        raise NotFoundError(_("没有找到这个页面，或您无权查看。"))
    return _answer("urlset", "url", found)


def _answer(root: str, item: str, addresses: Iterable[tuple[str, datetime | None]]) -> Response:
    top = ET.Element(root, {"xmlns": SITEMAPS})
    for address, updated in addresses:
        element = ET.SubElement(top, item)
        ET.SubElement(element, "loc").text = address
        if updated is not None:
            said = updated.isoformat(timespec="seconds")
            ET.SubElement(element, "lastmod").text = said
    made = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return Response(made, mimetype="application/xml")
