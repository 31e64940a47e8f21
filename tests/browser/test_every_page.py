"""Every page: nothing for axe to complain about, light and dark; nothing sticks out at 360 px."""

import re

import pytest
from browser.accessibility import COLOURS_ONLY, axe_violations, overflow
from browser.cast import Cast
from browser.conftest import Tabs
from browser.site import Site
from browser.visit import Visit
from browser.visits import VISITS
from playwright.sync_api import ViewportSize, expect

from config import ROOT

pytestmark = pytest.mark.browser
DESK: ViewportSize = {"width": 1280, "height": 720}
PHONE: ViewportSize = {"width": 360, "height": 740}
PARTS = re.compile(r"(?:layouts|components|emails)/.*|.*/_[^/]*")
# Said once, in answer to a form that asks for the password first; their own tests read them.
SAID_ONCE = {"accounts/token_made.html", "api/webhook_secret.html"}


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_page_is_open_to_everyone(visit: Visit, tabs: Tabs, cast: Cast, site: Site) -> None:
    site.rendered.clear()
    page = tabs.fresh(visit.who, DESK)
    page.goto(visit.path.format(**cast.values))
    if visit.press:
        page.get_by_role("main").get_by_role("button", name=visit.press, exact=True).click()
        page.locator("[data-error-summary], .codes").wait_for()

    assert visit.template in site.rendered
    assert axe_violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe_violations(page, COLOURS_ONLY) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) == []


@pytest.mark.parametrize("visit", [visit for visit in VISITS if not visit.press], ids=str)
def test_page_fits_a_phone_in_english(visit: Visit, tabs: Tabs, cast: Cast, site: Site) -> None:
    page = tabs.fresh(visit.who, PHONE)
    page.context.add_cookies([{"name": "lang", "value": "en", "url": site.url}])

    page.goto(visit.path.format(**cast.values))

    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert overflow(page) == []


def test_every_page_is_visited() -> None:
    folder = ROOT / "templates"
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}

    shown = {page for page in pages if not PARTS.fullmatch(page)}
    assert {visit.template for visit in VISITS} == shown - SAID_ONCE
