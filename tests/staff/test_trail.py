"""What the trail leaves out: what one does not decide on, and drafts."""

from datetime import timedelta

import pytest
from factories.demands import content, open_demand, sector
from factories.engagements import talking
from factories.people import account, member, organisation
from factories.sheets import read_book
from factories.signing_in import sign_in
from factories.standing import waiting_verification
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import MemberRole, StaffRole
from matchmaker.accounts.models import Account, Membership, Organisation
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import draft_demand
from matchmaker.engagements.operations.questions import ask
from matchmaker.engagements.operations.talks import write_message
from matchmaker.moderation.enums import ReportReason
from matchmaker.moderation.operations import look_at_report, report
from matchmaker.staff.queries.trail import sealed, trail_of

MODERATOR, AUDITOR = StaffRole.MODERATOR, StaffRole.AUDITOR


def events(kind: str) -> list[AuditEvent]:
    db.session.flush()
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.subject_kind == kind)))


def staff_of(of: Organisation, role: StaffRole = MODERATOR) -> Account:
    """Give somebody of staff who belongs to an organisation as well."""
    person = account(staff=role)
    db.session.add(Membership(account=person, organisation=of, role=MemberRole.VIEWER))
    db.session.flush()
    return person


def reads(actor: Account, kind: str) -> bool:
    """Say whether a person reads all or none of what happened to things of a kind."""
    found = events(kind)
    assert found
    shut = sealed(found, actor)
    assert shut in (frozenset(), {one.id for one in found})
    return not shut


@pytest.mark.usefixtures("session")
def test_a_report_is_read_by_those_who_may_answer_it() -> None:
    demand, owner = open_demand()
    reporter = account("周先生")
    made = report("demand", demand.id, "", ReportReason.FRAUD, "像是骗子", actor=reporter)
    look_at_report(made, actor=account(staff=MODERATOR), shown={"messages": [7]})
    concerned = staff_of(owner.memberships[0].organisation)

    assert reads(account(staff=MODERATOR), "report")
    assert reads(staff_of(organisation("别家")), "report")
    assert not reads(concerned, "report")
    assert not reads(account(staff=AUDITOR), "report")
    first = next(one for one in events("report") if one.action == "report.made")
    assert reporter.id not in trail_of([first], concerned).actors
    assert reporter.id in trail_of([first], account(staff=MODERATOR)).actors


@pytest.mark.usefixtures("session")
def test_messages_and_questions_are_not_read_by_the_sides_staff() -> None:
    engagement, sides = talking()
    write_message(engagement, "底价一百八十万", [], actor=sides.buyer)
    db.session.commit()  # a try is counted in a transaction of its own
    ask(sides.demand, sides.provider, "需要夜间作业吗？", actor=sides.seller)

    for kind in ("message", "demand_question"):
        assert reads(account(staff=MODERATOR), kind)
        assert not reads(staff_of(engagement.provider), kind)
        assert not reads(staff_of(sides.buyer.memberships[0].organisation), kind)
        assert not reads(account(staff=AUDITOR), kind)


@pytest.mark.usefixtures("session")
def test_an_application_is_read_by_those_who_decide() -> None:
    mine = organisation()
    waiting_verification(member(mine))

    assert reads(account(staff=MODERATOR), "verification")
    assert not reads(account(staff=StaffRole.REVIEWER), "verification")
    assert not reads(staff_of(mine), "verification")


@pytest.mark.usefixtures("session")
def test_auditors_read_a_draft_once_it_is_handed_in() -> None:
    published, author = open_demand()
    draft = begun(author)
    auditor = account(staff=AUDITOR)
    found = events("demand")

    shut = sealed(found, auditor)

    assert shut == {one.id for one in found if one.subject_id == str(draft.id)}
    assert {one.subject_id for one in found} == {str(draft.id), str(published.id)}
    assert not sealed(found, account(staff=MODERATOR))


