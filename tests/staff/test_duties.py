"""Staff roles are separate, by duty: each may do what is its own and nothing else."""

from collections.abc import Callable
from typing import Final

import pytest
from factories.people import account, member, organisation

from matchmaker.accounts.enums import AccountState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_give_role
from matchmaker.matching.policies import may_grade, may_shape_models
from matchmaker.moderation.policies import may_decide_for, may_find_people, may_moderate
from matchmaker.programmes.policies import may_run_calls
from matchmaker.staff.policies import may_export_trail, may_tend_jobs, may_tend_taxonomy

CURATOR, MODERATOR, REVIEWER = StaffRole.CURATOR, StaffRole.MODERATOR, StaffRole.REVIEWER
AUDITOR, ADMINISTRATOR = StaffRole.AUDITOR, StaffRole.ADMINISTRATOR


def may_give_anybody_a_role(actor: Account | None) -> bool:
    return may_give_role(actor, account())


DUTIES: Final[tuple[tuple[Callable[[Account | None], bool], frozenset[StaffRole]], ...]] = (
    (may_tend_taxonomy, frozenset({CURATOR})),
    (may_run_calls, frozenset({CURATOR})),
    (may_moderate, frozenset({MODERATOR})),
    (may_grade, frozenset({REVIEWER, ADMINISTRATOR})),
    (may_export_trail, frozenset({AUDITOR})),
    (may_tend_jobs, frozenset({ADMINISTRATOR})),
    (may_shape_models, frozenset({ADMINISTRATOR})),
    (may_give_anybody_a_role, frozenset({ADMINISTRATOR})),
    (may_find_people, frozenset({MODERATOR, ADMINISTRATOR})),
)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("may", "roles"), DUTIES)
def test_each_role_does_its_own_duties_only(
    may: Callable[[Account | None], bool], roles: frozenset[StaffRole]
) -> None:
    disabled = [account(staff=role) for role in StaffRole]
    for person in disabled:
        person.state = AccountState.DISABLED

    assert {role for role in StaffRole if may(account(staff=role))} == roles
    assert not any(may(person) for person in (None, account(), *disabled))


@pytest.mark.usefixtures("session")
def test_no_role_lets_anybody_decide_on_their_own_organisation() -> None:
    own = organisation()
    person = member(own)

    for role in StaffRole:
        person.staff_role = role
        assert not may_decide_for(person, own)
        assert not may_give_role(person, person)
