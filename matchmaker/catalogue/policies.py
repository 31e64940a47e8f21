"""Who may see and change an offering."""

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_act_for, may_see_organisation
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering


def may_see(actor: Account | None, offering: Offering) -> bool:
    """Published ones are for everybody; the others for the organisation's people and for staff."""
    return is_public(offering) or may_see_organisation(actor, offering.organisation)


def may_edit(actor: Account | None, offering: Offering) -> bool:
    """Owners and editors of the organisation."""
    return may_act_for(actor, offering.organisation)


def may_publish(actor: Account | None, offering: Offering) -> bool:
    """Whoever may edit it, while it is not published."""
    return may_edit(actor, offering) and offering.state is not OfferingState.PUBLISHED


def may_withdraw(actor: Account | None, offering: Offering) -> bool:
    """Whoever may edit it, while it is published."""
    return may_edit(actor, offering) and offering.state is OfferingState.PUBLISHED


def is_public(offering: Offering) -> bool:
    """Published, by an organisation in good standing, as `documents.published_offerings` has it."""
    return (
        offering.state is OfferingState.PUBLISHED
        and offering.organisation.state is not OrganisationState.SUSPENDED
    )


def may_see_fact(_actor: Account | None, _fact: object) -> bool:
    """Everybody: cases and providers are public as soon as they exist."""
    return True
