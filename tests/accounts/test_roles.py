"""Duties of staff are given and taken by administrators, never one's own, and one stays."""

import pytest
from factories.people import account
from factories.signing_in import sign_in
from flask import Flask
from pages import PageClient
from sqlalchemy import select

from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.roles import REASON_MOST, give_role
from matchmaker.accounts.operations.sessions import open_session
from matchmaker.accounts.queries import live_sessions_of
from matchmaker.audit.models import AuditEvent
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError
from matchmaker.notices.models import Notice

ADMINISTRATOR, MODERATOR = StaffRole.ADMINISTRATOR, StaffRole.MODERATOR


def give(person: Account, role: StaffRole | None, *, actor: Account, reason: str = "轮岗") -> None:
    give_role(person, role, reason, seen_version=person.version, actor=actor)


@pytest.mark.usefixtures("session")
def test_a_duty_is_given_on_record_and_the_person_signs_in_again() -> None:
    person, actor = account("小周"), account(staff=ADMINISTRATOR)
    open_session(person, user_agent="Firefox")

    give(person, MODERATOR, actor=actor)
    open_session(person, user_agent="Firefox")
    give(person, None, actor=actor, reason="离岗")

    assert person.staff_role is None
    assert not live_sessions_of(person)
    found = select(AuditEvent).where(AuditEvent.action.startswith("account.staff_role"))
    said = [(row.action, row.after) for row in db.session.scalars(found.order_by(AuditEvent.id))]
    assert said == [
        ("account.staff_role_changed", {"staff_role": "moderator"}),
        ("account.staff_role_explained", {"reason": "轮岗", "sessions": 1}),
        ("account.staff_role_changed", {"staff_role": None}),
        ("account.staff_role_explained", {"reason": "离岗", "sessions": 1}),
    ]
    told = db.session.scalars(select(Notice).where(Notice.account_id == person.id)).all()
    assert [row.kind for row in told] == ["staff-role-changed"] * 2


@pytest.mark.usefixtures("session")
def test_who_gives_what_to_whom() -> None:
    person, actor = account(), account(staff=ADMINISTRATOR)
    off = account()
    off.state = AccountState.DISABLED

    for who, whom in ((actor, actor), (actor, off), (account(staff=MODERATOR), person)):
        with pytest.raises(ForbiddenError):
            give(whom, StaffRole.AUDITOR, actor=who)
    for reason in (" \n", "长" * (REASON_MOST + 1)):
        with pytest.raises(DomainError, match="请写明原因") as refused:
            give(person, MODERATOR, actor=actor, reason=reason)
        assert refused.value.field == "reason"
    with pytest.raises(DomainError, match="现在就是"):
        give(person, None, actor=actor)
    with pytest.raises(ConflictError):
        give_role(person, MODERATOR, "轮岗", seen_version=person.version + 1, actor=actor)


@pytest.mark.usefixtures("session")
def test_one_administrator_who_can_sign_in_stays() -> None:
    first, second = account(staff=ADMINISTRATOR), account(staff=ADMINISTRATOR)

    give(second, None, actor=first)

    assert second.staff_role is None
    with pytest.raises(ForbiddenError):
        give(first, None, actor=second)
    with pytest.raises(ForbiddenError):
        give(first, None, actor=first)


def test_the_page_gives_a_duty_and_says_who_was_late(app: Flask, client: PageClient) -> None:
    with app.app_context():
        person, actor = account("小周"), account(staff=ADMINISTRATOR)
        db.session.commit()
        number, actor_id, seen = person.id, actor.id, str(person.version)
    page = f"/staff/people/{number}/role"
    sign_in(app, client, actor_id)

    unsaid = client.submit(page, {"role": "moderator", "reason": "", "version": seen})
    late = client.submit(page, {"role": "moderator", "reason": "轮岗", "version": "99"})
    given = client.submit(page, {"role": "moderator", "reason": "轮岗", "version": seen})

    assert (unsaid.status_code, late.status_code, given.status_code) == (422, 409, 303)
    assert "轮岗" in late.text
    assert "审核员" in client.get(f"/staff/people/{number}").text
    assert client.get(f"/staff/people/{actor_id}/role").status_code == 404
