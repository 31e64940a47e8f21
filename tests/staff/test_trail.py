"""What the trail leaves out: what one does not decide on, and drafts."""

import pytest
from factories.demands import content, open_demand, sector
from factories.engagements import talking
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from factories.standing import waiting_verification
from flask import Flask
from pages import PageClient
from sqlalchemy import select

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
