"""Equal questions: shown before one asks again, merged by the demand's people."""

from datetime import timedelta

import pytest
from conftest import NOON
from factories.engagements import Two, two_sides
from factories.people import member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models.questions import DemandQuestion
from matchmaker.engagements.operations import questions
from matchmaker.engagements.policies.questions import (
    may_merge_question,
    may_see_question,
    may_withdraw_question,
)
from matchmaker.engagements.queries.questions import (
    asked_on,
    near_questions,
    standing_beside,
)
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.models import Notice

FIRST = "井下基站的供电由谁提供？"
SAME = "请问井下基站由哪一方供电？"
OTHER = "现场是否允许夜间施工？"


def asked(sides: Two, words: str, name: str) -> tuple[DemandQuestion, Account]:
    """Give a question of a provider of its own."""
    person = member(organisation(name))
    db.session.commit()
    made = questions.ask(sides.demand, person.memberships[0].organisation, words, actor=person)
    db.session.commit()
    return made, person


def told(person: Account) -> list[tuple[str, str]]:
    rows = select(Notice).where(Notice.account_id == person.id).order_by(Notice.id)
    return [(row.kind, row.facts.get("words", "")) for row in db.session.scalars(rows)]


def seen(sides: Two, actor: Account | None) -> list[tuple[str, int]]:
    return [(row.words, row.others) for row in asked_on(sides.demand, actor).newest]


@pytest.mark.usefixtures("session")
def test_near_questions_are_those_one_may_see() -> None:
    sides = two_sides()
    first, asker = asked(sides, FIRST, "甲方通信")
    asked(sides, OTHER, "乙方通信")
    stranger = member(organisation("丙方通信"))
    db.session.commit()

    assert near_questions(sides.demand, asker, SAME) == [first]
    assert near_questions(sides.demand, stranger, SAME) == []
    questions.answer(first, "由我方供电。", actor=sides.buyer)
    db.session.commit()
    assert near_questions(sides.demand, stranger, SAME) == [first]
    assert near_questions(sides.demand, stranger, "合同由谁起草？") == []


