"""The desk: what waits for a person by their duty, the oldest first, nothing of their own."""

import re
from datetime import timedelta

import pytest
from factories.catalogue import offering
from factories.demands import open_demand
from factories.people import account, member, organisation
from factories.programmes import appeal, call, entry, objection, renewal, submission
from factories.reading import MOST_QUERIES, queries
from factories.reviews import review, reviewer
from factories.showcases import showcase
from factories.signing_in import sign_in
from factories.standing import waiting_verification
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import EvidenceKind, OfferingState
from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.moderation.enums import ReportReason
from matchmaker.moderation.operations import report
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models.submissions import Submission
from matchmaker.staff.queries.waiting import queues_of, waiting_for
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind


def busy_day() -> Account:
    """Let something of every duty wait; gives the owner of the organisation most of it is of."""
    mine = organisation("北方矿用装备公司")
    owner = member(mine)
    now = clock.now()
    for days, title in ((3, "等三天的方案"), (5, "等五天的方案")):
        row = offering(mine, title=title, state=OfferingState.SUBMITTED)
        row.submitted_at = now - timedelta(days=days)
    waiting_verification(owner).submitted_at = now - timedelta(days=4)
    demand, _other = open_demand()
    report("demand", demand.id, demand.title, ReportReason.FRAUD, "", actor=owner)
    entrants = organisation("申报单位")
    asked = call(PhaseKind.REVIEW)
    submission(asked, entrants, state=SubmissionState.SUBMITTED)
    chosen = submission(asked, entrants, state=SubmissionState.SELECTED)
    objection(chosen)
    appeal(chosen, author=owner)
    renewal(entry(chosen), author=owner)
    showcase(ShowcaseState.IN_REVIEW)
    row = offering(mine, state=OfferingState.PUBLISHED)
    row.promises = [
        Promise(
            kind=RequirementKind.METRIC,
            metric=Metric.LATENCY,
            op=Operator.AT_MOST,
            value=20.0,
            evidence=EvidenceKind.TEST_REPORT,
            evidence_note="R-1",
        )
    ]
    db.session.add(OutboxRow(kind="mail", key="welcome:7", parked_at=now))
    db.session.flush()
    return owner


@pytest.mark.usefixtures("session")
def test_every_role_has_its_own_queues() -> None:
    busy_day()
    found = {
        role.value: {queue.kind: queue.count for queue in queues_of(account(staff=role))}
        for role in StaffRole
    }

    moderator = found["moderator"]
    assert {kind for kind, count in moderator.items() if count} == {
        "offering",
        "verification",
        "report",
    }
    assert moderator["offering"] == 2
    assert found["curator"] == {
        "submission": 1,
        "objection": 1,
        "appeal": 1,
        "renewal": 1,
        "showcase": 1,
    }
    assert found["reviewer"] == {"review": 0, "promise": 1}
    assert found["administrator"] == {"job": 1}
    assert found["auditor"] == {}
    assert queues_of(account()) == []


@pytest.mark.usefixtures("session")
def test_nobody_is_asked_to_decide_on_their_own() -> None:
    owner = busy_day()
    owner.staff_role = StaffRole.MODERATOR

    assert not sum(queue.count for queue in queues_of(owner))
    owner.staff_role = StaffRole.REVIEWER
    assert not sum(queue.count for queue in queues_of(owner))


@pytest.mark.usefixtures("session")
def test_reviewers_see_what_they_may_write_now_by_its_number(app: Flask) -> None:
    person = account("评审员", staff=StaffRole.REVIEWER)
    now_on, over = call(PhaseKind.REVIEW), call(PhaseKind.RESULTS)
    for one in (now_on, over):
        review(submission(one, state=SubmissionState.ACCEPTED), reviewer(one, person))
    given = review(submission(over, state=SubmissionState.ACCEPTED), reviewer(over))
    assert given.reviewer.account_id != person.id

    with app.test_request_context("/staff"):
        shown = waiting_for(person, queues_of(person), "review").items

    numbers = select(Submission.number).where(Submission.call_id == now_on.id)
    assert [one.title for one in shown] == [db.session.scalars(numbers).one()]


def test_everything_on_the_desk_opens(app: Flask, client: PageClient) -> None:
    with app.app_context():
        busy_day()
        people = {role: account(staff=role).id for role in StaffRole}
        db.session.commit()

    for role, number in people.items():
        sign_in(app, client, number)
        page = client.get("/staff").text
        links = re.findall(r'<th scope="row"><a href="([^"]+)"', page)
        kinds = re.findall(r'class="tabs__item" href="([^"]+)"', page)
        opened = {to: client.get(to.replace("&amp;", "&")).status_code for to in (*links, *kinds)}
        assert opened == dict.fromkeys(opened, 200), role
        assert bool(links) == (role is not StaffRole.AUDITOR)


def test_the_page_lists_the_oldest_first_with_few_questions(app: Flask, client: PageClient) -> None:
    with app.app_context():
        owner = busy_day()
        mine = owner.memberships[0].organisation
        for number in range(25):
            offering(mine, title=f"方案{number}", state=OfferingState.SUBMITTED)
        moderator, auditor = (
            account(staff=role).id for role in (StaffRole.MODERATOR, StaffRole.AUDITOR)
        )
        db.session.commit()
    sign_in(app, client, moderator)

    with queries(app) as asked:
        page = client.get("/staff").text
    second = client.get("/staff?page=2").text
    narrowed = client.get("/staff?show=verification").text
    beyond = client.get("/staff?page=9").status_code
    sign_in(app, client, auditor)
    empty = client.get("/staff").text

    assert len(asked) <= MOST_QUERIES
    assert page.index("等五天的方案") < page.index("等三天的方案") < page.index("方案0")
    assert "方案24" in second
    assert "方案24" not in page
    assert "等五天的方案" not in narrowed
    assert beyond == 404
    assert "等您处理" not in empty
