"""Feeds, the calendar, site maps and what pages say to machines."""

import json
import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import open_demand
from factories.programmes import call
from factories.showcases import showcase
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from matchmaker.api.queries import sitemap
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.web.json_ld import data_block

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"m": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def feed(client: FlaskClient, address: str) -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    return ET.fromstring(response.data)  # noqa: S314 - written here


def titles(found: ET.Element) -> list[str]:
    return [element.text or "" for element in found.findall("a:entry/a:title", ATOM)]


def blocks(client: FlaskClient, address: str) -> dict[str, Any]:
    page = client.get(address).get_data(as_text=True)
    found = [json.loads(text) for text in BLOCK.findall(page)]
    return {block["@type"]: block for block in found}


@pytest.mark.usefixtures("session")
def test_feeds_hold_what_is_public_and_what_atom_wants(client: FlaskClient) -> None:
    demand, _owner = open_demand(text="露天矿 <b>无人驾驶</b> & 时延\x0b不高于20毫秒。")
    open_demand(title="只给受邀的看", visibility=Visibility.INVITED)
    of = provider()
    offering(of, "矿卡系统")
    offering(of, "还没有写完", state=OfferingState.DRAFT)
    showcase(title_zh="井下无人开采", title_en="Mining without people below")
    showcase(ShowcaseState.DRAFT, title_zh="还没有写完的现场")
    call(title_zh="5G矿山征集", title_en="Mines on 5G")
    call(state=CallState.DRAFT, published_at=None, title_zh="未发布的征集")
    db.session.commit()

    found = feed(client, "/feeds/demands.atom")
    assert titles(found) == [demand.title]
    for name in ("id", "title", "updated", "author/a:name"):
        assert found.findtext(f"a:{name}", namespaces=ATOM)
    for name in ("id", "title", "updated", "published", "author/a:name", "summary"):
        assert found.findtext(f"a:entry/a:{name}", namespaces=ATOM)
    assert (
        found.findtext("a:entry/a:id", namespaces=ATOM) == f"tag:localhost,2026:demand/{demand.id}"
    )
    assert "<b>无人驾驶</b> &" in (found.findtext("a:entry/a:summary", namespaces=ATOM) or "")
    assert titles(feed(client, "/feeds/offerings.atom")) == ["矿卡系统"]
    assert titles(feed(client, "/feeds/showcases.atom")) == ["井下无人开采"]
    assert titles(feed(client, "/feeds/calls.atom")) == ["5G矿山征集"]
    english = feed(client, "/feeds/showcases.atom?lang=en")
    assert titles(english) == ["Mining without people below"]
    assert english.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


@pytest.mark.usefixtures("session")
def test_a_feed_of_one_sector(client: FlaskClient) -> None:
    demand, _owner = open_demand()
    assert demand.sector is not None
    code = demand.sector.code
    db.session.commit()

    assert len(titles(feed(client, f"/feeds/demands.atom?sector={code}"))) == 1
    assert client.get("/feeds/demands.atom?sector=nothing-like-it").status_code == 404


@pytest.mark.usefixtures("session")
def test_who_has_a_feed_already_gets_304_until_something_changes(client: FlaskClient) -> None:
    row = offering(provider())
    db.session.commit()
    first = client.get("/feeds/offerings.atom")
    etag = {"If-None-Match": first.headers["ETag"]}

    assert first.headers["Last-Modified"]
    assert client.get("/feeds/offerings.atom", headers=etag).status_code == 304
    row.title = "矿卡远程驾驶"
    db.session.commit()
    assert client.get("/feeds/offerings.atom", headers=etag).status_code == 200


@pytest.mark.usefixtures("session")
def test_the_calendar_keeps_the_names_of_its_events(client: FlaskClient) -> None:
    demand, _owner = open_demand()
    running = call()
    call(state=CallState.DRAFT, published_at=None)
    db.session.commit()

    def events() -> dict[str, Any]:
        calendar = Calendar.from_ical(client.get("/feeds/deadlines.ics").data)
        return {str(one["uid"]): one for one in calendar.walk("VEVENT")}

    found = events()
    closes = found[f"demand-{demand.id}-closes@localhost"]
    assert closes["dtstart"].dt == demand.closes_on
    assert closes["dtend"].dt - closes["dtstart"].dt == timedelta(days=1)
    assert {uid for uid in found if uid.startswith("call-")} == {
        f"call-{running.id}-{phase.kind}@localhost" for phase in running.phases
    }
    demand.title = "换了个名字"
    db.session.commit()
    assert events().keys() == found.keys()


