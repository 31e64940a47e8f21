"""What staff read of what others apply for and begin to write."""

from collections.abc import Callable
from typing import TypeAlias

from factories.catalogue import offering
from factories.demands import content, sector
from factories.people import account, member, organisation
from factories.reviewing import own_case
from factories.signing_in import sign_in
from factories.standing import waiting_verification
from flask import Flask
from pages import PageClient

from matchmaker.accounts.enums import MemberRole, StaffRole, VerificationState
from matchmaker.accounts.models import Verification
from matchmaker.catalogue import policies as catalogue
from matchmaker.catalogue.enums import CaseState, OfferingState
from matchmaker.db import db
from matchmaker.demands import policies as demands
from matchmaker.demands.operations import draft_demand
from matchmaker.matching import policies as matching

NAME, PHONE = "赵工", "0477-8123456"

Check: TypeAlias = Callable[..., bool]


def test_an_application_is_read_by_its_people_and_those_who_decide(
    app: Flask, client: PageClient
) -> None:
    with app.app_context():
        mine = organisation()
        row = waiting_verification(member(mine))
        people = {
            "viewer": member(mine, MemberRole.VIEWER),
            **{role.value: account(role.value, staff=role) for role in StaffRole},
        }
        db.session.commit()
        numbers = {name: person.id for name, person in people.items()}
        page, number = f"/organisations/{mine.id}/verification", row.id
    told: dict[str, bool] = {}

    for name, who in numbers.items():
        sign_in(app, client, who)
        said = client.get(page)
        assert said.status_code == 200
        assert (NAME in said.text) is (PHONE in said.text)
        told[name] = PHONE in said.text

    deciding = {"viewer", "moderator"}
    assert told == {name: name in deciding for name in numbers}
    with app.app_context():
        begin_again(number)
    sign_in(app, client, numbers["moderator"])
    assert PHONE not in client.get(page).text
    sign_in(app, client, numbers["viewer"])
    assert PHONE in client.get(page).text


def begin_again(number: int) -> None:
    """Make an application a draft nobody handed in."""
    row = db.session.get_one(Verification, number)
    row.state, row.submitted_at = VerificationState.DRAFT, None
    db.session.commit()


def test_drafts_of_others_are_not_for_auditors(app: Flask) -> None:
    with app.app_context():
        mine, mining = organisation(), sector()
        owner = member(mine)
        demand = draft_demand(content(sector=mining), organisation=mine, actor=owner)
        sold = offering(mine, state=OfferingState.DRAFT, sector=mining)
        case = own_case(mine.id, mining, CaseState.DRAFT, owner)
        db.session.flush()
        checks: tuple[tuple[Check, object], ...] = (
            (demands.may_see, demand),
            (demands.may_see_history, demand),
            (matching.may_reopen_for, demand),
            (catalogue.may_see, sold),
            (catalogue.may_see_versions, sold),
            (matching.may_see_outlook, sold),
            (catalogue.may_see_case, case),
        )
        auditor, others = (
            account(staff=StaffRole.AUDITOR),
            (account(staff=StaffRole.REVIEWER), owner),
        )

        assert [check(auditor, row) for check, row in checks] == [False] * len(checks)
        for person in others:
            assert [check(person, row) for check, row in checks] == [True] * len(checks)
        sold.state = OfferingState.ARCHIVED
        assert catalogue.may_see(auditor, sold)
