"""Who may see and change an offering: every role in every state."""

import pytest
from factories.catalogue import offering
from factories.people import account, member, organisation

from matchmaker.accounts.enums import MemberRole, OrganisationState, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.catalogue import policies
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering

pytestmark = pytest.mark.usefixtures("session")
WRITERS = {"owner", "editor"}
INSIDERS = WRITERS | {"viewer"}


def people_around(offered: Offering) -> dict[str, Account | None]:
    return {
        "visitor": None,
        "stranger": member(organisation("别的单位")),
        "staff": account("运营", staff=StaffRole.MODERATOR),
        **{role.value: member(offered.organisation, role) for role in MemberRole},
    }


@pytest.mark.one_database
@pytest.mark.parametrize("state", list(OfferingState))
def test_published_is_for_everybody_the_rest_for_insiders(state: OfferingState) -> None:
    offered = offering(organisation(), state=state)

    seeing = {
        who for who, actor in people_around(offered).items() if policies.may_see(actor, offered)
    }

    everybody = {"visitor", "stranger", "staff", *INSIDERS}
    assert seeing == (everybody if state is OfferingState.PUBLISHED else {"staff", *INSIDERS})


@pytest.mark.one_database
@pytest.mark.parametrize("state", list(OfferingState))
def test_owners_and_editors_write(state: OfferingState) -> None:
    offered = offering(organisation(), state=state)
    people = people_around(offered)
    allowed = {
        OfferingState.DRAFT: {"may_edit", "may_submit", "may_archive"},
        OfferingState.SUBMITTED: {"may_edit", "may_take_back"},
        OfferingState.PUBLISHED: {"may_edit", "may_withdraw"},
        OfferingState.WITHDRAWN: {"may_edit", "may_submit", "may_archive"},
        OfferingState.ARCHIVED: set(),
    }

    may = {
        policy.__name__: {who for who, actor in people.items() if policy(actor, offered)}
        for policy in (
            policies.may_edit,
            policies.may_submit,
            policies.may_take_back,
            policies.may_withdraw,
            policies.may_archive,
            policies.may_copy,
        )
    }

    assert may == {
        name: WRITERS if name in allowed[state] | {"may_copy"} else set() for name in may
    }


@pytest.mark.one_database
@pytest.mark.parametrize("state", list(OfferingState))
def test_staff_decide_on_what_waits_or_is_public_but_not_on_their_own(state: OfferingState) -> None:
    offered = offering(organisation(), state=state)
    own = member(offered.organisation, name="兼职")
    own.staff_role = StaffRole.MODERATOR
    people = {
        **people_around(offered),
        "own": own,
        **{role.value: account(f"运营{role}", staff=role) for role in StaffRole},
    }

    may = {who for who, actor in people.items() if policies.may_decide(actor, offered)}

    is_decided = state in {OfferingState.SUBMITTED, OfferingState.PUBLISHED}
    assert may == ({"staff", "moderator"} if is_decided else set())


def test_suspended_organisation_shows_nothing_and_changes_nothing() -> None:
    offered = offering(organisation(state=OrganisationState.SUSPENDED))
    owner = member(offered.organisation)

    assert not policies.may_see(None, offered)
    assert policies.may_see(owner, offered)
    assert not policies.may_edit(owner, offered)
