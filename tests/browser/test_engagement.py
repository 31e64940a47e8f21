"""From a demand handed in to a case of what came of it, on a phone and on a wide screen."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from browser.cast import PASSWORD, Cast, add_account
from browser.pages_accounts import SignInPage
from browser.pages_engaged import MeetingPage, Person, ResponsePage, ScoresPage
from browser.site import PageOf, Site
from factories.catalogue import offering
from factories.demands import publish
from factories.engagements import Two, agreed
from factories.people import organisation
from factories.uploads import PDF
from playwright.sync_api import ViewportSize
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole
from matchmaker.accounts.models import Membership
from matchmaker.db import db
from matchmaker.demands.operations import DemandContent, LineContent, draft_demand
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.outcomes import StageContent, confirm_stage, tell_stage
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Sector

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 375, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 800}
WINDOWS = pytest.mark.parametrize("window", [PHONE, WIDE], ids=["phone", "wide"])
numbers = count(1)
TITLE = "露天矿40台矿卡无人驾驶改造"
TEXT = "40台矿用卡车要无人驾驶运输，与有人驾驶的车辆混编，夜间也能作业，减少下坑人员。"
LINES = [
    LineContent(
        kind=RequirementKind.METRIC, metric=metric, op=op, value=value, is_must=is_must
    )
    for metric, op, value, is_must in (
        (Metric.LATENCY, Operator.AT_MOST, 20.0, True),
        (Metric.UL_RATE, Operator.AT_LEAST, 100.0, False),
    )
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """Where a story begins: a page, what the demand is called, and who takes part."""

    path: str
    title: str
    buyer: str
    seller: str


def two_sides(cast: Cast, width: int) -> Two:
    """Put a verified enterprise with a draft, and a verified provider with an offering, there."""
    sides = []
    for name in ("采购", "供应"):
        row = organisation(f"{name}单位{next(numbers)}")
        person = add_account(f"{name}人", cast, f"{name}{row.id}")
        person.email = f"person-{row.id}@example.com"
        db.session.add(Membership(account=person, organisation=row, role=MemberRole.OWNER))
        db.session.flush()
        sides.append((row, person))
    (mine, buyer), (provider, seller) = sides
    sector = db.session.scalars(select(Sector).where(Sector.scenes.any())).first()
    said = DemandContent(title=f"{TITLE}{width}", text=TEXT, sector=sector, lines=LINES)
    demand = draft_demand(said, organisation=mine, actor=buyer)
    sold = offering(provider, f"矿卡无人驾驶系统{width}", sector=sector)
    return Two(demand, buyer, provider, seller, sold)


def world(site: Site, cast: Cast, width: int, *, is_agreed: bool) -> World:
    """Let a story begin with the draft of a demand, or where both sides have agreed."""
    with site.app.app_context(), site.app.test_request_context():
        sides = two_sides(cast, width)
        path = f"/demands/{sides.demand.id}"
        if is_agreed:
            publish(sides.demand, sides.buyer)
            path = f"/engagements/{agreed(sides)[0].id}"
        db.session.commit()
        return World(path, sides.demand.title, sides.buyer.email, sides.seller.email)


def sign_in(page_of: PageOf, email: str, window: ViewportSize) -> Person:
    page = page_of("visitor", viewport=window)
    SignInPage(page).open().sign_in(email, PASSWORD)
    page.get_by_text("您已登录。").wait_for()
    return Person(page)


def carried_out(site: Site, engagement_id: int) -> None:
    """Let both sides agree that it went live and was accepted, as they did of the contract."""
    with site.app.app_context(), site.app.test_request_context():
        made = db.session.get_one(Engagement, engagement_id)
        sides = [
            next(member.account for member in side.memberships)
            for side in (made.provider, made.demand.organisation)
            if side
        ]
        for stage in (Stage.LIVE, Stage.ACCEPTED):
            row = tell_stage(made, StageContent(stage, clock.today()), actor=sides[0])
            confirm_stage(row, actor=sides[1])
        db.session.commit()


@WINDOWS
def test_demand_is_answered_line_by_line_weighed_and_awarded(
    page_of: PageOf, site: Site, cast: Cast, window: ViewportSize
) -> None:
    made = world(site, cast, window["width"], is_agreed=False)
    home = made.path
    buyer = sign_in(page_of, made.buyer, window)
    seller = sign_in(page_of, made.seller, window)

    buyer.go(home)
    buyer.press("提交审核")
    staff = Person(page_of("moderator", viewport=window))
    staff.go("/staff/demands")
    staff.follow(made.title)
    staff.press("通过并公开")

    seller.go(home)
    seller.follow("匿名提问")
    seller.write("问题", "井下供电由谁提供？")
    seller.press("提交提问")
    buyer.go(home)
    buyer.follow("答复")
    buyer.write("答复", "由我方提供。")
    buyer.press("公开答复")

    seller.go(home)
    seller.reads("由我方提供。")
    seller.follow("应答需求")
    response = ResponsePage(seller)
    response.answer(["18", "120"])
    response.offer("800", "1000", "先改造五台，跑通后推广到全部矿卡。")

    buyer.go(home)
    buyer.follow("收到的应答")
    responses = buyer.page.url
    buyer.press("入围")
    buyer.follow("设评分标准")
    buyer.press("保存并开始评分")
    buyer.follow("评分")
    ScoresPage(buyer).give("4")
    buyer.page.goto(responses)
    buyer.reads("中位数 80")
    buyer.follow("选定")
    buyer.write("给选定供应商的话", "方案最扎实，请尽快进场。")
    buyer.press("选定这家")

    seller.go("/my/engagements")
    seller.follow("答复选定通知")
    seller.press("接受选定")
    seller.reads("双方于")


@WINDOWS
def test_project_is_met_measured_rated_and_becomes_a_case(
    page_of: PageOf, site: Site, cast: Cast, window: ViewportSize
) -> None:
    made = world(site, cast, window["width"], is_agreed=True)
    engagement = made.path
    buyer = sign_in(page_of, made.buyer, window)
    seller = sign_in(page_of, made.seller, window)

    seller.go(engagement)
    seller.follow("打开留言")
    seller.write("留言", "谢谢，下周进场勘查。")
    seller.press("发送留言")

    buyer.go(f"{engagement}/messages")
    buyer.reads("谢谢，下周进场勘查。")
    buyer.go(engagement)
    buyer.follow("约会议")
    days = [f"{clock.today() + timedelta(days=ahead):%Y-%m-%d}" for ahead in (3, 4)]
    MeetingPage(buyer).propose("进场勘查", "矿区办公楼", [(days[0], "10:00"), (days[1], "15:00")])
    seller.go(buyer.page.url)
    MeetingPage(seller).choose("15:00")
    buyer.page.reload()
    buyer.reads(f"{days[1]} 15:00")

    buyer.go(f"{engagement}/outcome")
    buyer.follow("添加要衡量的成效")
    for label, text in (
        ("衡量什么", "下坑人员"),
        ("项目前", "40"),
        ("希望达到", "10"),
        ("单位", "人"),
    ):
        buyer.write(label, text)
    buyer.press("添加")
    seller.go(f"{engagement}/outcome")
    seller.write("合同金额", "900")
    seller.press("告知对方，请对方确认")
    seller.follow("填写实际成效")
    seller.write("实际达到", "8")
    seller.write("测量日期", f"{clock.today():%Y-%m-%d}")
    proof = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": PDF}
    seller.page.get_by_label("佐证文件").set_input_files(proof)  # type: ignore[arg-type]
    seller.press("保存")
    buyer.page.reload()
    buyer.press("确认")  # the contract
    buyer.press("确认")  # the effect
    buyer.reads("达到目标")

    carried_out(site, int(engagement.rpartition("/")[2]))
    buyer.go(f"{engagement}/outcome")
    buyer.follow("评价这次合作")
    for question in ("沟通是否及时、坦诚", "是否说到做到", "结果是否令人满意"):
        buyer.page.get_by_role("group", name=question).get_by_label("5 很好").check()
    buyer.press("发表评价")
    buyer.reads("我方的评价")

    seller.go(f"{engagement}/outcome")
    seller.press("请需求方同意公开案例")
    buyer.go(f"{engagement}/outcome")
    buyer.press("同意公开案例")
    seller.page.reload()
    seller.press("生成案例草稿")
    seller.reads("下坑人员")
    seller.page.get_by_text("草稿").first.wait_for()
