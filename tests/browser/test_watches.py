"""A search becomes a watch, is changed, and is stopped from a mail without signing in."""

import re

import pytest
from browser.accessibility import axe_violations
from browser.cast import Cast
from browser.site import PageOf, Site
from playwright.sync_api import expect
from sqlalchemy import select

from matchmaker.db import db
from matchmaker.watches.models import Watch
from matchmaker.watches.queries.keys import Stops, stop_token

pytestmark = pytest.mark.browser


@pytest.mark.usefixtures("cast")
def test_a_search_is_watched_changed_and_stopped(page_of: PageOf, site: Site) -> None:
    page = page_of("administrator")
    page.goto("/search?q=港口&kind=offering")
    page.get_by_role("link", name="关注此搜索").click()
    page.get_by_label("名字").fill("港口的方案")
    page.get_by_label("每周一封").check()
    page.get_by_role("main").get_by_role("button", name="关注").click()

    expect(page).to_have_url(re.compile("/my/watches$"))
    row = page.get_by_role("row", name=re.compile("港口的方案"))
    expect(row).to_contain_text("每周")
    row.get_by_role("link", name="修改").click()
    page.get_by_label("每天一封").check()
    page.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("每天")

    with site.app.app_context():
        number = db.session.scalars(select(Watch.id).where(Watch.name == "港口的方案")).one()
        key = stop_token(Stops.ONE, number)
    visitor = page_of("visitor")
    visitor.goto(f"/watches/stop/{key}")
    visitor.get_by_role("button", name="停止", exact=True).click()
    expect(visitor.get_by_role("heading", name="已停止")).to_be_visible()
    assert axe_violations(visitor) == []
    page.reload()
    expect(row).to_contain_text("已暂停")


def test_what_came_is_counted_in_the_menu_and_read(page_of: PageOf, cast: Cast) -> None:
    page = page_of("owner")
    page.goto("/my/watches/news")
    expect(page.locator(".site-header .menu__summary .badge")).to_have_text("2")
    expect(page.get_by_role("main")).to_contain_text("您关注的搜索“内蒙古的无人矿卡”")

    page.get_by_role("button", name="全部标为已读").click()

    expect(page.locator(".site-header .menu__summary .badge")).to_have_count(0)
    assert cast.values["watch"]
