"""Who may see and change an organisation, and end a session."""

from matchmaker.accounts.enums import MemberRole, OrganisationState
from matchmaker.accounts.models import Account, Organisation, SignInSession

SPEAKERS = frozenset({MemberRole.OWNER, MemberRole.EDITOR})


def is_staff(actor: Account | None, _thing: object = None) -> bool:
    """Programme staff, while their account is active."""
    return actor is not None and actor.is_staff


def may_see_organisation(actor: Account | None, organisation: Organisation) -> bool:
    """Its own people, and staff."""
    if actor is None:
        return False
    return actor.is_staff or _role_in(actor, organisation) is not None


def may_edit_organisation(actor: Account | None, organisation: Organisation) -> bool:
    """Its owners."""
    return actor is not None and _role_in(actor, organisation) is MemberRole.OWNER


def may_act_for(actor: Account | None, organisation: Organisation) -> bool:
    """Owners and editors, while the organisation is in good standing."""
    if actor is None or organisation.state is not OrganisationState.ACTIVE:
        return False
    return _role_in(actor, organisation) in SPEAKERS


def is_verified(organisation: Organisation) -> bool:
    """Staff found it is who it says, and that still holds today."""
    return organisation.is_verified


def may_publish_for(actor: Account | None, organisation: Organisation) -> bool:
    """Whoever acts for it, while it is verified: nobody unknown speaks in public here."""
    return may_act_for(actor, organisation) and is_verified(organisation)


def may_end_session(actor: Account | None, session: SignInSession) -> bool:
    """The person who signed in."""
    return actor is not None and session.account_id == actor.id


def _role_in(actor: Account, organisation: Organisation) -> MemberRole | None:
    return next(
        (row.role for row in actor.memberships if row.organisation_id == organisation.id), None
    )
