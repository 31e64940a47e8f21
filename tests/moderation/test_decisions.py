"""Decisions: a no has its reasons, the trail has the decision, staff see who decided."""

from enum import StrEnum

import pytest
from factories.people import account, member, organisation
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import StaffRole
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import DomainError, Words
from matchmaker.moderation.enums import EXPLAINED, Outcome
from matchmaker.moderation.operations import WORDS_MAX, decide
from matchmaker.moderation.policies import may_decide_for, may_moderate
from matchmaker.moderation.queries import decisions_of
from matchmaker.moderation.words import reason_words


class Reason(StrEnum):
    UNCLEAR = "unclear"
    TWICE = "twice"


@pytest.mark.usefixtures("session")
def test_a_decision_is_kept_with_its_reasons_and_told_to_the_trail() -> None:
    row, staff = organisation(), account("审核员", staff=StaffRole.MODERATOR)

    decide(row, Outcome.RETURNED, reasons=[Reason.UNCLEAR, Reason.TWICE], actor=staff)
    decide(row, Outcome.APPROVED, words=" 补充后通过 ", actor=staff)

    newest, oldest = decisions_of(row, with_names=True)
    assert (newest.decision.words, newest.by) == ("补充后通过", "审核员")
    assert oldest.decision.reasons == ["twice", "unclear"]
    assert decisions_of(row)[0].by == ""
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == ["organisation.decided"] * 2
    labels: dict[StrEnum, Words] = {Reason.UNCLEAR: "说不清楚"}
    assert reason_words(oldest.decision.reasons, labels) == ["twice", "说不清楚"]


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("outcome", sorted(EXPLAINED))
def test_a_no_needs_a_reason_or_words(outcome: Outcome) -> None:
    row, staff = organisation(), account(staff=StaffRole.MODERATOR)

    with pytest.raises(DomainError) as refused:
        decide(row, outcome, words=" \n", actor=staff)
    assert refused.value.field == ("words" if outcome is Outcome.RESTORED else "reasons")
    decide(row, outcome, words="请补充营业执照", actor=staff)


@pytest.mark.usefixtures("session")
def test_words_have_an_end() -> None:
    with pytest.raises(DomainError, match="最多 1000 个字") as refused:
        decide(organisation(), Outcome.APPROVED, words="长" * (WORDS_MAX + 1), actor=account())
    assert refused.value.field == "words"


@pytest.mark.usefixtures("session")
def test_nobody_decides_on_their_own() -> None:
    own, other = organisation(), organisation("别家")
    person = member(own)
    person.staff_role = StaffRole.MODERATOR

    assert may_decide_for(person, other)
    assert not may_decide_for(person, own)
    assert not may_decide_for(None, other)
    roles = {role for role in StaffRole if may_moderate(account(staff=role))}
    assert roles == {StaffRole.MODERATOR}


def test_staff_see_what_was_decided_on_a_thing(app: Flask, client: PageClient) -> None:
    with app.app_context():
        row, staff = organisation(), account("审核员", staff=StaffRole.MODERATOR)
        decide(row, Outcome.REFUSED, words="<b>假的</b>", actor=staff)
        owner = member(row)
        db.session.commit()
        path, staff_id, owner_id = f"/staff/decisions/organisation/{row.id}", staff.id, owner.id

    sign_in(app, client, staff_id)
    page = client.get(path).text
    sign_in(app, client, owner_id)

    assert "审核员" in page
    assert "&lt;b&gt;假的&lt;/b&gt;" in page
    assert "不通过" in page
    assert client.get(path).status_code == 404
