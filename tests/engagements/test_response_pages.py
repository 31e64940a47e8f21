"""Pages of responses, partners, scores and awards."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from factories.demands import open_demand
from factories.engagements import Two, two_sides
from factories.people import member, organisation
from factories.reading import MOST_QUERIES, queries
from factories.signing_in import sign_in
from flask import Flask
from openpyxl import load_workbook
from pages import PageClient

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.operations import LineContent
from matchmaker.engagements.enums.responses import LineAnswer, ResponseState
from matchmaker.engagements.models.responses import Response
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

LATENCY = LineContent(
    kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20.0,
    is_must=True, source=RequirementSource.STATED,
)  # fmt: skip


@dataclass(frozen=True)
class Numbers:
    """Numbers of a demand with one must, and of both sides' people."""

    demand: int
    requirement: int
    buyer: int
    seller: int
    provider: int


def start(app: Flask, **changes: object) -> Numbers:
    with app.app_context():
        demand, buyer = open_demand(lines=[LATENCY])
        sides: Two = two_sides(demand, buyer)
        sides.offering.promises.append(
            Promise(
                kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST,
                value=15.0, evidence=EvidenceKind.TEST_REPORT, evidence_note="报告 R-7",
            )
        )  # fmt: skip
        for name, value in changes.items():
            setattr(sides.provider, name, value)
        db.session.commit()
        line = demand.requirements[0].id
        return Numbers(demand.id, line, buyer.id, sides.seller.id, sides.provider.id)


def filled(numbers: Numbers, **changes: str) -> dict[str, str]:
    return {
        "version": "0", "offering": "1", "lines-0-requirement": str(numbers.requirement),
        "lines-0-answer": "yes", "lines-0-figure": "15", "lines-0-evidence": "报告 R-7",
        "lines-0-case": "", "price_min": "200", "price_max": "260", "price_words": "含税",
        "plan": "先改五台，再推广。", "weeks": "20", **changes,
    }  # fmt: skip


def stored(app: Flask) -> Response:
    with app.app_context():
        return db.session.query(Response).one()


