"""A provider joins: verified at the second try, not alone, with an offering everybody finds."""

import re
from collections.abc import Mapping

import pytest
from browser.cast import PASSWORD
from browser.pages_accounts import ConfirmationPage, NewOrganisationPage, RegistrationPage
from browser.pages_engaged import Person
from browser.site import PageOf, Site
from factories.second_factors import code
from factories.uploads import PDF, picture
from playwright.sync_api import FilePayload, ViewportSize

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 375, "height": 740}
WIDE: ViewportSize = {"width": 1280, "height": 800}
# Made up, with sound check characters.
USCCS: Mapping[int, str] = {375: "91110000MA0N00002G", 1280: "91110000MA0N00003K"}
PAPER: FilePayload = {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": PDF}
BLURRED: FilePayload = {"name": "执照.png", "mimeType": "image/png", "buffer": picture()}
CLEAR: FilePayload = {"name": "营业执照.pdf", "mimeType": "application/pdf", "buffer": PDF}
SUMMARY = "为露天矿山改造矿用卡车，实现无人驾驶运输、远程接管和夜间作业，已在两处矿区运行。"


def joined(page_of: PageOf, site: Site, window: ViewportSize) -> Person:
    """Register, follow the link that was mailed, and add the organisation."""
    width = window["width"]
    owner = Person(page_of("visitor", viewport=window))
    owner.go("/register?next=/organisations/new")
    RegistrationPage(owner.page).register("韩工", f"han-{width}@example.com", PASSWORD)
    link = site.link_mailed_to(f"han-{width}@example.com")
    ConfirmationPage(owner.page).open(link).confirm(PASSWORD)
    NewOrganisationPage(owner.page).create(f"北岭矿用装备{width}有限公司", USCCS[width])
    owner.reads("北岭矿用装备")
    return owner


def set_up_second_factor(owner: Person) -> None:
    """Let an authenticator app guard the account."""
    owner.go("/account/second-factor")
    owner.press("开始设置")
    secret = owner.page.locator("main code").inner_text().replace(" ", "")
    owner.write("验证码", code(secret))
    owner.press("开启两步验证")
    assert owner.page.locator(".codes li").count() == 10
    owner.follow("我已保存，继续")
    owner.reads("已开启")


def apply(owner: Person, verification: str) -> None:
    """Hand the papers in."""
    owner.go(verification)
    owner.follow("申请认证")
    owner.page.get_by_label("营业执照").last.set_input_files(BLURRED)
    owner.page.get_by_label("授权书").last.set_input_files(PAPER)
    for label, text in (("姓名", "韩工"), ("职务", "总工程师"), ("电话", "13800138000")):
        owner.page.get_by_label(re.compile(f"^联系(人|)?{label}")).fill(text)
    owner.press("提交审核")
    owner.reads("审核中")


def decide(staff: Person, name: str, answers: Mapping[str, str], button: str) -> None:
    """Say of each part whether it is sound, and decide."""
    staff.go("/staff/verifications")
    staff.follow(name)
    for part, answer in answers.items():
        block = staff.page.locator(".part-block").filter(has=staff.page.locator(f"#part-{part}"))
        block.get_by_label(answer).check()
        if answer == "需要修改":
            block.get_by_text("需要修改时，选原因").click()
            block.get_by_label("营业执照看不清或不完整").check()
    staff.press(button)


@pytest.mark.parametrize("window", [PHONE, WIDE], ids=["phone", "wide"])
def test_provider_is_verified_brings_a_colleague_and_is_found(
    page_of: PageOf, site: Site, window: ViewportSize
) -> None:
    owner = joined(page_of, site, window)
    home = owner.page.url
    name = f"北岭矿用装备{window['width']}有限公司"
    set_up_second_factor(owner)
    apply(owner, f"{home}/verification")

    staff = Person(page_of("moderator", viewport=window))
    sound = dict.fromkeys(("identity", "authorisation", "contact"), "没有问题")
    decide(staff, name, {**sound, "licence": "需要修改"}, "退回修改")
    owner.go(f"{home}/verification")
    owner.reads("营业执照看不清或不完整")
    owner.follow("修改申请")
    owner.page.get_by_label("营业执照").last.set_input_files(CLEAR)
    owner.press("提交审核")
    decide(staff, name, {"licence": "没有问题"}, "全部通过")
    owner.go(home)
    owner.reads("已认证")

    colleague = Person(page_of("visitor", viewport=window))
    address = f"he-{window['width']}@example.com"
    owner.go(f"{home}/members")
    owner.follow("邀请成员")
    owner.write("邮箱", address)
    owner.page.get_by_label("编辑者").check()
    owner.press("发出邀请")
    colleague.go(site.link_mailed_to(address))
    colleague.write("姓名", "贺工")
    colleague.page.get_by_label("密码", exact=True).fill(PASSWORD)
    colleague.page.get_by_label("我已阅读并同意隐私说明").check()
    colleague.press("注册并加入")
    colleague.reads(name)

    title = f"北岭露天矿无人运输系统{window['width']}"
    colleague.go("/offerings/new")
    colleague.write("标题", title)
    colleague.write("方案介绍", SUMMARY)
    colleague.page.get_by_label("行业").first.select_option(label="智能矿山")
    colleague.page.locator(".scene-picker summary", has_text="智能矿山").click()
    colleague.page.get_by_label("无人矿卡").check()
    colleague.press("提交审核")
    colleague.reads("正在等待审核")
    staff.go("/staff/offerings")
    staff.follow(title)
    staff.press("通过并发布")

    visitor = Person(page_of("visitor", viewport=window))
    for _try in range(20):  # the worker brings what was published to the search
        visitor.go(f"/search?q={title}")
        if visitor.page.get_by_role("link", name=title).count():
            break
    visitor.follow(title)
    visitor.reads(name)
