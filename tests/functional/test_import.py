"""Offerings from a spreadsheet: checked, mended, written, changed, and never written twice."""

from datetime import timedelta
from io import BytesIO

import pytest
from factories.catalogue import SUMMARY
from factories.people import member, organisation
from factories.reading import MOST_QUERIES, queries, table_rows
from factories.sheets import (
    book,
    checked,
    hand_in,
    imported,
    let_worker_import,
    read_book,
    sheet,
)
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from openpyxl import Workbook
from pages import PageClient
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import EvidenceKind, ImportState, OfferingState
from matchmaker.catalogue.models import ImportRow, Offering, SheetImport
from matchmaker.catalogue.operations.imports import ROWS_MOST, purge_imports
from matchmaker.db import db

PATH = "/organisations/1/offerings/import"
EXPORT = "/organisations/1/offerings/export"
TEMPLATE = "/organisations/1/offerings/template"
HEADS = (
    "编号",
    "标题",
    "方案介绍",
    "行业",
    "场景",
    "能力",
    "主要服务地区",
    "价格上限（万元）",
    "承诺",
)
UNKNOWN_SECTOR = "行业：没有找到“火星”，请从“可用的词”中选。"
GOOD = {
    "编号": "A-1",
    "标题": "矿卡无人驾驶改造",
    "方案介绍": SUMMARY,
    "行业": "矿山",
    "场景": "无人矿卡；视频监控",
    "能力": "边缘计算",
    "主要服务地区": "广东深圳",
    "价格上限（万元）": 120.5,
    "承诺": "时延：≤ 20 毫秒；边缘计算",
}


@pytest.fixture
def seller(app: Flask, client: PageClient) -> PageClient:
    """Give a browser of the owner of organisation 1, and a taxonomy."""
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        plain_sector("port", "港口", "岸桥远控")
        province("440000", "广东省", ("440300", "深圳市"))
        capability("mec", "边缘计算")
        owner = member(organisation("华北矿用装备有限公司"))
        db.session.commit()
        owner_id = owner.id
    sign_in(app, client, owner_id)
    return client


def stored(app: Flask) -> list[tuple[str, OfferingState]]:
    with app.app_context():
        rows = db.session.scalars(select(Offering).order_by(Offering.id))
        return [(row.title, row.state) for row in rows]


def test_file_is_checked_mended_and_written(app: Flask, seller: PageClient) -> None:
    bad = {**GOOD, "编号": "A-2", "行业": "火星", "价格上限（万元）": "很多", "标题": "短"}
    page = checked(app, seller, PATH, sheet(HEADS, GOOD, bad))

    shown = seller.get(page).text
    assert stored(app) == []
    assert "还没有写入任何内容。确认后写入 1 行。" in shown
    assert table_rows(shown) == [
        [
            "3",
            "A-2",
            "短",
            f"{UNKNOWN_SECTOR}价格上限（万元）：请写数字，例如 50 或 37.5。",
        ]
    ]

    assert seller.submit(page, to=f"{page}/confirm").status_code == 303
    let_worker_import(app)
    assert stored(app) == [("矿卡无人驾驶改造", OfferingState.DRAFT)]

    heads, *rows = read_book(seller.get(f"{page}/bad-rows").data)
    assert heads[-1] == "错误"
    [row] = rows
    assert "没有找到“火星”" in row[-1]
    mended = dict(zip(heads, row, strict=True))
    mended |= {"行业": "矿山", "价格上限（万元）": "９０", "标题": "第二个方案"}
    imported(app, seller, PATH, sheet(heads, mended))

    assert stored(app) == [
        ("矿卡无人驾驶改造", OfferingState.DRAFT),
        ("第二个方案", OfferingState.DRAFT),
    ]


def test_all_a_row_says_is_written_and_audited(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD))

    with app.app_context():
        [offering] = db.session.scalars(select(Offering))
        assert offering.summary == SUMMARY
        assert offering.sector is not None
        assert offering.sector.code == "mining"
        assert [scene.name_zh for scene in offering.scenes] == ["无人矿卡", "视频监控"]
        assert [row.slug for row in offering.capabilities] == ["mec"]
        assert offering.region_code == "440300"
        assert str(offering.price_max_wan) == "120.50"
        assert [(row.kind.value, row.value) for row in offering.promises] == [
            ("metric", 20.0),
            ("capability", None),
        ]
        actor = db.session.scalars(
            select(AuditEvent.actor_id).where(AuditEvent.action == "offering.drafted")
        ).one()
    assert actor == 1