def begun(author: Account) -> Demand:
    """Begin another demand of the author's organisation."""
    return draft_demand(
        content(sector=sector("port", "港口")),
        organisation=author.memberships[0].organisation,
        actor=author,
    )


def test_the_page_leaves_them_out(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, owner = open_demand()
        made = report(
            "demand", demand.id, "", ReportReason.FRAUD, "像是骗子", actor=account("周先生")
        )
        concerned = staff_of(owner.memberships[0].organisation)
        answering = account(staff=MODERATOR)
        db.session.commit()
        numbers, receipt = (concerned.id, answering.id), made.receipt
    pages = []
    for number in numbers:
        sign_in(app, client, number)
        pages.append(client.get("/staff/audit-trail?action=report.").text)

    said = [[words in page for words in ("像是骗子", receipt, "周先生")] for page in pages]

    assert said == [[False] * 3, [True] * 3]
    assert all("report.made" in page for page in pages)
    assert "您不处理它，内容不显示。" in pages[0]


def test_the_trail_is_searched_by_person_action_subject_and_days(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        demand, owner = open_demand()
        auditor = account(staff=AUDITOR)
        db.session.commit()
        number, auditor_id, name = demand.id, auditor.id, owner.name
    sign_in(app, client, auditor_id)

    def found(query: str) -> bool:
        return "demand.published" in client.get(f"/staff/audit-trail?{query}").text

    today = clock.today()
    before, after = today - timedelta(days=1), today + timedelta(days=1)
    assert found("person=周审核")
    assert found(f"subject=demand:{number}&since={today}&until={today}")
    assert found("subject=demand&action=demand.")
    assert not found(f"person={name}&action=demand.p")
    assert not found(f"until={before}")
    assert not found(f"since={after}")
    assert not found("person=周审核&subject=offering")
    wrong = client.get("/staff/audit-trail?since=去年&action=demand.")
    assert wrong.status_code == 422
    assert "请写日期" in wrong.text
    assert "去年" in wrong.text


def test_looking_for_a_person_does_not_tell_who_reported(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        report("demand", demand.id, "", ReportReason.FRAUD, "像是骗子", actor=account("周先生"))
        auditor, moderator = account(staff=AUDITOR).id, account(staff=MODERATOR).id
        db.session.commit()
    pages = []
    for number in (auditor, moderator):
        sign_in(app, client, number)
        pages.append(client.get("/staff/audit-trail?person=周先生").text)

    assert ["report.made" in page for page in pages] == [False, True]


def test_auditors_take_the_trail_away_sealed_as_the_page_is(app: Flask, client: PageClient) -> None:
    with app.app_context():
        demand, _owner = open_demand()
        report("demand", demand.id, "", ReportReason.FRAUD, "像是骗子", actor=account("周先生"))
        auditor, moderator = account(staff=AUDITOR).id, account(staff=MODERATOR).id
        db.session.commit()
    page, file = "/staff/audit-trail", "/staff/audit-trail/file"
    sign_in(app, client, auditor)
    wanted = {"action": "report.", "since": str(clock.today())}

    _head, *rows = read_book(client.submit(page, wanted, to=file).data)
    _head, *whole = read_book(client.submit(page, {"action": "demand."}, to=file).data)
    sign_in(app, client, moderator)
    refused = client.submit("/staff/offerings/together", {}, to=file)

    assert [row[4] for row in rows] == ["report.made"]
    assert "不显示" in rows[0][2]
    assert all(word not in str(rows) for word in ("像是骗子", "周先生"))
    assert "demand.published" in [row[4] for row in whole]
    assert refused.status_code == 404
    with app.app_context():
        taken = select(AuditEvent).where(AuditEvent.action == "audit_trail.exported")
        kept = [row.after for row in db.session.scalars(taken.order_by(AuditEvent.id))]
        assert kept == [wanted, {"action": "demand."}]
