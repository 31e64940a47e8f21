"""Choosing one provider: two at once, nobody, an award taken back; until when one responds."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from factories.demands import open_demand
from factories.engagements import Two, talking, two_sides
from factories.people import member, organisation
from factories.signing_in import sign_in
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason as ClosedBecause
from matchmaker.demands.enums import DemandState
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.answering import accept
from matchmaker.engagements.operations.award import (
    Reason,
    accept_award,
    award,
    choose_nobody,
    take_back_award,
)
from matchmaker.engagements.operations.opening import offer_engagement
from matchmaker.engagements.operations.responses import ResponseContent, save_response
from matchmaker.errors import ConflictError, DomainError


def two_talking() -> tuple[Engagement, Engagement, Two]:
    """Give two providers that talk about the same demand."""
    one, sides = talking()
    second = organisation("远方通信有限公司")
    other = offer_engagement(sides.demand, second, actor=member(second))
    accept(other, actor=sides.buyer)
    db.session.commit()
    return one, other, sides


def test_of_two_awards_at_once_one_wins_and_the_other_is_told(app: Flask) -> None:
    with app.app_context():
        one, other, sides = two_talking()
        pairs, buyer = [(one.id, other.id), (other.id, one.id)], sides.buyer.id
    app.config["WTF_CSRF_ENABLED"] = False
    browsers = [app.test_client() for _pair in pairs]
    for browser in browsers:
        sign_in(app, browser, buyer)
    barrier, statuses = Barrier(2), []

    def choose(number: int) -> None:
        chosen, left = pairs[number]
        data = {"answer_days": "7", "others-0-engagement": str(left), "others-0-reason": "better"}
        barrier.wait(timeout=30)
        answer = browsers[number].post(f"/engagements/{chosen}/award", data=data)
        statuses.append(answer.status_code)

    threads = [Thread(target=choose, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [303, 409]
    with app.app_context():
        states = sorted(db.session.scalars(select(Engagement.state)))
    assert states == [EngagementState.AWARDED, EngagementState.TALKING]


@pytest.mark.usefixtures("session")
def test_nobody_is_suitable_and_everybody_learns_why() -> None:
    one, other, sides = two_talking()
    with pytest.raises(DomainError, match="请选择原因"):
        choose_nobody(sides.demand, {one.id: Reason(CloseReason.PRICE)}, actor=sides.buyer)
    with pytest.raises(ConflictError):
        choose_nobody(sides.demand, {}, actor=sides.seller)
    reasons = {one.id: Reason(CloseReason.PRICE), other.id: Reason(CloseReason.PLAN, "太粗")}
    choose_nobody(sides.demand, reasons, actor=sides.buyer)
    db.session.commit()

    assert [(row.state, row.close_reason) for row in (one, other)] == [
        (EngagementState.NOT_CHOSEN, CloseReason.PRICE),
        (EngagementState.NOT_CHOSEN, CloseReason.PLAN),
    ]
    assert other.close_words == "太粗"
    assert sides.demand.state is DemandState.CLOSED
    assert sides.demand.close_reason is ClosedBecause.NONE_SUITABLE


@pytest.mark.usefixtures("session")
def test_an_award_is_taken_back_until_it_is_accepted() -> None:
    one, other, sides = two_talking()
    award(one, "样机最好", {other.id: Reason(CloseReason.PRICE)}, actor=sides.buyer)
    with pytest.raises(ConflictError, match="已经选定"):
        choose_nobody(sides.demand, {}, actor=sides.buyer)
    with pytest.raises(ConflictError):
        take_back_award(one, actor=sides.seller)
    take_back_award(one, actor=sides.buyer)
    db.session.commit()

    assert (one.state, one.award_words, one.answer_by) == (EngagementState.TALKING, "", None)
    assert other.kept_reason is None
    with pytest.raises(ConflictError):
        accept_award(one, actor=sides.seller)
    award(one, "", {other.id: Reason(CloseReason.PRICE)}, actor=sides.buyer)
    accept_award(one, actor=sides.seller)
    with pytest.raises(ConflictError):
        take_back_award(one, actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_a_response_is_edited_until_the_last_day_ends_in_china() -> None:
    sides = two_sides(*open_demand())
    demand, last = sides.demand, sides.demand.closes_on
    assert last is not None
    noon = clock.now().astimezone(clock.CHINA)
    midnight = noon.replace(hour=0, minute=0, second=0, microsecond=0)
    end = midnight + (last - clock.today() + timedelta(days=1))

    def save(plan: str, seen: int) -> int:
        content = ResponseContent(plan=plan)
        made = save_response(demand, sides.provider, content, seen_version=seen, actor=sides.seller)
        db.session.commit()
        return made.version

    seen = save("先改五台。", 0)
    with clock.at(end - timedelta(seconds=1)):
        seen = save("先改六台。", seen)
    with clock.at(end), pytest.raises(DomainError):
        save("先改七台。", seen)
