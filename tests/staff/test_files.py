"""Files of taxonomy entries: what is exported comes back as it was, differences before writing."""

import pytest
from factories.demands import sector
from factories.people import account
from factories.sheets import book, hand_in, read_book
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, standard
from flask import Flask
from pages import PageClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.staff.forms.files import lines_of_file
from matchmaker.staff.operations.files import apply_file, mark_of, take_taxonomy_file
from matchmaker.taxonomy.enums import CapabilityKind, Trust
from matchmaker.taxonomy.models import Capability, Scene, Standard, TaxonomyFile, TypicalNeed


@pytest.fixture
def browser(app: Flask, client: PageClient) -> PageClient:
    with app.app_context():
        scene = sector().scenes[0]
        scene.aliases, scene.sources = ["大黄车", "矿用卡车"], ["某规范 表 1"]
        scene.capabilities = [capability("mec", "边缘计算")]
        scene.typical_needs = [
            TypicalNeed(
                metric="latency", op="range", value=20, value2=60.5, unit="ms",
                source="某规范 | 表 2", trust=Trust.SEEN, is_official=True,
            )
        ]  # fmt: skip
        capability("chip", "芯片", CapabilityKind.CATEGORY)
        rule = standard("YD/T 1-2026", "要求")
        rule.scenes = [scene]
        number = account(staff=StaffRole.CURATOR).id
        db.session.commit()
    sign_in(app, client, number)
    return client


def sent(browser: PageClient, kind: str, rows: list[list[str]]) -> TestResponse:
    return hand_in(browser, f"/staff/taxonomy/import?kind={kind}", book(*rows))


ADDRESSES = {
    "scene": "/staff/taxonomy?format=xlsx",
    "standard": "/staff/taxonomy/entries?kind=standard&format=xlsx",
    "capability": "/staff/taxonomy/entries?kind=capability&format=xlsx",
    "sector": "/staff/taxonomy/entries?kind=sector&format=xlsx",
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_what_was_exported_changes_nothing(browser: PageClient, kind: str) -> None:
    rows = read_book(browser.get(ADDRESSES[kind]).data)
    assert len(rows) > 1

    page = browser.get(sent(browser, kind, rows).location).text

    assert "没有差异" in page


def test_a_changed_file_is_shown_and_then_written_once(app: Flask, browser: PageClient) -> None:
    head, *rows = read_book(browser.get(ADDRESSES["scene"]).data)
    named, needs = head.index("中文名称"), head.index("典型需求")
    changed = next(row for row in rows if row[0] == "mining-truck")
    changed[named] = "矿卡自动驾驶"
    changed[needs] = "latency | <= | 15 | 有出处 | 官方指标 | 某规范 表 3"
    new = ["mining-drill", "mining", "远程钻机", "Remote drill", *[""] * (len(head) - 4)]
    page = sent(browser, "scene", [head, *rows, new]).location

    shown = browser.get(page).text
    assert "矿卡自动驾驶" in shown
    assert "mining-drill" in shown
    seen = shown.split('name="seen"')[1].split('value="')[1].split('"')[0]
    assert browser.submit(page, data={"seen": seen}).status_code == 303
    assert browser.submit(page, data={"seen": seen}).status_code == 409
    with app.app_context():
        scene = db.session.scalars(select(Scene).where(Scene.slug == "mining-truck")).one()
        assert scene.name_zh == "矿卡自动驾驶"
        assert [(need.value, need.value2) for need in scene.typical_needs] == [(15, None)]
        assert db.session.scalars(select(Scene).where(Scene.slug == "mining-drill")).one()


def test_faults_are_told_by_line_and_nothing_is_written(app: Flask, browser: PageClient) -> None:
    head, *rows = read_book(browser.get(ADDRESSES["standard"]).data)
    level, scenes = head.index("级别"), head.index("场景")
    rows[0][level] = "随便"
    rows.append(["T/X 1", "团标", "团体标准", *[""] * (len(head) - 3)])
    rows[-1][scenes] = "不存在的场景"
    rows.append(list(rows[-1]))

    page = sent(browser, "standard", [head, *rows]).location
    shown = browser.get(page).text

    assert "没有“随便”" in shown
    assert "不存在的场景" in shown
    assert "在第 3 行已经出现" in shown
    assert "写入 " not in shown
    with app.app_context():
        assert len(db.session.scalars(select(Standard)).all()) == 1
    wrong = sent(browser, "standard", [["不认识", "名称"], ["a", "b"]])
    assert wrong.status_code == 422
    assert "第一行要是导出的列名" in wrong.text
    assert browser.submit("/staff/taxonomy/import?kind=sector", data={}).status_code == 422


def taken(kind: str, cells: dict[str, str], actor: Account) -> TaxonomyFile:
    return take_taxonomy_file(kind, "a.xlsx", [(2, cells)], actor=actor)


@pytest.mark.usefixtures("session")
def test_who_is_late_looks_again() -> None:
    plain_sector("port", "港口")
    actor = account(staff=StaffRole.CURATOR)
    row = capability("mec", "边缘计算")
    cells = {"key": "mec", "name_zh": "边缘云", "version": str(row.version)}
    file = taken("capability", cells, actor)
    seen = mark_of(lines_of_file(file))
    row.description = "别人写的"
    db.session.commit()

    with pytest.raises(ConflictError, match="再看一遍"):
        apply_file(file, lines_of_file(file), seen=seen, actor=actor)
    (line,) = lines_of_file(file)
    assert "导出之后" in line.faults[0]
    again = taken("capability", cells | {"version": ""}, actor)
    lines = lines_of_file(again)
    assert apply_file(again, lines, seen=mark_of(lines), actor=actor) == 1
    assert db.session.get_one(Capability, row.id).name_zh == "边缘云"
    with pytest.raises(DomainError):
        take_taxonomy_file("capability", "a.xlsx", [], actor=actor)
