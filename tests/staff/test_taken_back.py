"""Decisions that were wrong are taken back: as new ones, with words, a trail and a notice."""

from typing import Any, Final

import pytest
from factories.accounts import browser
from factories.catalogue import offering
from factories.demands import open_demand, sector
from factories.people import account, member, organisation
from factories.reviewing import own_case
from factories.signing_in import sign_in
from factories.standing import two_claims, waiting_verification
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole, VerificationReason, VerificationState
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.verdicts import (
    refuse_verification,
    reopen_verification,
    restore_organisation,
    revoke_verification,
    suspend_organisation,
)
from matchmaker.accounts.operations.verification import VerificationContent, save_verification
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.enums import CaseFault, CaseState, ClaimReason, ClaimState, OfferingState
from matchmaker.catalogue.operations import approve_offering, return_case, return_offering
from matchmaker.catalogue.operations.claims import approve_claim, refuse_claim, reopen_claim
from matchmaker.catalogue.policies import may_decide_case
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.operations import restore_demand, suspend_demand
from matchmaker.errors import ConflictError, DomainError
from matchmaker.moderation.enums import Outcome, ReportReason, ReportState
from matchmaker.moderation.models import Decision
from matchmaker.moderation.operations import answer_report, reopen_report, report
from matchmaker.notices.models import Notice

WHY: Final = "看错了执照上的日期"


def moderator() -> Account:
    return account("审核员", staff=StaffRole.MODERATOR)


def versioned(row: Any) -> dict[str, int]:
    db.session.flush()
    return {"seen_version": row.version}


def check_taken_back(row: Any, outcome: Outcome, action: str) -> None:
    """Check that the newest decision on a thing says so with its words, is on record, and told."""
    db.session.flush()
    kind = row.__tablename__
    decisions = select(Decision).where(Decision.subject_kind == kind, Decision.subject_id == row.id)
    newest = db.session.scalars(decisions.order_by(Decision.id.desc())).first()
    assert newest is not None
    assert (newest.outcome, newest.words) == (outcome, WHY)
    found = select(AuditEvent).where(AuditEvent.action == action)
    assert db.session.scalars(found).one().actor_id == newest.actor_id
    told = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert told is not None
    assert WHY in str(told.facts)


@pytest.mark.usefixtures("session")
def test_a_refused_application_waits_again_from_the_day_it_was_handed_in() -> None:
    owner, staff = member(organisation(verified_until=None)), moderator()
    row = waiting_verification(owner)
    handed_in = row.submitted_at
    reasons = [VerificationReason.DISSOLVED]
    refuse_verification(row, reasons, words="", actor=staff, **versioned(row))

    with pytest.raises(DomainError) as silent:
        reopen_verification(row, words=" ", actor=staff, **versioned(row))
    reopen_verification(row, words=WHY, actor=staff, **versioned(row))

    assert silent.value.field == "words"
    assert (row.state, row.submitted_at, row.closed_at) == (
        VerificationState.SUBMITTED,
        handed_in,
        None,
    )
    check_taken_back(row, Outcome.RESTORED, "verification.reopened")
    with pytest.raises(ConflictError):
        reopen_verification(row, words=WHY, actor=staff, **versioned(row))


@pytest.mark.usefixtures("session")
def test_who_applied_anew_is_looked_at_by_the_new_application() -> None:
    owner, staff = member(organisation(verified_until=None)), moderator()
    row = waiting_verification(owner)
    refuse_verification(row, [], words="看不清", actor=staff, **versioned(row))
    anew = VerificationContent(legal_name="远山矿业")
    save_verification(row.organisation, anew, seen_version=0, actor=owner)

    with pytest.raises(ConflictError, match="新的申请"):
        reopen_verification(row, words=WHY, actor=staff, **versioned(row))
    assert row.state is VerificationState.REFUSED


@pytest.mark.usefixtures("session")
def test_a_refused_claim_waits_again_while_nobody_has_the_profile() -> None:
    staff, first = moderator(), two_claims(member(organisation()))[0]
    refuse_claim(
        first, [ClaimReason.NOT_ENTITLED], words="材料不符", actor=staff, **versioned(first)
    )

    reopen_claim(first, words=WHY, actor=staff, **versioned(first))

    assert (first.state, first.closed_at) == (ClaimState.SUBMITTED, None)
    check_taken_back(first, Outcome.RESTORED, "claim.reopened")
    refuse_claim(first, [], words="再次不通过", actor=staff, **versioned(first))
    first.provider.merged_into_id = first.organisation_id
    with pytest.raises(ConflictError, match="已经被认领"):
        reopen_claim(first, words=WHY, actor=staff, **versioned(first))


