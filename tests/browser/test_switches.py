"""Language and appearance: switched in one place, kept on every page."""

import re

import pytest
from browser.pages_needs import HomePage
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def leave(page: Page, colour: str) -> None:
    """Wait until the page shows another background."""
    expect(page.locator("body")).not_to_have_css("background-color", colour)


def test_language_is_kept_and_leads_back_to_the_page(page: Page) -> None:
    page.goto("/sectors")

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/sectors$"))
    HomePage(page).open()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()
    page.get_by_label("用一段话描述您的5G应用需求").wait_for()


def test_appearance_is_kept(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    HomePage(page).open()
    light = background(page)

    page.get_by_role("button", name="深色").click()

    leave(page, light)
    page.goto("/sectors")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="跟随系统").click()
    expect(page.locator("body")).to_have_css("background-color", light)


def test_system_appearance_is_followed(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    HomePage(page).open()
    light = background(page)

    page.emulate_media(color_scheme="dark")

    leave(page, light)
