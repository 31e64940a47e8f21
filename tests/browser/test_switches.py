"""Language and appearance: switched in one place, kept on every page."""

import pytest
from browser.pages_needs import HomePage
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_language_is_kept_and_leads_back_to_the_page(page: Page) -> None:
    page.goto("/sectors")

    page.get_by_role("button", name="English").click()

    page.wait_for_url("**/sectors")
    assert page.locator("html").get_attribute("lang") == "en"
    HomePage(page).open()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="中文").click()
    page.get_by_label("用一段话描述您的5G应用需求").wait_for()


def test_appearance_is_kept(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    HomePage(page).open()
    light = background(page)

    page.get_by_role("button", name="深色").click()

    assert background(page) != light
    page.goto("/sectors")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="跟随系统").click()
    assert background(page) == light


def test_system_appearance_is_followed(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    HomePage(page).open()
    light = background(page)

    page.emulate_media(color_scheme="dark")

    assert background(page) != light
