"""An enterprise, a provider, a curator and a reviewer do their work without a mouse."""

from itertools import count

import pytest
from browser.cast import PASSWORD, Cast, add_account
from browser.hands import Hands
from browser.pages_accounts import SignInPage
from browser.site import PageOf, Site
from browser.test_engagement import TEXT, World, world
from factories.programmes import call, submission
from factories.reviews import review, reviewer
from factories.showcases import showcase
from playwright.sync_api import expect

from matchmaker.db import db
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.enums.submissions import SubmissionState

pytestmark = pytest.mark.browser
numbers = count(9001)


@pytest.fixture
def made(site: Site, cast: Cast) -> World:
    return world(site, cast, next(numbers), is_agreed=False)


@pytest.fixture
def reviewer_email(site: Site, cast: Cast) -> str:
    """Assign a submission to a reviewer."""
    with site.app.app_context():
        judged = call(PhaseKind.REVIEW)
        person = add_account("评审", cast, "keyboard-reviewer")
        review(submission(judged, state=SubmissionState.ACCEPTED), reviewer(judged, person))
        db.session.commit()
    return cast.emails["keyboard-reviewer"]


def hands_of(page_of: PageOf, email: str) -> Hands:
    page = page_of("visitor")
    SignInPage(page).open().sign_in(email, PASSWORD)
    page.get_by_text("您已登录。").wait_for()
    return Hands(page)


def approve(page_of: PageOf, title: str) -> None:
    """Let a moderator publish a demand."""
    moderator = Hands(page_of("moderator"))
    moderator.go("/staff/demands")
    moderator.follow(title)
    moderator.press("通过并公开")


def test_need_is_posted_and_a_provider_contacted(page_of: PageOf, made: World) -> None:
    title = f"键盘发布的需求{next(numbers)}"
    buyer = hands_of(page_of, made.buyer)

    buyer.go("/")
    buyer.write("用一段话描述您的5G应用需求", TEXT)
    buyer.press("匹配")
    buyer.follow("发布为需求")
    buyer.write("标题", title)
    buyer.choose("行业")
    buyer.press("提交审核")
    demand = buyer.page.url
    approve(page_of, title)
    buyer.go(demand)
    buyer.follow("发起对接")
    buyer.press("发起对接")

    buyer.hears("已发起对接，对方答复后您会看到。")


def test_offering_is_registered_and_a_question_answered(page_of: PageOf, made: World) -> None:
    buyer, seller = hands_of(page_of, made.buyer), hands_of(page_of, made.seller)

    seller.go("/offerings/new")
    seller.write("标题", "井下巡检机器人系统")
    seller.write("方案介绍", "5G 专网承载的井下巡检机器人，代替人员进入危险区域巡检。")
    seller.choose("行业")
    seller.press("存为草稿")
    seller.reads("井下巡检机器人系统")

    buyer.go(made.path)
    buyer.press("提交审核")
    approve(page_of, made.title)
    seller.go(made.path)
    seller.follow("匿名提问")
    seller.write("问题", "井下供电由谁提供？")
    seller.press("提交提问")
    buyer.go(made.path)
    buyer.follow("答复")
    buyer.write("答复", "由我方提供。")
    buyer.press("公开答复")
    seller.go(made.path)
    seller.reads("由我方提供。")

    seller.follow("应答需求")
    for row, figure in enumerate(("18", "120")):
        seller.choose("答复", "满足", row)
        seller.write("能做到的数值", figure, row)
    seller.write("实施方案", "先改造五台，跑通后推广到全部矿卡。")
    seller.press("保存草稿")
    seller.reads("草稿")


def test_showcase_is_reviewed_and_published(page_of: PageOf, site: Site) -> None:
    title = f"键盘发布的领航者{next(numbers)}"
    with site.app.app_context():
        showcase(ShowcaseState.DRAFT, title_zh=title)
        db.session.commit()
    curator = Hands(page_of("curator"))

    curator.go("/staff/showcases")
    curator.follow(title)
    curator.follow("修改")
    curator.write("单位的英文", "Yuanshan Mine")
    curator.press("保存")
    curator.press("提交复核")
    curator.press("发布")
    curator.follow("查看公开页")

    curator.reads(title)


def test_submission_is_scored(page_of: PageOf, reviewer_email: str) -> None:
    judge = hands_of(page_of, reviewer_email)

    judge.go("/reviews")
    judge.follow("露天矿5G无人驾驶")
    judge.reach(judge.page.get_by_role("button", name="提交评审"))
    judge.page.keyboard.press("Enter")
    expect(judge.page.locator("[data-error-summary]")).to_be_focused()
    judge.page.keyboard.press("Tab")
    judge.page.keyboard.press("Enter")
    expect(judge.page.get_by_label("得分").first).to_be_focused()
    judge.page.keyboard.insert_text("8")
    judge.write("意见", "成效好，材料翔实。", 0)
    judge.write("得分", "7", 1)
    judge.write("意见", "安全措施写得清楚。", 1)
    judge.press("提交评审")

    judge.reads("已交 1 份，共 1 份")
