"""What an offering assures: written in rows, shown with evidence, reviewed by staff."""

from collections.abc import Mapping
from datetime import date

import pytest
from factories.catalogue import SUMMARY, case, offering
from factories.people import account, member, organisation
from factories.reading import table_rows
from factories.signing_in import sign_in
from factories.taxonomy import capability, plain_sector, province
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import EvidenceKind, OfferingState
from matchmaker.catalogue.models import Offering, Promise
from matchmaker.catalogue.operations import PROMISES_MOST, review_promise
from matchmaker.catalogue.policies import may_review
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.jobs.models import OutboxRow
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind
from matchmaker.taxonomy.models import Standard

NEW = "/offerings/new"
EDIT = "/offerings/1/edit"


@pytest.fixture
def owner_id(app: Flask) -> int:
    """Give a taxonomy and a person who owns organisation 1, whose offering 1 rests on a case."""
    with app.app_context():
        field = plain_sector("mining", "矿山", "无人矿卡")
        province("440000", "广东省", ("440300", "深圳市"))
        province("320000", "江苏省", ("320100", "南京市"))
        capability("slice", "网络切片")
        db.session.add(Standard(code="GB/T 22239-2019", title="网络安全等级保护", level="national"))
        owner = member(organisation("华北矿用装备有限公司"))
        mine = db.session.get_one(Organisation, 1)
        offering(mine, "矿卡改造", sector=field, scenes=list(field.scenes), cases=[case("某矿")])
        db.session.commit()
        return owner.id


def fill(*rows: Mapping[str, object], **changes: object) -> dict[str, object]:
    form: dict[str, object] = {
        "title": "矿卡无人驾驶改造",
        "summary": SUMMARY,
        "sector": "mining",
        "scenes": ["mining-1"],
        "version": "1",
        **changes,
    }
    for number, row in enumerate(rows):
        for name, value in {"evidence": "statement", **row}.items():
            form[f"promises-{number}-{name}"] = value
    return form


def promises() -> list[tuple[object, ...]]:
    return [
        (row.metric or row.capability or row.standard, row.op, row.value, row.value2)
        for row in db.session.scalars(select(Promise).order_by(Promise.position))
    ]


