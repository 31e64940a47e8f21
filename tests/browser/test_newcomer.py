"""The main job, as somebody does it who has never been here."""

from datetime import timedelta

import pytest
from browser.cast import NEED, PASSWORD
from browser.pages_accounts import ConfirmationPage, NewOrganisationPage, SignInPage
from browser.pages_needs import DemandFormPage, HomePage
from browser.site import PageOf, Site
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.db import db

pytestmark = pytest.mark.browser
USCC = "91150600MA0N00001W"  # made up, with a sound check character
TITLE = "40台矿用卡车，想实现无人驾驶运输"  # words of the need itself
ADDRESS = "newcomer@example.com"


def verify(site: Site, uscc: str) -> None:
    """Let staff have verified an organisation; what that takes has a story of its own."""
    with site.app.app_context():
        row = db.session.scalars(select(Organisation).where(Organisation.uscc == uscc)).one()
        row.verified_at = clock.now()
        row.verified_until = clock.today() + timedelta(days=365)
        db.session.commit()


def test_newcomer_matches_a_need_and_posts_it(page_of: PageOf, site: Site) -> None:
    page = page_of("visitor")
    home = HomePage(page).open()
    home.describe(NEED)
    match = home.match()
    match.choose_sector("智能矿山")
    ranking = match.ranking
    assert len(ranking) >= 3

    match.open_first_offering()
    page.go_back()
    assert match.ranking == ranking

    match.post_as_demand()
    SignInPage(page).go_to_registration().register("秦工", ADDRESS, PASSWORD)
    ConfirmationPage(page).open(site.link_mailed_to(ADDRESS)).confirm(PASSWORD)

    form = DemandFormPage(page)
    assert form.text == NEED
    form.add_organisation()
    NewOrganisationPage(page).create("秦川露天煤业有限公司", USCC)
    form = DemandFormPage(page)
    form.fill(title=TITLE)
    form.press_publish()
    page.get_by_text("发布前需要先完成单位认证").first.wait_for()
    expect(page.get_by_role("main")).to_contain_text(NEED)  # kept as a draft meanwhile

    verify(site, USCC)
    page.reload()
    page.get_by_role("main").get_by_role("button", name="提交审核").click()
    page.get_by_text("需求已提交，审核通过后公开").wait_for()
    page.get_by_role("main").get_by_role("link", name="看匹配的方案").click()
    assert match.ranking == ranking

    staff = page_of("moderator")
    staff.goto("/staff/demands")
    staff.get_by_role("link", name=TITLE).click()
    staff.get_by_role("button", name="通过").click()
    visitor = page_of("visitor")
    visitor.goto("/demands")
    expect(visitor.get_by_role("main")).to_contain_text(TITLE)


def test_points_shown_add_up_to_the_fit(page: Page) -> None:
    home = HomePage(page).open()
    home.describe(NEED)
    match = home.match()

    sums = match.sums

    assert sums
    for fit, parts in sums:
        assert fit == pytest.approx(sum(parts), abs=0.05 * (len(parts) + 1))


def test_published_example_fills_the_box(page: Page) -> None:
    home = HomePage(page).open()

    words = home.take_example()

    assert home.need == words
    assert home.match().ranking


def test_main_job_works_without_scripts(page_of: PageOf) -> None:
    home = HomePage(page_of("visitor", java_script_enabled=False)).open()
    home.describe(NEED)

    assert len(home.match().ranking) >= 3


def test_pasted_need_is_not_shown_to_others(page_of: PageOf) -> None:
    words = "渔场的水下机器人要用5G回传高清画面，只有我们知道这件事。"
    home = HomePage(page_of("visitor")).open()
    home.describe(words)
    home.match()

    other = page_of("visitor")

    for path in ("/demands", "/search?q=水下机器人"):
        other.goto(path)
        assert words[:12] not in other.get_by_role("main").inner_text()


def test_text_too_long_comes_back_whole(page: Page) -> None:
    words = "需求" * 100_000
    home = HomePage(page).open()
    home.describe(words)

    home.press_match()

    page.locator("#need-error").wait_for()
    assert home.need == words