@pytest.mark.usefixtures("session")
def test_the_calendar_is_written_as_rfc_5545_has_it(client: FlaskClient) -> None:
    open_demand(title="矿山, 运输; 无人\\驾驶" + "矿" * 60)
    db.session.commit()

    data = client.get("/feeds/deadlines.ics").data
    lines = data.split(b"\r\n")
    unfolded = data.replace(b"\r\n ", b"").decode().split("\r\n")

    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1]), "no letter is cut in two"
    assert any("矿山\\, 运输\\; 无人\\\\驾驶" + "矿" * 60 in line for line in unfolded)
    for needed in ("VERSION:2.0", "PRODID:", "UID:", "DTSTAMP"):
        assert any(line.startswith(needed) for line in unfolded)


@pytest.mark.usefixtures("session")
def test_the_site_map_names_what_is_public_in_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "PART_SIZE", 2)
    of = provider()
    rows = [offering(of, f"方案{number}") for number in range(3)]
    offering(of, "草稿", state=OfferingState.DRAFT)
    db.session.commit()
    index = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - written here
    parts = [element.text or "" for element in index.findall("m:sitemap/m:loc", MAP)]

    found: list[str] = []
    for part in parts:
        answer = ET.fromstring(client.get(part).data)  # noqa: S314 - written here
        found += [element.text or "" for element in answer.findall("m:url/m:loc", MAP)]
    assert sum("/sitemaps/offering/" in part for part in parts) == 2
    assert [address for address in found if "/offerings/" in address] == [
        f"http://localhost/offerings/{row.id}" for row in rows
    ]
    assert f"http://localhost/providers/{of.id}" in found
    assert all(client.get(address).status_code == 200 for address in found)
    assert client.get("/sitemaps/offering/3").status_code == 404
    assert client.get("/sitemaps/nothing/1").status_code == 404
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.usefixtures("session")
def test_public_pages_say_what_they_show_to_machines(client: FlaskClient) -> None:
    of = provider()
    row = offering(of, '矿卡</script><script>alert("1")</script>', price_min_wan=10)
    shown, pilots, done = showcase(), call(), case(parts=[(of, "总集成")])
    demand, _owner = open_demand(visibility=Visibility.ANONYMOUS)
    db.session.commit()

    service = blocks(client, f"/offerings/{row.id}")["Service"]
    assert service["name"] == row.title
    assert service["offers"]["priceSpecification"]["minPrice"] == 100_000
    assert service["provider"]["name"] == of.name
    assert blocks(client, f"/providers/{of.id}")["Organization"]["name"] == of.name
    assert blocks(client, f"/showcases/{shown.id}")["Article"]["headline"] == shown.title_zh
    assert blocks(client, f"/calls/{pilots.id}")["Event"]["name"] == pilots.title_zh
    assert blocks(client, f"/cases/{done.id}")["Article"]["isBasedOn"] == done.source_url
    hidden = blocks(client, f"/demands/{demand.id}")["Demand"]
    assert "seller" not in hidden
    crumbs = blocks(client, f"/offerings/{row.id}")["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in crumbs] == [1, 2, 3]
    assert blocks(client, "/")["WebSite"]["url"] == "http://localhost/"


def test_a_page_names_its_one_address(client: FlaskClient) -> None:
    page = client.get("/offerings?sort=title&page=2&x=%22%3E").text
    assert '<link rel="canonical" href="http://localhost/offerings?page=2">' in page


@pytest.mark.parametrize(
    "name", ["demands", "catalogue.offerings", "programmes.showcases", "programmes.calls"]
)
def test_lists_lead_to_their_feeds(client: FlaskClient, name: str) -> None:
    word = name.rpartition(".")[2]
    page = client.get(f"/{word}").text
    assert f'type="application/atom+xml" title="订阅" href="/feeds/{word}.atom?lang=zh"' in page


def test_a_data_block_cannot_be_ended_from_inside(app: Flask) -> None:
    with app.app_context():
        said = data_block({"name": "</script><!--<script>", "none": None, "odd": "\u2028&"})
    inner = str(said).removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert not set("<>&\u2028") & set(inner)
    assert json.loads(inner) == {"name": "</script><!--<script>", "odd": "\u2028&"}