@pytest.mark.usefixtures("session")
def test_one_question_stands_for_both_and_all_askers_hear_the_answer() -> None:
    sides = two_sides()
    first, one = asked(sides, FIRST, "甲方通信")
    second, two = asked(sides, SAME, "乙方通信")

    assert standing_beside(second)[0] == first
    assert questions.merge(second, first, actor=sides.buyer) == first
    db.session.commit()

    assert (second.state, second.merged_into_id) == (QuestionState.MERGED, first.id)
    assert told(two) == [("question-merged", FIRST)]
    assert told(one) == []
    assert seen(sides, sides.buyer) == seen(sides, one) == seen(sides, two) == [(FIRST, 1)]
    assert seen(sides, None) == []
    assert may_see_question(two, second)
    assert may_see_question(two, first)
    entry = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "question.merged")
    ).one()
    assert entry.after["merged_into_id"] == first.id

    questions.answer(first, "由我方供电。", actor=sides.buyer)
    db.session.commit()
    assert ("question-answered", f"{FIRST}\n由我方供电。") in told(one)
    assert ("question-answered", f"{FIRST}\n由我方供电。") in told(two)
    assert seen(sides, None) == [(FIRST, 1)]
    assert not may_withdraw_question(two, second)
    with pytest.raises(ConflictError):
        questions.answer(second, "另一个答复", actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_merging_makes_no_chains_and_again_changes_nothing() -> None:
    sides = two_sides()
    first, _one = asked(sides, FIRST, "甲方通信")
    second, two = asked(sides, SAME, "乙方通信")
    third, three = asked(sides, "井下基站供电谁负责？", "丙方通信")
    last, _four = asked(sides, OTHER, "丁方通信")

    questions.merge(second, first, actor=sides.buyer)
    assert questions.merge(third, second, actor=sides.buyer) == first
    db.session.commit()
    assert questions.merge(third, second, actor=sides.buyer) == first
    db.session.commit()
    assert told(three) == [("question-merged", FIRST)]
    assert first.others == 2
    with pytest.raises(ConflictError):
        questions.merge(third, last, actor=sides.buyer)
    with pytest.raises(DomainError, match="另一个提问"):
        questions.merge(first, third, actor=sides.buyer)

    questions.merge(first, last, actor=sides.buyer)
    db.session.commit()
    assert {row.id for row in last.merged} == {first.id, second.id, third.id}
    assert not any(row.merged for row in (first, second, third))
    assert told(two)[-1] == ("question-merged", OTHER)


@pytest.mark.usefixtures("session")
def test_what_can_stand_for_another_and_who_merges() -> None:
    sides, elsewhere = two_sides(), two_sides()
    first, asker = asked(sides, FIRST, "甲方通信")
    second, two = asked(sides, SAME, "乙方通信")
    declined, _three = asked(sides, OTHER, "丙方通信")
    abroad, _four = asked(elsewhere, FIRST, "丁方通信")
    questions.decline(declined, "见面再谈。", actor=sides.buyer)
    db.session.commit()

    for wrong in (None, declined, abroad, first):
        with pytest.raises(DomainError, match="另一个提问"):
            questions.merge(first, wrong, actor=sides.buyer)
        db.session.rollback()
    assert not may_merge_question(asker, first)
    with pytest.raises(ConflictError):
        questions.merge(second, first, actor=two)
    db.session.rollback()

    questions.answer(first, "由我方供电。", actor=sides.buyer)
    questions.merge(second, first, actor=sides.buyer)
    db.session.commit()
    assert told(two)[-1] == ("question-merged", f"{FIRST}\n由我方供电。")
    with pytest.raises(ConflictError):
        questions.merge(first, second, actor=sides.buyer)


@pytest.mark.usefixtures("session")
def test_all_askers_hear_why_there_is_no_answer() -> None:
    sides = two_sides()
    first, one = asked(sides, FIRST, "甲方通信")
    second, two = asked(sides, SAME, "乙方通信")
    questions.merge(second, first, actor=sides.buyer)
    questions.decline(first, "见面再谈。", actor=sides.buyer)
    db.session.commit()

    assert told(one)[-1] == told(two)[-1] == ("question-declined", "见面再谈。")
    assert seen(sides, two) == [(FIRST, 1)]
    assert seen(sides, None) == []


@pytest.mark.usefixtures("session")
def test_whoever_takes_back_theirs_leaves_the_others_asked() -> None:
    sides = two_sides()
    first, one = asked(sides, FIRST, "甲方通信")
    second, _two = asked(sides, SAME, "乙方通信")
    third, three = asked(sides, "井下基站供电谁负责？", "丙方通信")
    questions.merge(second, first, actor=sides.buyer)
    questions.merge(third, first, actor=sides.buyer)
    db.session.commit()

    questions.withdraw(first, actor=one)
    db.session.commit()
    assert second.state is QuestionState.OPEN
    assert second.merged_into_id is None
    assert third.merged_into_id == second.id
    assert seen(sides, sides.buyer) == [(SAME, 1)]

    questions.withdraw(third, actor=three)
    db.session.commit()
    assert [third.state, third.merged_into_id] == [QuestionState.WITHDRAWN, None]
    assert seen(sides, sides.buyer) == [(SAME, 0)]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("state", "is_into_itself"), [("merged", False), ("open", True), ("merged", True)]
)
def test_the_database_holds_merged_and_its_other_together(
    state: str, *, is_into_itself: bool
) -> None:
    sides = two_sides()
    first, _one = asked(sides, FIRST, "甲方通信")
    other_id = first.id if is_into_itself else None
    first.state, first.merged_into_id = QuestionState(state), other_id
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_asking_what_was_asked_shows_it_first_and_still_takes_the_question(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sides = two_sides()
        first, _one = asked(sides, FIRST, "甲方通信")
        questions.answer(first, "由我方供电。", actor=sides.buyer)
        db.session.commit()
        seller, demand, provider = sides.seller.id, sides.demand.id, sides.provider.id
        number = first.id
    sign_in(app, client, seller)
    address = f"/demands/{demand}/questions/new"
    page = client.get(address).text
    data = {"csrf_token": csrf_token(page), "organisation": str(provider), "words": SAME}

    htmx = {"HX-Request": "true"}
    live = client.post(f"/demands/{demand}/questions/near", data=data, headers=htmx)
    assert "由我方供电。" in live.text
    shown = client.post(address, data=data)
    assert shown.status_code == 200
    assert "已有人问过" in shown.text
    assert "由我方供电。" in shown.text
    assert SAME in shown.text
    assert "仍然提问" in shown.text
    with app.app_context():
        assert db.session.scalar(select(func.count(DemandQuestion.id))) == 1

    assert client.post(address, data={**data, "seen": str(number)}).status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(DemandQuestion.id))) == 2


def test_pages_lead_from_the_merged_question_to_the_one_that_stands_for_it(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sides = two_sides()
        first, one = asked(sides, FIRST, "甲方通信")
        with clock.at(NOON + timedelta(minutes=1)):
            second, _two = asked(sides, SAME, "乙方通信")
        buyer, asker, numbers = sides.buyer.id, one.id, (first.id, second.id)
    sign_in(app, client, buyer)
    address = f"/questions/{numbers[1]}/merge"
    page = client.get(address).text
    assert FIRST in page
    token = csrf_token(page)
    assert client.post(address, data={"csrf_token": token}).status_code == 422
    for wrong in ("x", "9" * 30, str(numbers[1])):
        answer = client.post(address, data={"csrf_token": token, "other": wrong})
        assert answer.status_code == 422
    data = {"csrf_token": token, "other": str(numbers[0])}
    for _time in range(2):
        answer = client.post(address, data=data)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"/questions/{numbers[0]}"
    for old in (address, f"/questions/{numbers[1]}"):
        assert client.get(old).headers["Location"] == f"/questions/{numbers[0]}"
    page = client.get(f"/questions/{numbers[0]}").text
    assert "另有 1 人问过" in page
    assert SAME in page

    sign_in(app, client, asker)
    page = client.get(f"/questions/{numbers[0]}").text
    assert "另有 1 人问过" in page
    assert SAME not in page
    assert app.test_client().get(f"/questions/{numbers[0]}").status_code == 404
