"""Somebody reports what is not right, staff answer, and the person is told."""

from factories.accounts import browser
from factories.demands import open_demand
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.demands.enums import Visibility
from matchmaker.discovery.queries.reports import reports_in
from matchmaker.moderation.enums import ReportReason, ReportState
from matchmaker.moderation.models import Report
from matchmaker.moderation.operations import report
from matchmaker.notices.models import Notice


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

        titles = [row.subject_title for row in db.session.scalars(reports_in(ReportState.OPEN))]

    assert titles == ["三个人都举报了"] * 3 + ["只有一个人举报"]
