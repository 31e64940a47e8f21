"""Cases from a spreadsheet: checked, mended, written as drafts, exported, edited, never twice."""

from datetime import date
from decimal import Decimal

import pytest
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
from pages import PageClient
from sqlalchemy import func, select

from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import CaseState, ClientConsent, Effect
from matchmaker.catalogue.models import Case, CaseNumber
from matchmaker.catalogue.operations import submit_case
from matchmaker.db import db
from matchmaker.errors import DomainError

PATH = "/organisations/1/cases/import"
EXPORT = "/organisations/1/cases/export"
TEMPLATE = "/organisations/1/cases/template"
FIGURES = (
    "少人、换岗 | 单班司机 | 12 → 3 人 | 2026-03-31\n"
    "规模应用｜无人矿卡｜40 台｜2026/3/31；降成本 | 吨煤成本 | 1,012.5 元 -> 1,000 | 2026年3月31日"
)
GOOD = {
    "编号": "C-1",
    "标题": "某露天煤矿矿卡无人驾驶",
    "客户署名": "不署名",
    "客户（公开显示）": "某露天煤矿",
    "客户全称（不公开）": "北山露天煤矿有限公司",
    "行业": "矿山",
    "场景": "无人矿卡；视频监控",
    "能力": "边缘计算",
    "项目地区": "广东深圳",
    "开始日期": date(2025, 3, 1),
    "完成日期": "2026-03-31",
    "问题": "矿区夜间运输视线差，司机疲劳，每年都有擦碰，招工也越来越难。",
    "做法": "建设 5G 专网和边缘计算，矿卡加装车载终端，由调度平台统一派车。",
    "成效": "单班司机由 12 人减到 3 人，夜间也能连续运输。",
    "成效的数值": FIGURES,
    "本单位的角色": "总集成",
    "合作单位": "某通信运营商 | 5G 专网建设\n某矿卡制造商",
    "公开报道的网址": "https://www.example.org/news/1",
}
HEADS = tuple(GOOD)


@pytest.fixture
def seller(app: Flask, client: PageClient) -> PageClient:
    """Give a browser of the owner of organisation 1, and a taxonomy."""
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        province("440000", "广东省", ("440300", "深圳市"))
        capability("mec", "边缘计算")
        owner = member(organisation("华北矿用装备有限公司"))
        db.session.commit()
        owner_id = owner.id
    sign_in(app, client, owner_id)
    return client


def test_cases_are_checked_mended_and_written_as_drafts(app: Flask, seller: PageClient) -> None:
    assert f'href="{PATH}"' in seller.get("/my/cases").text
    bad = {**GOOD, "编号": "C-2", "客户（公开显示）": "北山煤矿", "成效的数值": "少了 9 人"}
    page = checked(app, seller, PATH, sheet(HEADS, GOOD, bad))

    [[place, number, _title, faults]] = table_rows(seller.get(page).text)
    assert (place, number) == ("3", "C-2")
    assert "成效的数值：少了 9 人：请写四段，用“|”隔开" in faults
    with app.app_context():
        assert db.session.scalar(select(func.count(Case.id))) == 0

    assert seller.submit(page, to=f"{page}/confirm").status_code == 303
    let_worker_import(app)
    heads, *rows = read_book(seller.get(f"{page}/bad-rows").data)
    mended = dict(zip(heads, rows[0], strict=True)) | {"成效的数值": FIGURES}
    page = checked(app, seller, PATH, sheet(heads, mended))
    assert "不署名的客户请以“某”开头" in seller.get(page).text  # what the form says, too
    imported(app, seller, PATH, sheet(heads, mended | {"客户（公开显示）": "某煤矿"}))

    with app.app_context():
        first, second = db.session.scalars(select(Case).order_by(Case.id))
        assert {first.state, second.state} == {CaseState.DRAFT}
        assert (first.consent, first.client) == (ClientConsent.ANONYMOUS, "某露天煤矿")
        assert first.client_name == "北山露天煤矿有限公司"
        assert [scene.name_zh for scene in first.scenes] == ["无人矿卡", "视频监控"]
        assert first.region_code == "440300"
        assert (first.started_on, first.finished_on) == (date(2025, 3, 1), date(2026, 3, 31))
        assert (first.year_from, first.year_to) == (2025, 2026)
        assert [(row.kind, row.before, row.after, row.unit) for row in first.figures] == [
            (Effect.STAFF, Decimal(12), Decimal(3), "人"),
            (Effect.SCALE, None, Decimal(40), "台"),
            (Effect.COST, Decimal("1012.5"), Decimal(1000), "元"),
        ]
        assert {row.measured_on for row in first.figures} == {date(2026, 3, 31)}
        assert [(row.name, row.role) for row in first.partners] == [
            ("某通信运营商", "5G 专网建设"),
            ("某矿卡制造商", ""),
        ]
        assert [(part.organisation_id, part.role) for part in first.parts] == [(1, "总集成")]
        drafted = select(AuditEvent).where(AuditEvent.action == "case.drafted")
        trail = db.session.scalars(drafted.order_by(AuditEvent.id)).all()
        assert [row.actor_id for row in trail] == [1, 1]
        assert [one["what"] for one in trail[0].after["figures"]][:2] == ["单班司机", "无人矿卡"]
        assert db.session.scalars(select(CaseNumber.number)).all() == ["C-1", "C-2"]


