"""Two providers ask the same of a demand: it becomes one question, and one answer reaches both."""

from factories.engagements import two_sides
from factories.people import member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient, csrf_token
from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.engagements.models.questions import DemandQuestion

FIRST = "井下基站的供电由谁提供？"
SAME = "请问井下基站由哪一方供电？"
ANSWER = "由我方提供 127 V 供电。"


def send(client: PageClient, page: str, to: str, **typed: str) -> str:
    """Send the form of a page; give where it leads."""
    token = csrf_token(client.get(page).text)
    answer = client.post(to, data={"csrf_token": token, **typed})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def asks(app: Flask, client: PageClient, person: int, demand: int, words: str) -> int:
    """Ask as a person; give the number of the question."""
    sign_in(app, client, person)
    page = f"/demands/{demand}/questions/new"
    with app.app_context():
        own = db.session.get_one(Account, person).memberships[0].organisation_id
    send(client, page, page, organisation=str(own), words=words)
    with app.app_context():
        number = db.session.scalar(select(DemandQuestion.id).where(DemandQuestion.words == words))
    assert number is not None
    return number


def test_equal_questions_become_one_and_its_answer_reaches_all(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        sides = two_sides()
        second_seller = member(organisation("乙方通信"))
        third_seller = member(organisation("丙方通信"))
        db.session.commit()
        demand, buyer = sides.demand.id, sides.buyer.id
        sellers = sides.seller.id, second_seller.id, third_seller.id
    first = asks(app, client, sellers[0], demand, FIRST)
    # What is not answered yet the second provider may not see, and asks the same.
    second = asks(app, client, sellers[1], demand, SAME)

    sign_in(app, client, buyer)
    assert f"/questions/{second}/merge" in client.get(f"/demands/{demand}/questions").text
    merging = f"/questions/{second}/merge"
    assert send(client, merging, merging, other=str(first)) == f"/questions/{first}"

    sign_in(app, client, sellers[1])
    assert "并入了另一个同样的提问" in client.get("/my/notices").text
    page = client.get(f"/questions/{second}", follow_redirects=True).text
    assert FIRST in page
    assert "这是您提的，需求方并到了这里" in page

    sign_in(app, client, buyer)
    answering = f"/questions/{first}/answer"
    send(client, answering, answering, answer=ANSWER)
    for seller in sellers[:2]:
        sign_in(app, client, seller)
        assert ANSWER in client.get("/my/notices").text

    public = app.test_client().get(f"/demands/{demand}/questions").text
    assert public.count(FIRST) >= 1
    assert SAME not in public
    assert "另有 1 人问过" in public
    # The third provider is shown the answer before asking once more.
    sign_in(app, client, sellers[2])
    page = f"/demands/{demand}/questions/new"
    typed = {"csrf_token": csrf_token(client.get(page).text), "words": "井下基站供电由谁负责？"}
    with app.app_context():
        own = db.session.get_one(Account, sellers[2]).memberships[0].organisation_id
    shown = client.post(page, data={**typed, "organisation": str(own)})
    assert "已有人问过" in shown.text
    assert ANSWER in shown.text
