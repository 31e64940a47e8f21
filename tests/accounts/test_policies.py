"""Who may see and change what, by role and standing."""

from datetime import UTC, date, datetime

import pytest

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, MemberRole, OrganisationState, StaffRole
from matchmaker.accounts.models import Account, Membership, Organisation, SignInSession
from matchmaker.accounts.policies import (
    is_staff,
    is_verified,
    may_act_for,
    may_edit_organisation,
    may_end_session,
    may_publish_for,
    may_see_organisation,
)

ACTIVE, OFF = AccountState.ACTIVE, AccountState.DISABLED


def person(role: MemberRole | None = None, **values: object) -> Account:
    memberships = [Membership(organisation_id=1, role=role)] if role else []
    return Account(id=1, **{"state": ACTIVE, **values}, memberships=memberships)


@pytest.mark.parametrize(
    ("actor", "sees", "edits", "acts"),
    [
        (None, False, False, False),
        (person(), False, False, False),
        (person(MemberRole.VIEWER), True, False, False),
        (person(MemberRole.EDITOR), True, False, True),
        (person(MemberRole.OWNER), True, True, True),
        (person(staff_role=StaffRole.CURATOR), True, False, False),
        (person(staff_role=StaffRole.CURATOR, state=OFF), False, False, False),
    ],
)
def test_rights_follow_the_role(
    actor: Account | None, sees: object, edits: object, acts: object
) -> None:
    organisation = Organisation(id=1, state=OrganisationState.ACTIVE)

    assert may_see_organisation(actor, organisation) is sees
    assert may_edit_organisation(actor, organisation) is edits
    assert may_act_for(actor, organisation) is acts


@pytest.mark.parametrize("state", [OrganisationState.SUSPENDED, OrganisationState.UNCLAIMED])
def test_nobody_acts_for_an_organisation_that_is_not_active(state: OrganisationState) -> None:
    organisation = Organisation(id=1, state=state)

    assert not may_act_for(person(MemberRole.OWNER), organisation)


def test_role_in_one_organisation_says_nothing_about_another() -> None:
    other = Organisation(id=2, state=OrganisationState.ACTIVE)

    assert not may_see_organisation(person(MemberRole.OWNER), other)
    assert not may_act_for(person(MemberRole.OWNER), other)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        (None, False),
        (person(), False),
        (person(staff_role=StaffRole.AUDITOR), True),
        (person(staff_role=StaffRole.AUDITOR, state=OFF), False),
    ],
)
def test_staff_are_active_people_with_a_duty(actor: Account | None, expected: object) -> None:
    assert is_staff(actor) is expected


def test_only_the_person_ends_a_session() -> None:
    session = SignInSession(account_id=1)

    assert may_end_session(person(), session)
    assert not may_end_session(Account(id=2), session)
    assert not may_end_session(None, session)


@pytest.mark.parametrize(
    ("state", "until", "holds"),
    [
        (OrganisationState.ACTIVE, date(2026, 11, 20), True),  # the last day counts
        (OrganisationState.ACTIVE, date(2026, 11, 19), False),
        (OrganisationState.ACTIVE, None, False),
        (OrganisationState.SUSPENDED, date(2026, 11, 20), False),
    ],
)
def test_verification_lasts_to_its_last_day(
    state: OrganisationState, until: date | None, holds: object
) -> None:
    organisation = Organisation(id=1, state=state, verified_until=until)

    with clock.at(datetime(2026, 11, 20, 4, tzinfo=UTC)):
        assert is_verified(organisation) is holds
        assert may_publish_for(person(MemberRole.EDITOR), organisation) is holds
        assert not may_publish_for(person(MemberRole.VIEWER), organisation)
