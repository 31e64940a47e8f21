"""What a page only shows once somebody did something: menus, messages, errors, secrets."""

import pytest
from browser.accessibility import DESK, PHONE, axe_violations, faults
from browser.cast import Cast
from browser.conftest import Tabs
from browser.site import PageOf, Site
from playwright.sync_api import Route

from matchmaker.web.errors import ADVICE, error_page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("who", ["visitor", "owner", "administrator"])
def test_open_menu_is_sound(who: str, tabs: Tabs) -> None:
    page = tabs.fresh(who, PHONE)
    page.goto("/about")

    page.locator("[data-menu] summary").click()

    page.locator(".menu__panel").wait_for()
    assert faults(page) == []


def test_every_error_page_is_sound(tabs: Tabs, site: Site) -> None:
    page = tabs.fresh("visitor", DESK)
    with site.app.test_request_context("/about"):
        bodies = {f"{site.url}/error-{status}": error_page(status) for status in ADVICE}

    def answer(route: Route) -> None:
        body, status = bodies[route.request.url]
        route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

    page.route("**/error-*", answer)
    for address in bodies:
        page.goto(address)
        page.locator("[data-error-page]").wait_for()
        assert faults(page) == []
    page.unroute_all()


def test_saved_change_is_said(page_of: PageOf) -> None:
    page = page_of("owner")
    page.goto("/account")

    page.get_by_role("main").get_by_role("button", name="保存", exact=True).click()

    page.locator("[data-flashes]").get_by_role("status").wait_for()
    assert faults(page) == []


def test_secret_is_shown_once(page_of: PageOf, cast: Cast) -> None:
    page = page_of("owner")
    page.goto("/account/tokens/new")
    page.get_by_label("名称").fill("同步程序")
    page.get_by_role("main").get_by_role("checkbox").first.check()
    page.get_by_role("main").get_by_role("button", name="制作令牌").click()
    page.get_by_role("heading", name="令牌已做好", level=1).wait_for()
    assert axe_violations(page) == []

    page.goto("/webhooks/{webhook}".format(**cast.values))
    page.get_by_role("main").get_by_role("button", name="更换密钥").click()
    page.get_by_role("heading", name="签名密钥", level=1).wait_for()
    assert faults(page) == []
