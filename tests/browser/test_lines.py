"""From what a text says to what counts: requirements accepted, judged, compared and exported."""

from pathlib import Path

import pytest
from browser.accessibility import axe_violations
from browser.pages_needs import HomePage
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
NEED = (
    "我们是内蒙古鄂尔多斯的煤矿，井下要建5G专网，做采煤机远程操控和视频回传，"
    "远程控制的时延不高于15毫秒，在线终端不少于500个，支持边缘计算，数据不出园区，预算800万至1200万元。"
)


def test_requirements_are_accepted_judged_compared_and_exported(page: Page) -> None:
    home = HomePage(page).open()
    home.describe(NEED)
    match = home.match()

    match.accept("时延")
    expect(page.locator(":focus")).to_have_attribute("name", "press")
    match.insist_on("时延")
    first = page.locator(".match").first.locator(".verdict").filter(has_text="时延 ≤ 15 毫秒")
    expect(first).to_contain_text("必须")
    assert axe_violations(page) == []

    match.accept_all()
    expect(page.locator("#lines-title")).to_be_focused()
    expect(page.get_by_role("combobox", name="地区")).to_have_value("鄂尔多斯市")
    expect(match.verdicts.first).to_contain_text("满足")
    expect(page.locator("#results-count")).to_contain_text("个方案达到门槛")

    book = load_workbook(match.export())
    titles = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {title for title, _points in match.ranking} <= titles

    best = [title for title, _points in match.ranking[:2]]
    match.compare(2)
    page.get_by_role("heading", name="对比方案", level=1).wait_for()
    assert page.get_by_role("columnheader").all_inner_texts()[1:] == best
    expect(page.get_by_role("row").filter(has_text="时延 ≤ 15 毫秒")).to_contain_text("必须")


def test_a_new_line_waits_for_its_button(page: Page) -> None:
    home = HomePage(page).open()
    home.describe(NEED)
    home.match()
    page.wait_for_load_state()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    page.get_by_text("添加一条要求").click()
    page.get_by_label("要求什么").select_option(label="可靠性")
    page.get_by_label("数值和单位").fill("四个九")
    page.get_by_role("button", name="添加", exact=True).click()

    expect(page.locator(".line__label")).to_have_text(["可靠性"])
    assert sent.count("POST") == 1


def test_a_file_is_chosen_in_the_words_of_the_page(page: Page, tmp_path: Path) -> None:
    (file := tmp_path / "需求.txt").write_text(NEED, encoding="utf-8")
    home = HomePage(page).open()
    opener = page.get_by_text("从文件读取文字")
    opener.click()
    button = page.locator("label", has_text="选择文件")
    expect(page.get_by_text("还没有选择文件")).to_be_visible()
    expect(button).to_have_css("outline-style", "none")

    opener.press("Tab")
    expect(button).to_have_css("outline-style", "solid")
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(file)

    expect(page.get_by_text("需求.txt")).to_be_visible()
    page.get_by_role("button", name="读取文件").click()
    expect(page.get_by_label("用一段话描述您的5G应用需求")).to_have_value(NEED)
    assert home.need == NEED