@pytest.mark.usefixtures("session")
def test_an_answered_report_is_taken_up_again_and_answered_anew() -> None:
    demand, _owner = open_demand()
    staff, person = moderator(), account("举报人")
    row = report("demand", demand.id, demand.title, ReportReason.FRAUD, "", actor=person)
    answer_report(row, ReportState.DISMISSED, "没有发现问题", actor=staff, **versioned(row))

    with pytest.raises(DomainError):
        reopen_report(row, "", actor=staff, **versioned(row))
    reopen_report(row, WHY, actor=staff, **versioned(row))

    assert (row.state, row.answer, row.answered_at) == (ReportState.OPEN, "", None)
    with pytest.raises(ConflictError):
        reopen_report(row, WHY, actor=staff, **versioned(row))
    answer_report(row, ReportState.UPHELD, "已处理", actor=staff, **versioned(row))
    assert row.answered_at is not None


@pytest.mark.usefixtures("session")
def test_a_public_case_goes_back_and_leaves_what_rests_on_it() -> None:
    owner, staff = member(organisation()), moderator()
    mine = owner.memberships[0].organisation
    row = own_case(mine.id, sector(), CaseState.PUBLISHED, owner)
    sold = offering(mine, cases=[row])
    assert may_decide_case(staff, row)

    return_case(row, reasons=[CaseFault.NOT_VERIFIABLE], words=WHY, actor=staff, **versioned(row))

    assert row.state is CaseState.DRAFT
    assert sold.cases == []
    check_taken_back(row, Outcome.RETURNED, "case.returned")


@pytest.mark.usefixtures("session")
def test_a_public_offering_goes_back() -> None:
    mine, staff = organisation(), moderator()
    member(mine)
    row = offering(mine, state=OfferingState.PUBLISHED)

    return_offering(row, reasons=[], words=WHY, actor=staff, **versioned(row))

    assert row.state is OfferingState.DRAFT
    check_taken_back(row, Outcome.RETURNED, "offering.returned")
    with pytest.raises(ConflictError):
        approve_offering(row, seen_version=row.version, actor=staff)


@pytest.mark.usefixtures("session")
def test_a_demand_is_hidden_and_shown_again() -> None:
    (row, _owner), staff = open_demand(), moderator()

    suspend_demand(row, [], "需要核实", actor=staff)
    with pytest.raises(DomainError):
        restore_demand(row, actor=staff)
    restore_demand(row, WHY, actor=staff)

    assert row.state is DemandState.OPEN
    check_taken_back(row, Outcome.RESTORED, "demand.restored")


@pytest.mark.usefixtures("session")
def test_an_organisation_is_suspended_restored_and_loses_its_mark() -> None:
    row, staff = organisation(), moderator()
    member(row)

    suspend_organisation(row, [], words="材料造假", actor=staff, **versioned(row))
    restore_organisation(row, words=WHY, actor=staff, **versioned(row))
    check_taken_back(row, Outcome.RESTORED, "organisation.restored")
    revoke_verification(row, [], words=WHY, actor=staff, **versioned(row))

    assert not row.is_verified
    check_taken_back(row, Outcome.REVOKED, "organisation.verification_revoked")


@pytest.mark.usefixtures("session")
def test_what_was_given_to_a_claimant_is_not_taken_back() -> None:
    staff, first = moderator(), two_claims(member(organisation()))[0]
    first.attachment = None
    approve_claim(first, words="", actor=staff, **versioned(first))

    with pytest.raises(ConflictError):
        reopen_claim(first, words=WHY, actor=staff, **versioned(first))


def test_pages_offer_to_take_back_what_was_closed(app: Flask) -> None:
    with app.app_context():
        owner, staff = member(organisation(verified_until=None)), moderator()
        refused = waiting_verification(owner)
        refuse_verification(refused, [], words="看不清", actor=staff, **versioned(refused))
        claim = two_claims(owner)[0]
        refuse_claim(claim, [], words="材料不符", actor=staff, **versioned(claim))
        demand, _other = open_demand()
        told = report("demand", demand.id, demand.title, ReportReason.FRAUD, "", actor=owner)
        answer_report(told, ReportState.DISMISSED, "没有问题", actor=staff, **versioned(told))
        db.session.commit()
        pages = {
            f"/staff/verifications/{refused.id}": refused.version,
            f"/staff/claims/{claim.id}": claim.version,
            f"/staff/reports/{told.id}": told.version,
        }
        number, about, report_page = staff.id, demand.id, f"/staff/reports/{told.id}"
    client = browser(app)
    sign_in(app, client, number)

    for page, version in pages.items():
        sent = {"version": str(version), "outcome": "restored"}
        silent = client.submit(page, sent)
        assert silent.status_code == 422, page
        assert "收回结论" in silent.text
        assert client.submit(page, {**sent, "words": WHY}).status_code == 303, page
        assert client.submit(page, {**sent, "words": WHY}).status_code == 409, page
    assert f'href="/staff/demands/{about}"' in client.get(report_page).text
    with app.app_context():
        kinds = {row.kind for row in db.session.scalars(select(Notice))}
    assert {"verification-reopened", "claim-reopened", "report-reopened"} <= kinds