def test_importing_the_same_again_changes_nothing(app: Flask, seller: PageClient) -> None:
    data = sheet(HEADS, GOOD, {**GOOD, "编号": "A-2", "标题": "第二个方案"})
    imported(app, seller, PATH, data)
    with app.app_context():
        events = db.session.scalar(select(func.count(AuditEvent.id)))
        versions = db.session.scalars(select(Offering.version)).all()

    page = checked(app, seller, PATH, data)

    assert "没有要写入的行：没有新的，也没有变化。" in seller.get(page).text
    assert seller.submit(PATH, to=f"{page}/confirm").status_code == 422
    with app.app_context():
        assert db.session.scalars(select(Offering.version)).all() == versions
        since = db.session.scalars(select(AuditEvent.action).where(AuditEvent.id > events)).all()
    assert set(since) == {"sheet_import.taken"}


def test_export_edit_import_changes_only_what_was_edited(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD, {**GOOD, "编号": "A-2", "标题": "第二个方案"}))
    with app.app_context():
        [first, _second] = db.session.scalars(select(Offering).order_by(Offering.id))
        promise = first.promises[0]
        promise.evidence, promise.evidence_note = EvidenceKind.TEST_REPORT, "报告 R-1"
        db.session.commit()

    exported = seller.get(EXPORT).data
    assert "无变化 2" in seller.get(checked(app, seller, PATH, exported)).text

    heads, *rows = read_book(exported)
    rows[0][heads.index("最迟交付（天）")] = "90"
    page = imported(app, seller, PATH, book(heads, *rows))

    assert table_rows(seller.get(f"{page}?show=changed").text) == [
        ["2", "A-1", "矿卡无人驾驶改造", "最迟交付（天）"]
    ]
    with app.app_context():
        [first, second] = db.session.scalars(select(Offering).order_by(Offering.id))
        assert (first.lead_days_max, second.lead_days_max) == (90, None)
        assert first.promises[0].evidence_note == "报告 R-1"
        edits = select(func.count(AuditEvent.id)).where(AuditEvent.action == "offering.edited")
        assert db.session.scalar(edits) == 1


def test_offering_without_a_number_goes_by_that_of_the_site(app: Flask, seller: PageClient) -> None:
    with app.app_context():
        own = db.session.get_one(Organisation, 1)
        db.session.add(
            Offering(organisation=own, title="页面上写的方案", summary="", state="draft")
        )
        db.session.commit()

    heads, row = read_book(seller.get(EXPORT).data)
    assert row[0] == "#1"
    row[1] = "改过的标题"
    imported(app, seller, PATH, book(heads, row))
    assert stored(app) == [("改过的标题", OfferingState.DRAFT)]
    page = checked(app, seller, PATH, sheet(HEADS, {**GOOD, "编号": "#77"}))
    assert "没有这个平台编号" in seller.get(page).text


def test_template_explains_itself_and_its_example_is_passed_over(
    app: Flask, seller: PageClient
) -> None:
    template = seller.get(TEMPLATE).data
    heads, hints, example = read_book(template)

    assert heads[:2] == ["编号", "标题"]
    assert hints[0].startswith("说明")
    assert example[0].startswith("示例")
    assert "文件里没有内容" in hand_in(seller, PATH, template).get_data(as_text=True)
    example[0] = "A-9"
    page = checked(app, seller, PATH, book(heads, hints, example))
    assert "新增 1" in seller.get(page).text


