"""Searching by hand: suggestions by keyboard, filters that follow a tick, also without scripts."""

import re

import pytest
from browser.accessibility import axe_violations
from browser.site import PageOf
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_suggestion_is_chosen_with_the_keyboard(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("banner").get_by_role("combobox")

    box.click()
    box.press_sequentially("无人矿")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("无人矿卡")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert axe_violations(page) == []
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("卡")
    expect(first).to_be_visible()
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/(scenes|offerings)"))


def test_ticking_a_filter_brings_the_list_up_to_date(page: Page) -> None:
    page.goto("/offerings")
    before = page.locator("#list-count").inner_text()
    box = page.get_by_role("checkbox", name=re.compile("智能矿山"))

    box.check()

    expect(page).to_have_url(re.compile("sector=mining"))
    expect(page.locator("#list-count")).not_to_have_text(before)
    expect(box).to_be_checked()
    expect(box).to_be_focused()  # the keyboard stays where the work goes on
    page.get_by_role("link", name=re.compile("去掉条件")).click()
    expect(page).to_have_url(re.compile(r"/offerings$"))


def test_filters_work_without_scripts(page_of: PageOf) -> None:
    page = page_of("visitor", java_script_enabled=False)
    page.goto("/search?q=矿&kind=offering")

    page.get_by_role("checkbox", name=re.compile("智能矿山")).check()
    page.get_by_role("button", name="筛选").click()

    expect(page).to_have_url(re.compile("sector=mining"))
    expect(page.get_by_role("checkbox", name=re.compile("智能矿山"))).to_be_checked()
