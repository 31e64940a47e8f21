"""Every page: nothing for axe to complain about, light and dark; nothing sticks out at 360 px."""

import re

import pytest
from browser.accessibility import DESK, PHONE, axe_violations, faults, overflow
from browser.cast import Cast
from browser.conftest import Tabs
from browser.site import Site
from browser.visit import Visit
from browser.visits import VISITS
from playwright.sync_api import Page, expect

from config import ROOT

pytestmark = pytest.mark.browser
PARTS = re.compile(r"(?:layouts|components|emails)/.*|.*/_[^/]*")
# The first folds of a page are opened: hundreds cost axe minutes.
UNFOLDED = """() => {
  for (const one of [...document.querySelectorAll("main details")].slice(0, 4)) one.open = true;
}"""
BLANK = """(button) => {
  for (const one of button.form?.elements ?? []) {
    if (one.matches("[type=checkbox]")) one.checked = false;
    else if (one.matches("select")) one.value = one.querySelector('[value=""]') ? "" : one.value;
    else if (!one.matches("button, fieldset, [type=hidden], [type=radio]")) one.value = "";
  }
}"""
NOT_REFUSED = {
    # Buttons alone, or nothing that has to be filled in: only another's change refuses them.
    "accounts/confirm_new_email.html",
    "catalogue/certificate.html",
    "engagements/show.html",
    "notices/settings.html",
    "programmes/assign_reviews.html",
    "programmes/call_questions.html",
    "programmes/call_quotas.html",
    "programmes/preview_decisions.html",
    "programmes/staff_call.html",
    "programmes/staff_showcase.html",
    "staff/edit_metric.html",
    "staff/learning.html",
    "staff/merge_entry.html",
    "staff/merge_scene.html",
    "staff/retire_entry.html",
    "staff/retire_scene.html",
    "staff/taxonomy_file.html",
    # Filled in at another time than the one visited.
    "engagements/outcome.html",
    "engagements/rating.html",
    "engagements/scores.html",
    "programmes/entry.html",
    "programmes/send_submission.html",
    "programmes/submission_result.html",
    # Refuses only a text too long, which has a test of its own.
    "matching/show.html",
}
# Said once, in answer to a form that asks for the password first; test_states looks at them.
SAID_ONCE = {"accounts/token_made.html", "api/webhook_secret.html"}


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_page_is_open_to_everyone(visit: Visit, tabs: Tabs, cast: Cast, site: Site) -> None:
    site.rendered.clear()
    page = tabs.fresh(visit.who, DESK)
    page.goto(visit.path.format(**cast.values))
    page.evaluate(UNFOLDED)
    if visit.press:
        press_blank(page, visit.press)
        page.evaluate(UNFOLDED)

    assert visit.template in site.rendered
    assert faults(page) == []


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_page_fits_a_phone_in_english(visit: Visit, tabs: Tabs, cast: Cast, site: Site) -> None:
    page = tabs.fresh(visit.who, PHONE)
    page.context.add_cookies([{"name": "lang", "value": "en", "url": site.url}])

    page.goto(visit.path.format(**cast.values))

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    assert overflow(page) == []
    if visit.press:  # the other test looks at it refused
        assert axe_violations(page) == []


def press_blank(page: Page, name: str) -> None:
    """Press a button of a form of which nothing is filled in, and wait for what it says then."""
    button = page.get_by_role("main").get_by_role("button", name=name, exact=True).first
    button.evaluate(BLANK)
    button.click()
    page.locator("[data-error-summary], .codes").wait_for()


def test_every_page_is_visited() -> None:
    folder = ROOT / "templates"
    pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}

    shown = {page for page in pages if not PARTS.fullmatch(page)}
    assert {visit.template for visit in VISITS} == shown - SAID_ONCE


def test_every_form_is_seen_refused() -> None:
    pages = (ROOT / "templates").rglob("*.html")

    forms = {
        name
        for page in pages
        if not PARTS.fullmatch(name := page.relative_to(ROOT / "templates").as_posix())
        and "{{ error_summary(" in page.read_text(encoding="utf-8")
    }
    assert forms - {visit.template for visit in VISITS if visit.press} == NOT_REFUSED
