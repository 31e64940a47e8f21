"""What an offering leaves open becomes a question to its provider, once, and is answered."""

import pytest
from factories.demands import open_demand
from factories.engagements import Two, two_sides
from factories.people import member
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import func, select

from matchmaker.accounts.enums import MemberRole
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Requirement
from matchmaker.demands.operations import LineContent
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import ProviderQuestion
from matchmaker.engagements.operations.answering import decline
from matchmaker.engagements.operations.confirming import ask_provider, confirm
from matchmaker.engagements.policies.questions import may_confirm
from matchmaker.engagements.queries.questions import askable
from matchmaker.engagements.queries.responses import asked_lines
from matchmaker.errors import ConflictError, DomainError
from matchmaker.matching.documents import line_key
from matchmaker.notices.models import Notice
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

LINES = tuple(
    LineContent(
        kind=RequirementKind.METRIC, metric=metric, op=op, value=value,
        source=RequirementSource.STATED,
    )
    for metric, op, value in (
        (Metric.LATENCY, Operator.AT_MOST, 20.0),
        (Metric.UL_RATE, Operator.AT_LEAST, 100.0),
    )
)  # fmt: skip


def sides_with_lines() -> tuple[Two, list[Requirement]]:
    sides = two_sides(*open_demand(lines=LINES))
    db.session.commit()
    return sides, asked_lines(sides.demand)


@pytest.mark.usefixtures("session")
def test_each_requirement_is_asked_once_and_the_provider_is_invited() -> None:
    sides, rows = sides_with_lines()
    [first] = ask_provider(sides.demand, sides.offering, rows[:1], actor=sides.buyer)
    [second] = ask_provider(sides.demand, sides.offering, rows, actor=sides.buyer)
    assert ask_provider(sides.demand, sides.offering, rows, actor=sides.buyer) == []
    db.session.commit()

    engagement = first.engagement
    assert engagement is second.engagement
    assert (engagement.state, engagement.provider_id) == (
        EngagementState.INVITED, sides.provider.id,
    )  # fmt: skip
    assert "20" in first.words
    told = list(db.session.scalars(select(Notice.kind).where(Notice.account_id == sides.seller.id)))
    assert sorted(told) == ["engagement-invited", "provider-asked", "provider-asked"]
    asks = askable(sides.demand, sides.buyer)
    assert asks is not None
    keys = [line_key(row.id) for row in rows]
    assert asks.open_keys(sides.provider.id, keys) == []
    assert asks.open_keys(0, keys) == keys
    assert askable(sides.demand, sides.seller) is None


@pytest.mark.usefixtures("session")
def test_only_the_demands_own_people_ask_and_not_after_a_no() -> None:
    sides, rows = sides_with_lines()
    with pytest.raises(DomainError, match="本单位开放中"):
        ask_provider(sides.demand, sides.offering, rows, actor=sides.seller)
    with pytest.raises(DomainError, match="已经改动"):
        ask_provider(sides.demand, sides.offering, [], actor=sides.buyer)
    [question] = ask_provider(sides.demand, sides.offering, rows[:1], actor=sides.buyer)
    decline(question.engagement, CloseReason.FIELD, "", actor=sides.seller)
    with pytest.raises(ConflictError, match="已经结束"):
        ask_provider(sides.demand, sides.offering, rows, actor=sides.buyer)
    with pytest.raises(ConflictError):
        confirm(question, LineAnswer.YES, None, "", actor=sides.seller)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("answer", "figure", "given"),
    [
        (None, 15.0, LineAnswer.YES),
        (None, 25.0, LineAnswer.NO),
        (LineAnswer.PARTLY, None, LineAnswer.PARTLY),
        (LineAnswer.NO, None, LineAnswer.NO),
    ],
)
def test_a_figure_alone_answers(
    answer: LineAnswer | None, figure: float | None, given: LineAnswer
) -> None:
    sides, rows = sides_with_lines()
    [question] = ask_provider(sides.demand, sides.offering, rows[:1], actor=sides.buyer)
    viewer = member(sides.provider, MemberRole.VIEWER)
    with pytest.raises(DomainError, match="请选择能否满足"):
        confirm(question, None, None, "看情况", actor=sides.seller)
    assert not may_confirm(viewer, question)
    assert not may_confirm(sides.buyer, question)

    confirm(question, answer, figure, "空口测试", actor=sides.seller)
    db.session.commit()

    assert (question.answer, question.figure) == (given, figure)
    assert question.answered_at is not None
    kinds = select(Notice.kind).where(Notice.account_id == sides.buyer.id)
    assert "provider-confirmed" in set(db.session.scalars(kinds))


def test_one_press_asks_and_the_answer_stands_at_the_requirement(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sides, rows = sides_with_lines()
        demand, offering = sides.demand.id, sides.offering.id
        buyer, seller = sides.buyer.id, sides.seller.id
        keys = [line_key(row.id) for row in rows]
    sign_in(app, client, buyer)
    page = client.get(f"/demands/{demand}/compare?o={offering}").text
    assert f'form="ask-{offering}"' in page
    address = f"/demands/{demand}/ask-provider"
    data = {"csrf_token": csrf_token(page), "offering": str(offering), "requirement": keys}
    for _press in range(2):
        assert client.post(address, data={**data, "only": keys[0]}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(ProviderQuestion.id))) == 1
    assert client.post(address, data=data).status_code == 303
    assert client.post(address, data={**data, "offering": "9" * 30}).status_code == 404
    with app.app_context():
        first, second = db.session.scalars(select(ProviderQuestion.id))
        engagement = db.session.scalar(select(Engagement.id))
    page = client.get(f"/demands/{demand}/compare?o={offering}").text
    assert "已问供应商，等答复" in page
    assert f'form="ask-{offering}"' not in page

    sign_in(app, client, seller)
    assert "请供应商确认的要求" in client.get(f"/engagements/{engagement}").text
    form = client.get(f"/provider-questions/{first}/answer").text
    data = {"csrf_token": csrf_token(form), "answer": "", "figure": "十五", "words": "空口"}
    refused = client.post(f"/provider-questions/{first}/answer", data=data)
    assert (refused.status_code, "空口" in refused.text) == (422, True)
    data["figure"] = "15"
    assert client.post(f"/provider-questions/{first}/answer", data=data).status_code == 303
    page = client.get(f"/engagements/{engagement}").text
    assert "写进方案的承诺" in page
    assert f"/provider-questions/{second}/answer" in page

    sign_in(app, client, buyer)
    assert "供应商答复：满足" in client.get(f"/demands/{demand}/compare?o={offering}").text
    assert "空口" in client.get(f"/engagements/{engagement}").text