def test_a_response_is_prefilled_saved_and_submitted(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    sign_in(app, client, numbers.seller)
    path = f"/demands/{numbers.demand}/respond"
    page = client.get(path).text
    assert 'value="报告 R-7"' in page
    assert 'value="15"' in page

    bad = client.submit(path, filled(numbers, **{"lines-0-figure": "三十"}, save="1"))
    assert (bad.status_code, "请只写数字" in bad.text, "先改五台" in bad.text) == (422, True, True)
    far = client.submit(path, filled(numbers, **{"lines-0-figure": "30"}, save="1"))
    assert "填的数值达不到要求" in far.text
    client.submit(path, filled(numbers, plan="", save="1"))
    assert stored(app).state is ResponseState.DRAFT
    page = client.get(path).text
    assert "还没有写实施方案" in page
    assert "正在写或已提交" in client.get(f"/demands/{numbers.demand}").text
    stale = client.submit(path, filled(numbers, send="1"))
    assert stale.status_code == 409
    assert "同事已改动了这份应答" in stale.text
    assert 'name="version" type="hidden" value="1"' in stale.text
    sent = client.submit(path, filled(numbers, version="1", send="1"))
    assert sent.location == "/engagements/1"
    assert "先改五台" in client.get("/engagements/1").text

    sign_in(app, client, numbers.buyer)
    assert "先改五台" in client.get("/engagements/1").text


def test_a_draft_is_hidden_from_the_enterprise(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    sign_in(app, client, numbers.seller)
    client.submit(f"/demands/{numbers.demand}/respond", filled(numbers, save="1"))
    client.submit(
        f"/demands/{numbers.demand}/offer",
        {"organisation": str(numbers.provider), "offering": "", "words": ""},
    )
    assert "先改五台" in client.get("/engagements/1").text
    sign_in(app, client, numbers.buyer)
    assert "先改五台" not in client.get("/engagements/1").text


@pytest.mark.parametrize(
    ("changes", "answer", "said"),
    [
        ({"verified_until": None, "verified_at": None}, "yes", "还没有通过认证"),
        ({}, "no", "必须满足的要求答了"),
        ({}, "", "还有要求没有作答"),
    ],
)
def test_who_is_not_eligible_learns_why_and_keeps_a_draft(
    app: Flask, client: PageClient, changes: dict[str, object], answer: str, said: str
) -> None:
    numbers = start(app, **changes)
    sign_in(app, client, numbers.seller)
    path = f"/demands/{numbers.demand}/respond"
    values = filled(numbers, **{"lines-0-answer": answer, "lines-0-figure": ""})

    refused = client.submit(path, {**values, "send": "1"})
    assert refused.status_code == 422
    assert said in refused.text
    assert client.submit(path, {**values, "save": "1"}).status_code == 303
    assert said in client.get(path).text


def test_a_changed_requirement_is_shown_beside_the_answer(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    sign_in(app, client, numbers.seller)
    path = f"/demands/{numbers.demand}/respond"
    client.submit(path, filled(numbers, send="1"))
    with app.app_context():
        demand = db.session.get_one(Demand, numbers.demand)
        demand.requirements = [
            Requirement(
                kind=RequirementKind.METRIC, metric=metric, op=Operator.AT_MOST, value=10.0,
                source=RequirementSource.STATED, position=place,
            )
            for place, metric in enumerate((Metric.LATENCY, Metric.JITTER))
        ]  # fmt: skip
        db.session.commit()

    page = client.get(path).text
    assert "已改动，原来是：时延 ≤ 20 毫秒" in page
    assert "新增" in page
    assert "答复之后已改动" in client.get("/engagements/1").text


def test_a_partner_is_asked_and_agrees_on_its_own_page(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    with app.app_context():
        partner = member(organisation("芯模组有限公司")).id
        db.session.commit()
    sign_in(app, client, numbers.seller)
    client.submit(f"/demands/{numbers.demand}/respond", filled(numbers, save="1"))
    path = "/responses/1/partners/new"
    asked = {"organisation": "芯模组有限公司", "role": "终端", "covers": str(numbers.requirement)}
    assert "没有找到这个单位" in client.submit(path, {**asked, "organisation": "别处"}).text
    assert client.submit(path, asked).status_code == 303
    assert client.submit(path, asked).status_code == 409
    assert "等对方同意" in client.get(f"/demands/{numbers.demand}/respond").text

    sign_in(app, client, partner)
    assert "邀请您单位一起应答" in client.get("/my/engagements").text
    client.submit("/partnerships/1", to="/partnerships/1/accept")
    assert "已同意" in client.get("/partnerships/1").text
    sign_in(app, client, numbers.buyer)
    assert client.get("/partnerships/1").status_code == 404


def test_the_enterprise_scores_compares_and_awards(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    sign_in(app, client, numbers.seller)
    client.submit(f"/demands/{numbers.demand}/respond", filled(numbers, send="1"))
    assert client.get(f"/demands/{numbers.demand}/responses").status_code == 404

    sign_in(app, client, numbers.buyer)
    base = f"/demands/{numbers.demand}"
    assert "满足 1，部分 0，不满足 0" in client.get(f"{base}/responses").text
    short = {"criteria-0-name": "价格", "criteria-0-weight": "60", "start": "1"}
    assert "现在是 60" in client.submit(f"{base}/criteria", short).text
    client.submit(f"{base}/criteria", {**short, "criteria-0-weight": "100"})
    scores = "/engagements/1/scores"
    assert "请给每项标准" in client.submit(scores, {"scores-0-criterion": "1"}).text
    client.submit(scores, {"scores-0-criterion": "1", "scores-0-points": "4", "note": "靠谱"})
    page = client.get(f"{base}/responses").text
    assert "中位数 80" in page
    client.submit(f"{base}/responses", {"on": "1"}, to="/engagements/1/shortlist")
    assert "移出入围" in client.get(f"{base}/responses").text
    assert "靠谱" in client.get(scores).text
    assert "报告 R-7" in client.get(f"{base}/responses/sheet").text
    book = load_workbook(BytesIO(client.get(f"{base}/responses/sheet/export").data))
    cells = [str(cell.value) for row in book.worksheets[0].rows for cell in row]
    assert "时延 ≤ 20 毫秒" in cells
    assert any("报告 R-7" in cell for cell in cells)

    client.submit("/engagements/1/award", {"words": "就你们了", "answer_days": "7"})
    assert "就你们了" in client.get("/engagements/1").text
    sign_in(app, client, numbers.seller)
    silent = client.submit("/engagements/1", {"words": " "}, to="/engagements/1/award/decline")
    assert silent.status_code == 422
    client.submit("/engagements/1", to="/engagements/1/award/accept")
    assert "双方于" in client.get("/engagements/1").text


def test_many_responses_take_few_questions(app: Flask, client: PageClient) -> None:
    numbers = start(app)
    with app.app_context():
        demand = db.session.get_one(Demand, numbers.demand)
        buyer = db.session.get_one(Account, numbers.buyer)
        others = [two_sides(demand, buyer).seller.id for _ in range(4)]
        db.session.commit()
    for seller in (numbers.seller, *others):
        sign_in(app, client, seller)
        path = f"/demands/{numbers.demand}/respond"
        client.submit(path, filled(numbers, offering="", send="1"))
    sign_in(app, client, numbers.buyer)
    for page in ("responses", "responses/sheet"):
        with queries(app) as statements:
            assert client.get(f"/demands/{numbers.demand}/{page}").status_code == 200
        assert len(statements) <= MOST_QUERIES, "\n".join(statements)
    with app.app_context():
        answers = {line.answer for row in db.session.query(Response) for line in row.lines}
        assert answers == {LineAnswer.YES}
