"""Who may see and change an organisation, manage its members, and reach a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from matchmaker import clock
from matchmaker.accounts.enums import (
    UNDECIDED,
    InvitationState,
    MemberRole,
    OrganisationState,
    StaffRole,
)
from matchmaker.accounts.models import (
    AccessToken,
    Account,
    Invitation,
    Membership,
    Organisation,
    SignInSession,
    Verification,
    VerificationPart,
)
from matchmaker.moderation.policies import may_decide_for

SPEAKERS = frozenset({MemberRole.OWNER, MemberRole.EDITOR})
OWNER_GRACE = timedelta(days=14)  # a newcomer posts first and sets the app up after


def is_staff(actor: Account | None, _thing: object = None) -> bool:
    """Programme staff, while their account is active."""
    return actor is not None and actor.is_staff


def may_see_organisation(actor: Account | None, organisation: Organisation) -> bool:
    """Its own people, and staff."""
    if actor is None:
        return False
    return actor.is_staff or role_in(actor, organisation) is not None


def may_read_drafts(actor: Account | None, organisation: Organisation | None) -> bool:
    """Its own people, and staff but auditors: those read what was done, not what is begun."""
    if actor is None:
        return False
    if actor.is_staff and actor.staff_role is not StaffRole.AUDITOR:
        return True
    return organisation is not None and role_in(actor, organisation) is not None


def may_edit_organisation(actor: Account | None, organisation: Organisation) -> bool:
    """Its owners."""
    return actor is not None and role_in(actor, organisation) is MemberRole.OWNER


def may_act_for(actor: Account | None, organisation: Organisation) -> bool:
    """Owners and editors, while the organisation is in good standing."""
    if actor is None or organisation.state is not OrganisationState.ACTIVE:
        return False
    return role_in(actor, organisation) in SPEAKERS


def is_verified(organisation: Organisation) -> bool:
    """Staff found it is who it says, and that still holds today."""
    return organisation.is_verified


def may_publish_for(actor: Account | None, organisation: Organisation) -> bool:
    """Whoever acts for it, while it is verified: nobody unknown speaks in public here."""
    return may_act_for(actor, organisation) and is_verified(organisation)


def is_member(actor: Account | None, organisation: Organisation) -> bool:
    """Anybody in it, whatever the role."""
    return actor is not None and role_in(actor, organisation) is not None


def may_apply(actor: Account | None, organisation: Organisation) -> bool:
    """Owners and editors may apply for its verification, while it is in good standing."""
    return may_act_for(actor, organisation)


def may_withdraw_verification(actor: Account | None, verification: Verification) -> bool:
    """Whoever may apply, while nothing is decided."""
    return may_apply(actor, verification.organisation) and verification.state in UNDECIDED


def may_decide_verification(actor: Account | None, verification: Verification) -> bool:
    """Those who moderate, on no organisation of their own; drafts are nobody else's business."""
    return verification.submitted_at is not None and may_decide_for(
        actor, verification.organisation
    )


def may_read_verification(actor: Account | None, verification: Verification) -> bool:
    """What an application says, with whom to call: the organisation's people and who decides."""
    return is_member(actor, verification.organisation) or may_decide_verification(
        actor, verification
    )


def may_see_part(actor: Account | None, part: VerificationPart) -> bool:
    """The file of a part: its owners and editors, and staff once it was handed in."""
    verification = part.verification
    if actor is None or part.attachment is None:
        return False
    return role_in(actor, verification.organisation) in SPEAKERS or may_decide_verification(
        actor, verification
    )


def must_change_password(actor: Account, lasts: timedelta | None) -> bool:
    """Whether the password is older than this installation lets one be; None lets it grow old."""
    if lasts is None:
        return False
    return clock.now() - (actor.password_set_at or actor.created_at) >= lasts


def may_end_session(actor: Account | None, session: SignInSession) -> bool:
    """The person who signed in."""
    return actor is not None and session.account_id == actor.id


def may_manage_members(actor: Account | None, organisation: Organisation) -> bool:
    """Owners, while the organisation is not suspended: they invite, change roles and remove."""
    if organisation.state is not OrganisationState.ACTIVE:
        return False
    return may_edit_organisation(actor, organisation)


def may_revoke_token(actor: Account | None, token: AccessToken) -> bool:
    """Whose it is; one of an organisation, who manages that organisation's members too."""
    if actor is None:
        return False
    if token.account_id == actor.id:
        return True
    return token.organisation is not None and may_manage_members(actor, token.organisation)


def may_make_tokens(actor: Account | None, organisation: Organisation) -> bool:
    """Who manages its members, but no staff: programs of the staff read and act for nobody."""
    is_staff = actor is not None and actor.staff_role is not None
    return not is_staff and may_manage_members(actor, organisation)


def may_manage_membership(actor: Account | None, membership: Membership) -> bool:
    """Who manages the members of its organisation."""
    return may_manage_members(actor, membership.organisation)


def may_leave(actor: Account | None, membership: Membership) -> bool:
    """The member."""
    return actor is not None and membership.account_id == actor.id


def may_revoke(actor: Account | None, invitation: Invitation) -> bool:
    """Who manages the members of its organisation, while nobody has answered."""
    if invitation.state is not InvitationState.OPEN:
        return False
    return may_manage_members(actor, invitation.organisation)


def may_answer(actor: Account | None, invitation: Invitation) -> bool:
    """Whoever owns the invited address."""
    return actor is not None and actor.is_active and actor.email == invitation.email


def may_reset_second_factor(actor: Account | None, person: Account) -> bool:
    """Administrators, for somebody else who has one; their own is changed with its codes."""
    return (
        actor is not None
        and actor.is_staff
        and actor.staff_role is StaffRole.ADMINISTRATOR
        and actor.id != person.id
        and person.is_active
        and person.has_second_factor
    )


def may_give_role(actor: Account | None, person: Account) -> bool:
    """Administrators, to somebody else who can sign in: nobody widens what they may do."""
    return (
        actor is not None
        and actor.is_staff
        and actor.staff_role is StaffRole.ADMINISTRATOR
        and actor.id != person.id
        and person.is_active
    )


def owner_deadline(actor: Account) -> datetime | None:
    """Say until when an owner acts without a second factor; None for who is no owner."""
    since = [row.role_since for row in actor.memberships if row.role is MemberRole.OWNER]
    return min(since) + OWNER_GRACE if since else None


def needs_second_factor(actor: Account) -> bool:
    """Staff at once; owners fourteen days after they became one; not who has one already."""
    if actor.has_second_factor:
        return False
    deadline = owner_deadline(actor)
    return actor.staff_role is not None or (deadline is not None and deadline <= clock.now())


def must_keep_second_factor(actor: Account) -> bool:
    """Staff and owners may change to another app, but not turn the second factor off."""
    return actor.staff_role is not None or owner_deadline(actor) is not None


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a person; what is not for the reader is empty."""

    name: str
    email: str
    phone: str


def contact_of(person: Account, *, is_open: bool) -> Contact:
    """Give a person's contact data to the other side of an engagement.

    `is_open` says that both sides accepted it: before that nothing but the name is told. The
    number is told only by who agreed to that.
    """
    if not is_open or not person.is_active:
        return Contact(person.name, "", "")
    return Contact(person.name, person.email, person.phone if person.shares_phone else "")


def role_in(actor: Account, organisation: Organisation) -> MemberRole | None:
    """Give a person's role in an organisation, if any."""
    return next(
        (row.role for row in actor.acting_memberships if row.organisation_id == organisation.id),
        None,
    )