def test_exported_cases_come_back_as_they_are_and_edited(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD, {**GOOD, "编号": "C-2"}))
    with app.app_context():
        [case, _other] = db.session.scalars(select(Case).order_by(Case.id))
        case.figures[0].unit = "5G | 终端；台"  # what a row could not say
        case.state, case.published_at = CaseState.PUBLISHED, case.created_at
        db.session.commit()
        versions = db.session.scalars(select(Case.version).order_by(Case.id)).all()

    heads, *rows = read_book(seller.get(EXPORT).data)
    assert [row[0] for row in rows] == ["C-1", "C-2"]
    page = checked(app, seller, PATH, book(heads, *rows))
    assert "无变化 2" in seller.get(page).text

    title, role = heads.index("标题"), heads.index("本单位的角色")
    rows[0][title], rows[1][role] = "改了公开的案例", "集成与运维"
    page = imported(app, seller, PATH, book(heads, *rows))

    assert table_rows(seller.get(f"{page}?show=changed").text) == [
        ["3", "C-2", GOOD["标题"], "本单位的角色"]
    ]
    assert "待审核和已发布的案例不能直接改，请先撤回。" in seller.get(page).text
    with app.app_context():
        first, second = db.session.scalars(select(Case).order_by(Case.id))
        assert (first.version, second.version) == (versions[0], versions[1] + 1)
        assert (first.title, second.parts[0].role) == (GOOD["标题"], "集成与运维")


def test_importing_the_same_cases_again_changes_nothing(app: Flask, seller: PageClient) -> None:
    data = sheet(HEADS, GOOD)
    imported(app, seller, PATH, data)

    page = checked(app, seller, PATH, data)

    assert "没有要写入的行" in seller.get(page).text
    assert seller.submit(PATH, to=f"{page}/confirm").status_code == 422


def test_named_case_waits_for_its_consent(app: Flask, seller: PageClient) -> None:
    named = {**GOOD, "客户署名": "署名", "客户（公开显示）": "北山露天煤矿有限公司"}
    imported(app, seller, PATH, sheet(HEADS, named))

    with app.app_context():
        [case] = db.session.scalars(select(Case))
        actor = db.session.get_one(Account, 1)
        with pytest.raises(DomainError, match="先上传客户同意书"):
            submit_case(case, actor=actor)


def test_case_changed_after_the_check_is_left_alone(app: Flask, seller: PageClient) -> None:
    imported(app, seller, PATH, sheet(HEADS, GOOD))
    page = checked(app, seller, PATH, sheet(HEADS, {**GOOD, "标题": "表格里的标题"}))
    with app.app_context():
        db.session.get_one(Case, 1).title = "别人刚写的标题"
        db.session.commit()

    seller.submit(page, to=f"{page}/confirm")
    let_worker_import(app)

    with app.app_context():
        assert db.session.get_one(Case, 1).title == "别人刚写的标题"
    assert "检查之后这一行的内容在网页上被改动过" in seller.get(page).text