def test_rows_are_stored_typed_and_shown_with_their_evidence(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(
        EDIT,
        fill(
            {"subject": "时延", "figure": "0.02 秒", "evidence": "case", "case": "1"},
            {"subject": "", "figure": ""},
            {"subject": "上行速率", "figure": "1Gbps", "evidence": "test-report", "note": "R-1"},
            {
                "subject": "防护等级",
                "figure": "IP67",
                "evidence": "certificate",
                "note": "CNAS L1",
                "valid_until": "2026-11-19",
            },
            {"subject": "工作温度", "figure": "-40~70℃"},
            {"subject": "网络切片", "url": "https://example.com/proof"},
            {"subject": "gb/t22239-2019"},
            {"subject": "可靠性", "figure": "99.99%", "remove": "y"},
        ),
    )

    assert response.status_code == 303
    with app.app_context():
        figures = promises()
        assert [row[0] for row in figures[:4]] == [
            Metric.LATENCY,
            Metric.UL_RATE,
            Metric.IP_RATING,
            Metric.TEMPERATURE,
        ]
        assert [row[1:] for row in figures[:4]] == [
            (Operator.AT_MOST, 20.0, None),
            (Operator.AT_LEAST, 1000.0, None),
            (Operator.EQUAL, 67.0, None),
            (Operator.RANGE, -40.0, 70.0),
        ]
        assert len(figures) == 6
    page = app.test_client().get("/offerings/1").text
    shown = table_rows(page)
    assert [row[0] for row in shown] == [
        "时延 ≤ 20 毫秒",
        "上行速率 ≥ 1,000 Mbps",
        "IP67",
        "工作温度 -40 到 70 ℃",
        "网络切片",
        "GB/T 22239-2019 网络安全等级保护",
    ]
    assert "某矿 · 2023" in shown[0][1]
    assert "检测报告R-1" in shown[1][1].replace(" ", "")
    assert shown[2][2].startswith("已过期")
    assert {row[3] for row in shown} == {"未核对"}
    assert "https://example.com/proof" in page


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"subject": "时延", "figure": "101 Mbps"}, "单位不对，这项指标请写成“20 毫秒”这样"),
        ({"subject": "时延", "figure": "飞快"}, "没有读懂这个数值"),
        ({"subject": "时延", "figure": ""}, "没有读懂这个数值"),
        ({"subject": "可靠性", "figure": "101%"}, "这个数值不可能"),
        ({"subject": "防护等级", "figure": "好"}, "例如“IP67”"),
        ({"subject": "时光机", "figure": "1"}, "没有找到“时光机”"),
        ({"subject": "", "figure": "20"}, "请写承诺的指标、能力或标准"),
        ({"subject": "网络切片", "figure": "20"}, "能力和标准不用写数值"),
        ({"subject": "网络切片", "evidence": "case"}, "请选择所依据的案例"),
        ({"subject": "网络切片", "evidence": "test-report"}, "请写检测报告的编号或网址"),
        ({"subject": "网络切片", "evidence": "certificate"}, "请写证书编号"),
        ({"subject": "网络切片", "evidence": "certificate", "note": "1"}, "请写证书的有效期"),
        ({"subject": "网络切片", "valid_until": "2027-01-01"}, "有效期只用于证书"),
        ({"subject": "网络切片", "valid_until": "明年"}, "请写日期"),
        ({"subject": "网络切片", "url": "javascript:alert(1)"}, "网址要以 https://"),
        ({"subject": "网络切片", "note": "长" * 501}, "最多 500 个字"),
    ],
)
def test_row_that_cannot_be_stands_with_its_message_and_nothing_is_lost(
    app: Flask, client: PageClient, owner_id: int, row: dict[str, object], said: str
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(
        EDIT, fill({"subject": "抖动", "figure": "五毫秒"}, row, title="还没存的标题")
    )

    assert response.status_code == 422
    assert said in response.text
    assert "第 2 条：" in response.text
    assert 'value="五毫秒"' in response.text
    assert "还没存的标题" in response.text
    for typed in row.values():
        assert str(typed) in response.text
    with app.app_context():
        assert promises() == []


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"price_min_wan": "100", "price_max_wan": "50"}, "上限要不小于下限"),
        ({"price_min_wan": "-1"}, "请写 0 到 1,000,000 之间的数字"),
        ({"price_max_wan": "NaN"}, "请写数字"),
        ({"price_max_wan": "1e999999"}, "请写数字"),
        ({"lead_days_max": "5000"}, "请写 0 到 3,650 之间的数字"),
        ({"lead_days_min": "三十"}, "请写整数"),
        ({"served_regions": "广东、火星、金星"}, "没有找到“火星、金星”"),
        ({"served_regions": "、".join(["广东"] * 61)}, "地区太多了"),
    ],
)
def test_terms_that_cannot_be_are_refused_and_stay_in_their_boxes(
    app: Flask, client: PageClient, owner_id: int, changes: dict[str, str], said: str
) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(EDIT, fill(**changes))

    assert response.status_code == 422
    assert said in response.text
    for typed in changes.values():
        assert f'value="{typed}"' in response.text


def test_terms_are_stored_and_shown(app: Flask, client: PageClient, owner_id: int) -> None:
    sign_in(app, client, owner_id)

    client.submit(
        EDIT,
        fill(
            region="广东深圳",
            served_regions="江苏南京、 江苏，江苏南京市",
            is_nationwide="y",
            price_min_wan="1,200.5",
            price_max_wan="２０００",
            lead_days_min="30",
            lead_days_max="90",
        ),
    )

    page = client.get("/offerings/1").text
    for words in ("1,200.5–2,000 万元", "30–90 天", "服务全国 · 深圳市 · 江苏省 · 南京市"):
        assert words in page
    assert 'value="江苏省、南京市"' in client.get(EDIT).text


