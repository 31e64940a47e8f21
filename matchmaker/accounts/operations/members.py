"""Members of an organisation: their roles, leaving, being removed.

An organisation always keeps an owner. Whoever goes leaves nothing behind that lets them in: not
the membership, not a sign-in session, not an invitation they sent, not a program's key.
"""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, InvitationState, MemberRole
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation
from matchmaker.accounts.operations.moves import move_invitation
from matchmaker.accounts.operations.sessions import end_sessions_of
from matchmaker.accounts.operations.tokens import revoke_tokens_of
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.notices.operations import forget_notices


def change_role(membership: Membership, role: MemberRole, *, actor: Account) -> None:
    """Give a member another role; who is no owner any more takes their invitations and keys along.

    Raises ConflictError for the last owner.
    """
    if membership.role is role:
        return
    if membership.role is MemberRole.OWNER:
        _check_not_last(membership)
        revoke_invitations_of(membership, actor=actor)
        revoke_tokens_of(membership.account, membership.organisation, actor=actor)
    was = membership.role
    with audit.change("membership.role_changed", membership, actor=actor):
        membership.role, membership.role_since = role, clock.now()
    facts = {"organisation": membership.organisation_id, "from": was.value, "to": role.value}
    audit.happened("account.role_changed", membership.account, actor=actor, facts=facts)


def remove_member(membership: Membership, *, actor: Account) -> None:
    """Take a member out; their browsers are signed out everywhere.

    What they drafted and posted stays with the organisation. Raises ConflictError for the last
    owner.
    """
    account = membership.account
    _check_not_last(membership)
    take_out(membership, "removed", actor=actor)
    end_sessions_of(account)


def leave(membership: Membership, *, actor: Account) -> None:
    """Leave an organisation; the other browsers are signed out.

    Raises ConflictError for the last owner, who hands the organisation over first.
    """
    _check_not_last(membership)
    take_out(membership, "left", actor=actor)
    end_sessions_of(actor, keep=actor.browser_token)


def revoke_invitations_of(membership: Membership, *, actor: Account) -> None:
    """Revoke what a member offered in the organisation's name and nobody has accepted yet."""
    sent = db.session.scalars(
        select(Invitation).where(
            Invitation.organisation_id == membership.organisation_id,
            Invitation.inviter_id == membership.account_id,
            Invitation.state == InvitationState.OPEN,
        )
    )
    for invitation in sent:
        with audit.change("invitation.revoked", invitation, actor=actor):
            move_invitation(invitation, InvitationState.REVOKED)


def hold(organisations: Collection[int]) -> None:
    """Keep the owners of organisations as they are until the transaction in hand ends.

    Two owners who go at the same moment would leave none. Always in one order, so that no two
    transactions wait for each other.
    """
    wanted = select(Organisation.id).where(Organisation.id.in_(organisations))
    db.session.execute(wanted.order_by(Organisation.id).with_for_update())


def is_last_owner(membership: Membership) -> bool:
    """Say whether an organisation would be without an owner who can sign in."""
    others = (
        select(func.count())
        .select_from(Membership)
        .join(Membership.account)
        .where(
            Membership.organisation_id == membership.organisation_id,
            Membership.role == MemberRole.OWNER,
            Membership.id != membership.id,
            Account.state == AccountState.ACTIVE,
            Account.deletion_asked_at.is_(None),
        )
    )
    return membership.role is MemberRole.OWNER and not db.session.scalar(others)


def take_out(membership: Membership, how: str, *, actor: Account) -> None:
    """End a membership, whoever is left; `how` (left, removed) is what the trail says."""
    organisation, account = membership.organisation, membership.account
    revoke_invitations_of(membership, actor=actor)
    revoke_tokens_of(account, organisation, actor=actor)
    role = membership.role.value
    db.session.delete(membership)
    db.session.flush()
    for side in (organisation, account):
        db.session.expire(side, ["memberships"])
    if not account.memberships:
        forget_notices(account)
    said = {"account": account.id, "role": role}
    audit.happened(f"organisation.member_{how}", organisation, actor=actor, facts=said)
    said = {"organisation": organisation.id, "role": role}
    audit.happened(f"account.membership_{how}", account, actor=actor, facts=said)


def _check_not_last(membership: Membership) -> None:
    hold([membership.organisation_id])
    if is_last_owner(membership):
        raise ConflictError(
            _("单位至少要有一位所有者。请先把所有者转让给另一位成员，或再设一位所有者。")
        )