def test_template_says_how_each_cell_is_written(app: Flask, seller: PageClient) -> None:
    template = seller.get(TEMPLATE).data
    heads, hints, example = read_book(template)
    assert heads[: len(HEADS)] == list(HEADS)
    assert "文件里没有内容" in hand_in(seller, PATH, template).get_data(as_text=True)

    told = {row[0]: row for row in read_book(template, 1)}
    assert "成效类别 | 指标 | 原来 → 现在 单位 | 测量日期" in told["成效的数值"][1]
    lines = [row[2] for row in read_book(template, 1)]
    examples = [line for line in lines if line.count("|") == 3]
    assert len(examples) == 4
    example[0], example[heads.index("成效的数值")] = "C-9", "\n".join(examples)
    page = imported(app, seller, PATH, book(heads, hints, example))
    assert "新增 1" in seller.get(page).text
    with app.app_context():
        [case] = db.session.scalars(select(Case))
        assert len(case.figures) == 4


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"成效的数值": "快乐 | 笑容 | 3 次 | 2026-03-31"}, "没有“快乐”，可以写：降成本"),
        ({"成效的数值": "降成本 | 成本 | 很多 | 2026-03-31"}, "请写数值和单位"),
        ({"成效的数值": "降成本 | 成本 | 5 → 3 元 | 去年"}, "请写日期，例如 2026-03-31。"),
        ({"成效的数值": "降成本 | 成本 | 5 人 → 3 元 | 2026-03-31"}, "单位要相同"),
        ({"成效的数值": "降成本 | 成本 | 5 → 3 元 | 2027-03-31"}, "测量日期不能晚于今天。"),
        ({"合作单位": " | 建网"}, "请写“名称 | 角色”"),
        ({"客户署名": "随便"}, "没有“随便”，可以写：署名、不署名。"),
        ({"开始日期": "2025-13-01"}, "请写日期，例如 2026-03-31。"),
        ({"完成日期": "2024-01-01"}, "完成日期要不早于开始日期。"),
        ({"问题": f"北山露天煤矿有限公司{'难' * 20}"}, "出现了客户全称"),
        ({"公开报道的网址": "www.example.org"}, "网址要以 https:// 或 http:// 开头。"),
        ({"公开报道的网址": f"https://{'a' * 1000}"}, "最多 1000 个字"),
    ],
)
def test_what_is_wrong_with_a_case_is_said(
    app: Flask, seller: PageClient, cells: dict[str, object], message: str
) -> None:
    page = seller.get(checked(app, seller, PATH, sheet(HEADS, {**GOOD, **cells}))).text

    assert message in "".join(words for row in table_rows(page) for words in row)


def test_pages_of_many_cases_hold_to_few_queries(app: Flask, seller: PageClient) -> None:
    page = imported(
        app, seller, PATH, sheet(HEADS, *({**GOOD, "编号": f"C-{n}"} for n in range(60)))
    )

    for path in (page, PATH, "/my/cases"):
        with queries(app) as asked:
            assert seller.get(path).status_code == 200
        assert len(asked) <= MOST_QUERIES


def test_writing_asks_for_many_rows_at_once(app: Flask, seller: PageClient) -> None:
    rows = [{**GOOD, "编号": f"C-{number}"} for number in range(100)]
    page = checked(app, seller, PATH, sheet(HEADS, *rows))
    assert seller.submit(page, to=f"{page}/confirm").status_code == 303

    with queries(app) as asked:
        let_worker_import(app)

    assert len([words for words in asked if words.startswith("SELECT")]) < len(rows)


def test_strangers_and_unknown_kinds_are_sent_away(app: Flask, seller: PageClient) -> None:
    assert seller.get("/organisations/1/demands/import").status_code == 404
    with app.app_context():
        stranger = member(organisation("别的单位")).id
        db.session.commit()
    other = app.test_client()
    sign_in(app, other, stranger)

    for path in (PATH, EXPORT, TEMPLATE):
        assert other.get(path).status_code == 404, path
