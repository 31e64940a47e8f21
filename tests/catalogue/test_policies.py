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
        "staff": account("运营", staff=StaffRole.CURATOR),
        **{role.value: member(offered.organisation, role) for role in MemberRole},
    }


@pytest.mark.parametrize("state", list(OfferingState))
def test_published_is_for_everybody_the_rest_for_insiders(state: OfferingState) -> None:
    offered = offering(organisation(), state=state)

    seeing = {
        who for who, actor in people_around(offered).items() if policies.may_see(actor, offered)
    }

    everybody = {"visitor", "stranger", "staff", *INSIDERS}
    assert seeing == (everybody if state is OfferingState.PUBLISHED else {"staff", *INSIDERS})


@pytest.mark.parametrize("state", list(OfferingState))
def test_owners_and_editors_write(state: OfferingState) -> None:
    offered = offering(organisation(), state=state)
    people = people_around(offered)

    may = {
        policy.__name__: {who for who, actor in people.items() if policy(actor, offered)}
        for policy in (policies.may_edit, policies.may_publish, policies.may_withdraw)
    }

    is_published = state is OfferingState.PUBLISHED
    assert may == {
        "may_edit": WRITERS,
        "may_publish": set() if is_published else WRITERS,
        "may_withdraw": WRITERS if is_published else set(),
    }


def test_suspended_organisation_shows_nothing_and_changes_nothing() -> None:
    offered = offering(organisation(state=OrganisationState.SUSPENDED))
    owner = member(offered.organisation)

    assert not policies.may_see(None, offered)
    assert policies.may_see(owner, offered)
    assert not policies.may_edit(owner, offered)
