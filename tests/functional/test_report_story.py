"""Somebody reports what is not right, staff answer, and the person is told."""

from datetime import timedelta

from factories.accounts import browser
from factories.demands import open_demand
from factories.engagements import question_on, talking, two_sides
from factories.people import account
from factories.reviewing import own_case
from factories.signing_in import sign_in
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import CaseState
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.discovery.queries.concerned import ReportInHand, report_in_hand
from matchmaker.discovery.queries.reports import next_report, reports_in
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.talks import write_message
from matchmaker.moderation.enums import ReportReason, ReportState
from matchmaker.moderation.models import Report
from matchmaker.moderation.operations import report
from matchmaker.notices.models import Notice
from matchmaker.staff.policies import may_answer_report

OPEN = ReportState.OPEN


def test_a_report_is_answered_and_told_once(app: Flask) -> None:
    with app.app_context():
        open_demand()
        person, staff = account(), account(staff=StaffRole.MODERATOR)
        db.session.commit()
        numbers = person.id, staff.id
    reader, moderator = browser(app), browser(app)
    sign_in(app, reader, numbers[0])
    sign_in(app, moderator, numbers[1])

    unsaid = reader.submit("/reports/demand/1", {"reason": "other"})
    reader.submit("/reports/demand/1", {"reason": "advert", "words": "是广告"})
    again = reader.submit("/reports/demand/1", {"reason": "fraud"})
    queue = moderator.get("/staff/reports").text
    answer = {"version": "1", "words": "已退回修改", "outcome": "upheld"}
    moderator.submit("/staff/reports/1", answer)
    late = moderator.post("/staff/reports/1", data={**answer, "csrf_token": token_of(moderator)})

    with app.app_context():
        receipt = db.session.scalars(select(Report.receipt)).one()
        told = db.session.scalars(select(Notice).where(Notice.account_id == numbers[0])).one()
        assert told.facts["receipt"] == receipt
    assert (unsaid.status_code, again.status_code, late.status_code) == (422, 409, 409)
    assert "矿卡无人驾驶改造" in queue
    assert "已退回修改" in reader.get("/my/reports").text


def token_of(client: object) -> str:
    page = client.get("/staff/reports").text  # type: ignore[attr-defined]
    return str(page.split('name="csrf_token" value="')[1].split('"')[0])


def test_only_what_everybody_sees_is_reported(app: Flask) -> None:
    with app.app_context():
        open_demand(visibility=Visibility.INVITED)
        person = account()
        db.session.commit()
        number = person.id
    reader = browser(app)
    sign_in(app, reader, number)

    answers = [
        reader.get(f"/reports/{path}").status_code
        for path in ("demand/1", "demand/99", "account/1", "demand/99999999999")
    ]

    assert answers == [404] * 4


def test_what_three_people_report_comes_first(app: Flask) -> None:
    with app.app_context():
        one, _owner = open_demand(title="只有一个人举报")
        other, _owner = open_demand(title="三个人都举报了")
        for demand in (one, other, other, other):
            report("demand", demand.id, demand.title, ReportReason.FRAUD, "", actor=account())
        db.session.commit()

        staff = account(staff=StaffRole.MODERATOR)
        titles = [
            row.subject_title for row in db.session.scalars(reports_in(ReportState.OPEN, staff))
        ]

    assert titles == ["三个人都举报了"] * 3 + ["只有一个人举报"]