def test_button_gives_more_rows_and_keeps_what_was_typed(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    sign_in(app, client, owner_id)
    assert client.get(NEW).text.count("promise-row__title") == 2

    page = client.submit(NEW, fill({"subject": "时延", "figure": "很快"}, title="短", more="1"))

    assert page.status_code == 200
    assert page.text.count("promise-row__title") == 3
    assert 'value="很快"' in page.text
    assert "请先改正下面的问题" not in page.text


def test_more_than_the_most_rows_are_refused_whole(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    with app.app_context():
        for number in range(PROMISES_MOST + 1):
            capability(f"c{number}", f"能力{number}")
        db.session.commit()
    sign_in(app, client, owner_id)

    rows = [{"subject": f"能力{number}"} for number in range(PROMISES_MOST + 1)]
    refused = client.submit(EDIT, fill(*rows))
    stored = client.submit(EDIT, fill(*rows[:-1]))

    assert refused.status_code == 422
    assert "承诺最多写 40 条" in refused.text
    assert refused.text.count("promise-row__title") == PROMISES_MOST + 1
    assert stored.status_code == 303
    assert 'name="more"' not in client.get(EDIT).text


def test_one_thing_is_promised_once(app: Flask, client: PageClient, owner_id: int) -> None:
    sign_in(app, client, owner_id)

    response = client.submit(
        EDIT, fill({"subject": "时延", "figure": "20"}, {"subject": "时延", "figure": "30"})
    )

    assert response.status_code == 422
    assert "同一项承诺写了两次" in response.text


def reviewed_promise() -> Promise:
    return Promise(
        kind=RequirementKind.METRIC,
        metric=Metric.LATENCY,
        op=Operator.EQUAL,
        value=8.3,
        evidence=EvidenceKind.CERTIFICATE,
        evidence_note="CNAS L1",
        valid_until=date(2027, 1, 1),
        reviewed_at=clock.now(),
    )


def test_unchanged_promise_keeps_its_review_and_a_changed_one_loses_it(
    app: Flask, client: PageClient, owner_id: int
) -> None:
    with app.app_context():
        db.session.get_one(Offering, 1).promises = [reviewed_promise()]
        db.session.commit()
    sign_in(app, client, owner_id)
    row = {
        "subject": "时延",
        "figure": "= 8.3 毫秒",
        "evidence": "certificate",
        "note": "CNAS L1",
        "valid_until": "2027-01-01",
    }
    assert 'value="= 8.3 毫秒"' in client.get(EDIT).text

    client.submit(EDIT, fill(row))
    with app.app_context():
        kept = db.session.scalars(select(Promise)).one()
        assert (kept.id, kept.reviewed_at) == (1, clock.now())
        version = db.session.get_one(Offering, 1).version
    client.submit(EDIT, fill({**row, "figure": "8"}, version=str(version)))

    with app.app_context():
        changed = db.session.scalars(select(Promise)).one()
        assert (changed.value, changed.reviewed_at) == (8.0, None)
        assert db.session.get_one(Offering, 1).version == version + 1
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert [row["value"] for row in event.before["promises"]] == [8.3]
        assert [row["value"] for row in event.after["promises"]] == [8.0]
        queued = db.session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
        assert queued is not None
        assert queued.key == "offering:1"


def test_staff_mark_a_promise_reviewed_once(app: Flask, client: PageClient, owner_id: int) -> None:
    with app.app_context():
        promise = reviewed_promise()
        promise.reviewed_at = None
        db.session.get_one(Offering, 1).promises = [promise]
        people = [account(staff=StaffRole.REVIEWER).id, account(staff=StaffRole.AUDITOR).id]
        db.session.commit()
    for person_id in (owner_id, people[1]):
        sign_in(app, client, person_id)
        assert "标为已核对" not in client.get("/offerings/1").text
        assert client.submit("/offerings", to="/promises/1/review").status_code == 404
    sign_in(app, client, people[0])
    assert "标为已核对" in client.get("/offerings/1").text

    response = client.submit("/offerings/1", to="/promises/1/review")

    assert response.location == "/offerings/1#promises"
    assert [row[3] for row in table_rows(client.get("/offerings/1").text)] == ["已核对"]
    assert client.submit("/account", to="/promises/1/review").status_code == 404
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert (event.action, event.actor_id) == ("offering.promise_reviewed", people[0])
        queued = db.session.scalars(select(OutboxRow.key)).all()
        assert "offering:1" in queued


def test_review_happens_once_and_only_staff_may(app: Flask, owner_id: int) -> None:
    with app.app_context():
        promise, staff = reviewed_promise(), account(staff=StaffRole.REVIEWER)
        mine = db.session.get_one(Organisation, 1)
        draft = offering(mine, "时延有证书的方案", OfferingState.DRAFT)
        draft.promises.append(promise)

        with pytest.raises(ConflictError):
            review_promise(promise, actor=staff)

        assert not may_review(staff, promise)
        promise.reviewed_at = None
        assert may_review(staff, promise)
        assert not may_review(None, promise)
        assert not may_review(db.session.get_one(Account, owner_id), promise)
        promise.evidence = EvidenceKind.STATEMENT
        assert not may_review(staff, promise)


@pytest.mark.parametrize("state", [OfferingState.DRAFT, OfferingState.PUBLISHED])
def test_only_a_public_offering_is_indexed_again_when_edited(
    app: Flask, client: PageClient, owner_id: int, state: OfferingState
) -> None:
    with app.app_context():
        offering(db.session.get_one(Organisation, 1), "另一个方案", state)
        db.session.commit()
    sign_in(app, client, owner_id)

    client.submit("/offerings/2/edit", fill({"subject": "时延", "figure": "20"}))

    with app.app_context():
        rows = db.session.scalars(select(OutboxRow))
        assert any(row.key == "offering:2" for row in rows) == (state is OfferingState.PUBLISHED)
