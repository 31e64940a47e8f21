"""Everything a hand on the keyboard needs: skipping, seeing where one is, doing the main job."""

import pytest
from browser.accessibility import focus_is_visible, focused
from browser.cast import NEED
from browser.pages_needs import HomePage, MatchPage
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
MOST_STOPS = 120


def tab_to(page: Page, words: str) -> None:
    """Press Tab until something with these words has the focus."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if words in focused(page):
            return
    raise AssertionError(f"Tab never reached {words!r}")


def test_first_stop_skips_to_the_content(page: Page) -> None:
    HomePage(page).open()

    page.keyboard.press("Tab")

    assert focused(page) == "跳到正文"
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/search?q=5G", "/sign-in", "/sectors"])
def test_every_stop_is_visible(page: Page, path: str) -> None:
    page.goto(path)
    unseen = []

    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if not focus_is_visible(page):
            unseen.append(focused(page))

    assert unseen == []


def test_main_job_by_keyboard(page: Page) -> None:
    HomePage(page).open()

    tab_to(page, "用一段话描述您的5G应用需求")
    page.keyboard.type(NEED)
    tab_to(page, "匹配")
    page.keyboard.press("Enter")
    first = MatchPage(page).ranking[0][0]
    tab_to(page, first)
    page.keyboard.press("Enter")

    page.get_by_role("heading", name=first, level=1).wait_for()


def test_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    HomePage(page).open()
    menu = page.locator("[data-menu]")
    menu.locator("summary").focus()

    page.keyboard.press("Enter")

    menu.get_by_role("link", name="注册账号").wait_for()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    assert "账号菜单" in focused(page)


def test_refused_form_takes_the_focus_to_its_summary(page: Page) -> None:
    page.goto("/register")
    page.get_by_role("main").get_by_role("button", name="注册账号").focus()

    page.keyboard.press("Enter")

    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert "请先改正下面的问题" in focused(page)
    tab_to(page, "请填写姓名。")
    page.keyboard.press("Enter")
    expect(page.locator("[name=name]")).to_be_focused()