def test_a_reported_message_is_read_with_its_neighbours_after_a_recorded_look(app: Flask) -> None:
    with app.app_context():
        engagement, sides = talking()
        texts = [f"第{number}条" for number in range(7)]
        messages = [write_message(engagement, text, [], actor=sides.seller) for text in texts]
        staff = account(staff=StaffRole.MODERATOR)
        db.session.commit()
        reported, buyer, staff_id = messages[3].id, sides.buyer.id, staff.id
        engagement_id, author = engagement.id, sides.seller.id
    reader, writer, moderator = (browser(app) for _ in range(3))
    for client, number in ((reader, buyer), (writer, author), (moderator, staff_id)):
        sign_in(app, client, number)
    path = f"/reports/message/{reported}"

    assert path in reader.get(f"/engagements/{engagement_id}/messages").text
    assert writer.get(path).status_code == moderator.get(path).status_code == 404
    assert reader.submit(path, {"reason": "fraud", "words": "要求线下付款"}).status_code == 303
    with app.app_context():
        later = db.session.get_one(Engagement, engagement_id)
        with clock.at(clock.now() + timedelta(minutes=1)):
            write_message(later, "举报以后写的", [], actor=db.session.get_one(Account, author))
        db.session.commit()
    before = moderator.get("/staff/reports/1").text
    assert all(text not in before for text in texts)
    moderator.submit("/staff/reports/1", to="/staff/reports/1/look")
    after = moderator.get("/staff/reports/1").text
    assert [text for text in texts if text in after] == texts[1:6]
    assert "举报以后写的" not in after
    assert moderator.get(f"/engagements/{engagement_id}/messages").status_code == 404
    with app.app_context():
        look = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "report.looked")
        ).one()
        shown = list(range(reported - 2, reported + 3))
        assert (look.actor_id, look.after) == (staff_id, {"messages": shown})

    answer = {"version": "1", "words": "已提醒对方", "outcome": "upheld"}
    moderator.submit("/staff/reports/1", answer)
    closed = moderator.get("/staff/reports/1").text
    assert all(text not in closed for text in texts)


def test_who_asked_is_told_to_staff_on_the_report_and_nowhere_else(app: Flask) -> None:
    with app.app_context():
        sides = two_sides()
        question = question_on(sides.demand, sides.provider, sides.seller)
        report("question", question.id, "提问", ReportReason.ADVERT, "", actor=sides.buyer)
        staff = account(staff=StaffRole.MODERATOR)
        db.session.commit()
        asker, staff_id, demand_id = sides.seller.name, staff.id, sides.demand.id
    moderator = browser(app)
    sign_in(app, moderator, staff_id)

    public = moderator.get(f"/demands/{demand_id}/questions").text
    unseen = moderator.get("/staff/reports/1").text
    moderator.submit("/staff/reports/1", to="/staff/reports/1/look")
    seen = moderator.get("/staff/reports/1").text

    assert "供电由谁提供" in public
    assert "供电由谁提供" in unseen
    assert [asker in page for page in (public, unseen, seen)] == [False, False, True]


def test_nobody_handles_a_report_about_their_own(app: Flask) -> None:
    with app.app_context():
        engagement, sides = talking()
        message = write_message(engagement, "您好", [], actor=sides.seller)
        question = question_on(sides.demand, sides.provider, sides.seller)
        field = sides.demand.sector
        assert field is not None
        case = own_case(sides.provider.id, field, CaseState.PUBLISHED, sides.seller)
        for kind, number in (
            ("demand", sides.demand.id),
            ("offering", sides.offering.id),
            ("provider", sides.provider.id),
            ("case", case.id),
            ("message", message.id),
            ("question", question.id),
        ):
            report(kind, number, kind, ReportReason.ADVERT, "", actor=account())
        people = {
            "stranger": account(staff=StaffRole.MODERATOR),
            "buyer": sides.buyer,
            "seller": sides.seller,
        }
        for person in people.values():
            person.staff_role = StaffRole.MODERATOR
        own = report("demand", 99, "own", ReportReason.ADVERT, "", actor=people["stranger"])
        db.session.commit()

        queues = {
            name: {row.subject_title for row in db.session.scalars(reports_in(OPEN, person))}
            for name, person in people.items()
        }
        by_policy = {
            name: {
                row.subject_title
                for row in db.session.scalars(select(Report))
                if may_answer_report(person, in_hand(row.id))
            }
            for name, person in people.items()
        }

        assert by_policy == queues
        assert queues["stranger"] == {
            "demand",
            "offering",
            "provider",
            "case",
            "message",
            "question",
        }
        assert queues["buyer"] == {"offering", "provider", "case", "own"}
        assert queues["seller"] == {"demand", "own"}
        assert next_report(people["seller"]) == 1
        assert next_report(people["buyer"]) == 2
        assert own.id == 7


def in_hand(number: int) -> ReportInHand:
    found = report_in_hand(number)
    assert found
    return found
