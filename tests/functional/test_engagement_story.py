"""From an open demand to an award both sides accepted, and what happens when one does not."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from factories.catalogue import offering
from factories.demands import open_demand
from factories.engagements import two_sides
from factories.people import member, organisation
from sqlalchemy import select

from matchmaker.accounts.enums import FirmSize, MemberRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason as ClosedBecause
from matchmaker.demands.enums import DemandState, RequirementSource
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import LineContent
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.enums.responses import LineAnswer, PartnerState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations import questions
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.award import (
    Reason,
    accept_award,
    award,
    decline_award,
)
from matchmaker.engagements.operations.evaluation import (
    CriterionGiven,
    give_scores,
    set_criteria,
    shortlist,
)
from matchmaker.engagements.operations.partners import add_partner, answer_partnership
from matchmaker.engagements.operations.responses import (
    LineGiven,
    ResponseContent,
    save_response,
    submit_response,
)
from matchmaker.engagements.queries.evaluation import overview
from matchmaker.engagements.queries.questions import asked_on
from matchmaker.engagements.queries.responses import asked_lines, counts_by_size
from matchmaker.errors import DomainError
from matchmaker.notices.models import Notice
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

pytestmark = pytest.mark.usefixtures("session")

LINES = (
    LineContent(
        kind=RequirementKind.METRIC, metric=Metric.LATENCY, op=Operator.AT_MOST, value=20.0,
        is_must=True, source=RequirementSource.STATED,
    ),
    LineContent(
        kind=RequirementKind.METRIC, metric=Metric.UL_RATE, op=Operator.AT_LEAST, value=100.0,
        source=RequirementSource.STATED,
    ),
)  # fmt: skip


def respond(
    demand: Demand,
    provider: Organisation,
    seller: Account,
    answers: Sequence[LineAnswer],
    *,
    partner: tuple[Organisation, Account] | None = None,
) -> Engagement:
    """Write and submit a response; a partner covers the last requirement."""
    lines = asked_lines(demand)
    content = ResponseContent(
        lines=[
            LineGiven(requirement=row, answer=answer, evidence="测试报告 R-1")
            for row, answer in zip(lines, answers, strict=True)
        ],
        price_min_wan=Decimal(200),
        price_max_wan=Decimal(260),
        plan="先改造五台，再推广到全部矿卡。",
        weeks=20,
    )
    response = save_response(demand, provider, content, seen_version=0, actor=seller)
    if partner is not None:
        asked = add_partner(response, partner[0].name, "终端与模组", lines[-1:], actor=seller)
        with pytest.raises(DomainError, match="还有伙伴没有同意"):
            submit_response(response, actor=seller)
        answer_partnership(asked, accepts=True, actor=partner[1])
        assert asked.state is PartnerState.ACCEPTED
    return submit_response(response, actor=seller)


def begun() -> tuple[Demand, Account, Engagement, Engagement, Account, Account]:
    """Give a demand two providers responded to: one alone, one with a partner."""
    demand, buyer = open_demand(lines=LINES)
    first = two_sides(demand, buyer)
    first.provider.size = FirmSize.LARGE
    second = organisation("远方通信有限公司", size=FirmSize.SMALL)
    seller = member(second, name="孙工")
    offering(second, sector=demand.sector)
    third = organisation("芯模组有限公司")
    yes, partly = LineAnswer.YES, LineAnswer.PARTLY
    alone = respond(demand, first.provider, first.seller, [yes, partly])
    joint = respond(demand, second, seller, [yes, yes], partner=(third, member(third)))
    db.session.commit()
    return demand, buyer, alone, joint, first.seller, seller


def test_two_respond_one_is_scored_higher_awarded_and_accepts() -> None:
    demand, buyer, alone, joint, first_seller, seller = begun()
    assert demand.organisation is not None
    colleague = member(demand.organisation, MemberRole.EDITOR, name="周工")
    db.session.commit()
    asked = questions.ask(demand, alone.provider, "井下供电由谁提供？", actor=first_seller)
    assert [row.words for row in asked_on(demand, seller).newest] == []
    questions.answer(asked, "由我方提供。", actor=colleague)
    db.session.commit()
    assert [row.answer for row in asked_on(demand, seller).newest] == ["由我方提供。"]
    counts = [(count.size, count.submitted) for count in counts_by_size(demand)]
    assert counts == [(FirmSize.LARGE, 1), (FirmSize.SMALL, 1)]

    for engagement in (alone, joint):
        accept(engagement, actor=buyer)
        shortlist(engagement, is_on=True, actor=buyer)
    rows = [CriterionGiven("满足要求", 60), CriterionGiven("价格", 30)]
    with pytest.raises(DomainError, match="现在是 90"):
        set_criteria(demand, rows, starts=True, actor=buyer)
    criteria = [rows[0], CriterionGiven("价格", 40)]
    first, last = set_criteria(demand, criteria, starts=True, actor=buyer).criteria
    give_scores(joint, {first.id: 5, last.id: 4}, "样机看过", actor=buyer)
    give_scores(joint, {first.id: 4, last.id: 3}, "", actor=colleague)
    give_scores(alone, {first.id: 3, last.id: 3}, "", actor=colleague)
    db.session.commit()

    seen = {row.engagement.id: row for row in overview(demand, buyer).candidates}
    own, everybody = seen[joint.id].own, seen[joint.id].all
    assert own == 60 + 40 * 4 / 5
    assert everybody is not None
    assert (everybody.lowest, everybody.highest, everybody.people) == (72.0, 92.0, 2)
    assert seen[alone.id].all is None  # the buyer has not scored it yet

    with pytest.raises(DomainError, match="请选择原因"):
        award(joint, "", {}, actor=buyer)
    award(joint, "样机最好", {alone.id: Reason(CloseReason.BETTER, "上行不足")}, actor=buyer)
    db.session.commit()
    assert alone.state is EngagementState.TALKING  # nobody is turned away before it is sure
    with pytest.raises(DomainError, match="已经选定"):
        give_scores(joint, {first.id: 0, last.id: 0}, "", actor=buyer)
    accept_award(joint, actor=seller)
    db.session.commit()

    assert joint.state is EngagementState.AGREED
    told = {
        person.id: list(
            db.session.scalars(select(Notice.kind).where(Notice.account_id == person.id))
        )
        for person in (buyer, seller, first_seller)
    }
    assert {"response-submitted", "award-accepted"} <= set(told[buyer.id])
    assert "question-asked" in told[buyer.id]
    assert {"engagement-accepted", "awarded", "partner-answered"} <= set(told[seller.id])
    assert "question-answered" in told[seller.id]
    assert {"question-answered", "not-chosen"} <= set(told[first_seller.id])
    assert (demand.state, demand.close_reason) == (DemandState.CLOSED, ClosedBecause.AWARDED)
    assert (alone.state, alone.close_reason, alone.close_words) == (
        EngagementState.NOT_CHOSEN, CloseReason.BETTER, "上行不足",
    )  # fmt: skip


def test_an_award_that_is_declined_can_go_to_the_other() -> None:
    demand, buyer, alone, joint, first_seller, seller = begun()
    award(joint, "", {alone.id: Reason(CloseReason.PRICE)}, actor=buyer)
    with pytest.raises(DomainError, match="已经选定"):
        award(alone, "", {joint.id: Reason(CloseReason.PRICE)}, actor=buyer)
    decline_award(joint, "今年排不开", actor=seller)
    db.session.commit()

    assert (joint.state, joint.refusal_words) == (EngagementState.TALKING, "今年排不开")
    assert alone.kept_reason is None
    award(alone, "", {joint.id: Reason(CloseReason.TIME)}, tells_now=True, actor=buyer)
    assert joint.state is EngagementState.NOT_CHOSEN
    accept_award(alone, actor=first_seller)
    db.session.commit()

    states = set(db.session.scalars(select(Engagement.state)))
    assert states == {EngagementState.AGREED, EngagementState.NOT_CHOSEN}
    assert demand.id == alone.demand_id
