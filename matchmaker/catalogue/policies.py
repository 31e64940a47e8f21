"""Who may see and change an offering."""

from matchmaker.accounts.enums import OrganisationState, StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for, may_see_organisation
from matchmaker.catalogue.enums import EvidenceKind, OfferingState
from matchmaker.catalogue.models import Offering, Promise, ProviderProfile

FACT_CHECKERS = frozenset({StaffRole.CURATOR, StaffRole.REVIEWER, StaffRole.ADMINISTRATOR})


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


def may_review(actor: Account | None, promise: Promise) -> bool:
    """Staff who check facts, for what is not reviewed yet and more than the provider's own word."""
    return (
        actor is not None
        and actor.staff_role in FACT_CHECKERS
        and promise.reviewed_at is None
        and promise.evidence is not EvidenceKind.STATEMENT
    )


def is_public(offering: Offering) -> bool:
    """Published, by an organisation in good standing, as `documents.published_offerings` has it."""
    return (
        offering.state is OfferingState.PUBLISHED
        and offering.organisation.state is not OrganisationState.SUSPENDED
    )


def may_write_profile(actor: Account | None, organisation: Organisation) -> bool:
    """Owners and editors, while the organisation is in good standing."""
    return may_act_for(actor, organisation)


def may_change_profile(actor: Account | None, profile: ProviderProfile) -> bool:
    """Whoever may write it."""
    return may_write_profile(actor, profile.organisation)


def may_see_fact(_actor: Account | None, _fact: object) -> bool:
    """Everybody: cases and providers are public as soon as they exist."""
    return True
