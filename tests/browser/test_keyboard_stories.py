"""A provider, an enterprise and staff do their work without a mouse."""

from itertools import count

import pytest
from browser.cast import PASSWORD, Cast
from browser.hands import Hands
from browser.pages_accounts import SignInPage
from browser.site import PageOf, Site
from browser.test_engagement import World, world

pytestmark = pytest.mark.browser
numbers = count(9001)


@pytest.fixture
def made(site: Site, cast: Cast) -> World:
    return world(site, cast, next(numbers), is_agreed=False)


def hands_of(page_of: PageOf, email: str) -> Hands:
    page = page_of("visitor")
    SignInPage(page).open().sign_in(email, PASSWORD)
    page.get_by_text("您已登录。").wait_for()
    return Hands(page)


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
    moderator = Hands(page_of("moderator"))
    moderator.go("/staff/demands")
    moderator.follow(made.title)
    moderator.press("通过并公开")
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