def merged() -> bytes:
    made = Workbook()
    page = made.create_sheet(index=0)
    for row in (HEADS, [GOOD[head] for head in HEADS], [None, "第二行的标题"]):
        page.append(list(row))
    page.merge_cells("A2:A3")
    target = BytesIO()
    made.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (sheet(HEADS, GOOD, {**GOOD, "标题": "另一个方案"}), "这个编号在第 2 行已经出现。"),
        (sheet(HEADS, {**GOOD, "编号": None}), "请写编号"),
        (merged(), "合并的单元格请先取消合并"),
        (sheet(HEADS, {**GOOD, "标题": "短"}), "标题：请写标题，4 到 60 个字。"),
        (sheet(HEADS, {**GOOD, "场景": "无人矿卡；登月"}), "没有找到“登月”"),
        (sheet(HEADS, {**GOOD, "承诺": "时延：很快"}), "没有读懂这个数值"),
        (sheet(HEADS, {**GOOD, "承诺": "时延：≤ 20 毫秒；时延：≤ 30 毫秒"}), "同一项承诺写了两次"),
        (sheet(HEADS, {**GOOD, "承诺": "快乐：1"}), "没有找到“快乐”"),
        (sheet(HEADS, {**GOOD, "价格上限（万元）": -1}), "请写 0 到 1,000,000 之间的数字。"),
        (sheet(HEADS, {**GOOD, "编号": "长" * 61}), "请写编号，最多 60 个字。"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(
    app: Flask, seller: PageClient, data: bytes, message: str
) -> None:
    page = seller.get(checked(app, seller, PATH, data)).text

    assert message in "".join(words for row in table_rows(page) for words in row)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "文件是空的"),
        ("不是表格".encode(), "请上传 .xlsx 文件"),
        (book(["姓名", "电话"], ["张三", "1"]), "没有找到标题行"),
        (book([*HEADS, "颜色"], ["A-1"]), "不认识的列“颜色”"),
        (book([*HEADS, "标题"], ["A-1"]), "列“标题”出现了两次"),
        (book(HEADS), "文件里没有内容"),
        (book(HEADS, *([f"A-{n}", "标题标题"] for n in range(ROWS_MOST + 1))), "最多 5,000 行"),
    ],
)
def test_file_that_cannot_be_read_says_what_to_do(
    app: Flask, seller: PageClient, data: bytes, message: str
) -> None:
    response = hand_in(seller, PATH, data)

    assert response.status_code == 422
    assert message in response.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(select(func.count(SheetImport.id))) == 0


def test_press_without_a_file_asks_for_one(seller: PageClient) -> None:
    response = seller.submit(PATH, {})

    assert response.status_code == 422
    assert "请先选择文件。" in response.get_data(as_text=True)


def test_change_after_the_check_is_not_written_over(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD))
    page = checked(app, seller, PATH, sheet(HEADS, {**GOOD, "标题": "表格里的标题"}))
    with app.app_context():
        db.session.get_one(Offering, 1).title = "别人刚写的标题"
        db.session.commit()

    seller.submit(page, to=f"{page}/confirm")
    let_worker_import(app)

    assert stored(app) == [("别人刚写的标题", OfferingState.DRAFT)]
    assert "检查之后这一行的内容在网页上被改动过" in seller.get(page).text


def test_second_file_waits_for_the_first_which_can_be_cancelled(
    app: Flask, seller: PageClient
) -> None:
    page = hand_in(seller, PATH, sheet(HEADS, GOOD)).location

    refused = hand_in(seller, PATH, sheet(HEADS, GOOD))
    assert refused.status_code == 409
    assert "已经有一个文件在处理" in refused.get_data(as_text=True)
    assert "完成 0 / 1" in seller.get(page).text

    assert seller.submit(page, to=f"{page}/cancel").status_code == 303
    let_worker_import(app)
    assert stored(app) == []
    assert "已取消" in seller.get(page).text
    assert hand_in(seller, PATH, sheet(HEADS, GOOD)).status_code == 303


def test_import_goes_on_in_stretches(
    app: Flask, seller: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.catalogue.operations.imports.stretches.AT_ONCE", 2)
    monkeypatch.setattr("matchmaker.catalogue.operations.imports.stretches.TOGETHER", 1)
    rows = [{**GOOD, "编号": f"A-{number}"} for number in range(5)]

    page = imported(app, seller, PATH, sheet(HEADS, *rows))

    assert len(stored(app)) == 5
    with app.app_context():
        [taken] = db.session.scalars(select(SheetImport))
        assert (taken.state, taken.done, taken.total) == (ImportState.DONE, 5, 5)
    assert "已完成" in seller.get(page).text


def test_strangers_see_nothing_of_it(app: Flask, seller: PageClient) -> None:
    page = hand_in(seller, PATH, sheet(HEADS, GOOD)).location
    with app.app_context():
        stranger = member(organisation("别的单位")).id
        db.session.commit()
    other = app.test_client()
    sign_in(app, other, stranger)

    for path in (PATH, EXPORT, TEMPLATE, page, f"{page}/bad-rows"):
        assert other.get(path).status_code == 404, path


def test_page_of_many_rows_holds_to_few_queries(app: Flask, seller: PageClient) -> None:
    rows = [{**GOOD, "编号": f"A-{number}"} for number in range(60)]
    page = imported(app, seller, PATH, sheet(HEADS, *rows))

    for path in (page, PATH):
        with queries(app) as asked:
            assert seller.get(path).status_code == 200
        assert len(asked) <= MOST_QUERIES


def test_old_files_are_deleted_and_their_offerings_stay(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD))

    with app.app_context(), clock.at(clock.now() + timedelta(days=31)):
        purge_imports()
        db.session.commit()
        assert db.session.scalar(select(func.count(ImportRow.id))) == 0
    assert len(stored(app)) == 1
