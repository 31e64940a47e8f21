"""Questions about a demand: who asks, who sees what, when it ends."""

from datetime import timedelta

import pytest
from conftest import NOON
from factories.demands import open_demand
from factories.engagements import Two, two_sides
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.operations import questions
from matchmaker.engagements.policies.questions import may_ask, may_withdraw_question
from matchmaker.engagements.queries.questions import asked_on
from matchmaker.errors import ConflictError, DomainError, TooManyAttemptsError
from matchmaker.notices.models import Notice

WORDS = "井下基站的供电由谁提供？"


def asked(sides: Two | None = None, words: str = WORDS) -> tuple[DemandQuestion, Two]:
    sides = sides or two_sides()
    db.session.commit()
    made = questions.ask(sides.demand, sides.provider, words, actor=sides.seller)
    db.session.commit()
    return made, sides


def seen_by(demand: Demand, actor: Account | None) -> list[str]:
    return [row.words for row in asked_on(demand, actor).newest]


def kinds_of(person: Account) -> list[str]:
    rows = select(Notice.kind).where(Notice.account_id == person.id).order_by(Notice.id)
    return list(db.session.scalars(rows))


@pytest.mark.usefixtures("session")
def test_what_is_not_answered_is_for_the_two_sides_what_is_answered_for_all() -> None:
    question, sides = asked()
    colleague, moderator = member(sides.provider), account(staff=StaffRole.MODERATOR)
    stranger = member(organisation("路人公司"))
    db.session.flush()

    for person in (sides.buyer, sides.seller, moderator):
        assert seen_by(sides.demand, person) == [WORDS]
    for other in (None, stranger, colleague):
        assert seen_by(sides.demand, other) == []
    assert "question-asked" in kinds_of(sides.buyer)

    questions.answer(question, "由我方提供 127 V 供电。", actor=sides.buyer)
    db.session.commit()

    assert seen_by(sides.demand, None) == seen_by(sides.demand, stranger) == [WORDS]
    assert kinds_of(sides.seller) == ["question-answered"]
    assert "question-answered" not in kinds_of(stranger)
    with pytest.raises(ConflictError):
        questions.answer(question, "改口", actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_a_question_is_declined_with_a_word_to_whoever_asked_alone() -> None:
    question, sides = asked()
    with pytest.raises(DomainError, match="请写下答复"):
        questions.decline(question, " ", actor=sides.buyer)
    with pytest.raises(ConflictError):
        questions.decline(question, "保密", actor=sides.seller)
    questions.decline(question, "涉及商业秘密，见面再谈。", actor=sides.buyer)
    db.session.commit()

    assert question.state is QuestionState.DECLINED
    assert seen_by(sides.demand, sides.seller) == [WORDS]
    assert seen_by(sides.demand, None) == []
    assert kinds_of(sides.seller) == ["question-declined"]


@pytest.mark.usefixtures("session")
def test_only_whoever_asked_takes_a_question_back() -> None:
    question, sides = asked()
    colleague = member(sides.provider)

    assert not may_withdraw_question(colleague, question)
    assert not may_withdraw_question(sides.buyer, question)
    questions.withdraw(question, actor=sides.seller)
    db.session.commit()

    assert seen_by(sides.demand, sides.buyer) == []
    with pytest.raises(ConflictError):
        questions.answer(question, "好的", actor=sides.buyer)
    again, _sides = asked(sides)
    assert again.id != question.id


@pytest.mark.usefixtures("session")
def test_who_asks_speaks_for_a_verified_organisation_that_is_not_the_demands_own() -> None:
    sides = two_sides()
    viewer = member(sides.provider, MemberRole.VIEWER)
    unknown = organisation("未认证公司", verified_at=None, verified_until=None)
    newcomer = member(unknown)
    assert sides.demand.organisation is not None
    db.session.commit()

    assert may_ask(sides.seller, sides.demand)
    assert not may_ask(None, sides.demand)
    assert not may_ask(sides.buyer, sides.demand)
    with pytest.raises(DomainError, match="单位认证"):
        questions.ask(sides.demand, unknown, WORDS, actor=newcomer)
    for person, provider in (
        (viewer, sides.provider),
        (sides.buyer, sides.demand.organisation),
        (newcomer, sides.provider),
    ):
        with pytest.raises(DomainError, match="不能代表"):
            questions.ask(sides.demand, provider, WORDS, actor=person)


@pytest.mark.usefixtures("session")
def test_asking_ends_three_days_before_responses_do() -> None:
    demand, buyer = open_demand()
    sides = two_sides(demand, buyer)
    last = demand.closes_on
    assert last is not None
    # 23:59 of the last day to ask, in China.
    late = clock.now().replace(hour=15, minute=59) + (last - clock.today() - timedelta(days=3))
    db.session.commit()
    with clock.at(late):
        asked(sides)
    with clock.at(late + timedelta(minutes=1)):
        assert not may_ask(sides.seller, demand)
        with pytest.raises(DomainError, match="提问已截止"):
            questions.ask(demand, sides.provider, "还能问吗？", actor=sides.seller)


@pytest.mark.usefixtures("session")
def test_an_organisation_asks_ten_times_a_day_and_the_same_once() -> None:
    question, sides = asked()
    assert asked(sides)[0].id == question.id
    for number in range(2, questions.PER_DAY + 1):
        asked(sides, f"第 {number} 问")
    with pytest.raises(TooManyAttemptsError):
        questions.ask(sides.demand, sides.provider, "再问一个", actor=sides.seller)
    with clock.at(NOON + timedelta(days=1, minutes=1)):
        asked(sides, "第二天再问")


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("words", "message"), [("", "请写下"), ("长" * 501, "最多 500 个字")])
def test_questions_have_words_and_not_too_many(words: str, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        asked(words=words)


def test_asked_and_answered_on_pages_without_naming_the_asker(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sides = two_sides()
        db.session.commit()
        demand, buyer, seller = sides.demand.id, sides.buyer.id, sides.seller.id
        provider, seller_name = sides.provider.name, sides.seller.name
    sign_in(app, client, seller)
    page = client.get(f"/demands/{demand}/questions/new").text
    too_long = client.post(
        f"/demands/{demand}/questions/new",
        data={"csrf_token": csrf_token(page), "organisation": "1", "words": "长" * 501},
    )
    assert too_long.status_code == 422
    assert "长" * 501 in too_long.text
    with app.app_context():
        organisation_id = str(two_of(seller))
    data = {"csrf_token": csrf_token(page), "organisation": organisation_id, "words": WORDS}
    assert client.post(f"/demands/{demand}/questions/new", data=data).status_code == 303
    assert "撤回提问" in client.get(f"/demands/{demand}").text
    client.get(f"/demands/{demand}")

    sign_in(app, client, buyer)
    page = client.get(f"/demands/{demand}").text
    assert WORDS in page
    assert provider not in page
    assert seller_name not in page
    with app.app_context():
        number = db.session.scalar(select(DemandQuestion.id))
    address = f"/questions/{number}/answer"
    form = client.get(address).text
    assert provider not in form
    data = {"csrf_token": csrf_token(form), "answer": "由我方提供。"}
    assert client.post(address, data=data).status_code == 303

    visitor = app.test_client()
    page = visitor.get(f"/demands/{demand}/questions").text
    assert WORDS in page
    assert "由我方提供。" in page
    assert provider not in page


def two_of(person_id: int) -> int:
    """Give the organisation a person belongs to."""
    return db.session.get_one(Account, person_id).memberships[0].organisation_id
