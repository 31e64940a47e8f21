"""Inviting people to act for an organisation, and their answers."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    ConsentChannel,
    ConsentDocument,
    InvitationState,
    MemberRole,
)
from matchmaker.accounts.mails import invitation_mail
from matchmaker.accounts.models import Account, Invitation, Membership, Organisation
from matchmaker.accounts.operations.consents import give_consent
from matchmaker.accounts.operations.emails import checked_email
from matchmaker.accounts.operations.links import new_token, void_links
from matchmaker.accounts.operations.members import change_role
from matchmaker.accounts.operations.moves import move_invitation
from matchmaker.accounts.operations.passwords import (
    check_new_password,
    give_password,
    hash_password,
)
from matchmaker.accounts.operations.registration import activate, checked_name
from matchmaker.accounts.operations.sessions import SignedIn, open_session
from matchmaker.accounts.operations.throttle import check_throttle, network
from matchmaker.accounts.policies import may_answer, role_in
from matchmaker.accounts.queries import account_by_email, token_hash
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_mail

LIFETIME = timedelta(days=7)
DAY = timedelta(days=1)
PER_ORGANISATION = 50  # a day
PER_ADDRESS = 5  # a day, whoever invites
PER_NETWORK = 100  # a day, for whichever organisations


def invite(
    organisation: Organisation, email: str, role: MemberRole, *, actor: Account
) -> Invitation:
    """Mail somebody an offer to act for an organisation; it holds for seven days.

    An earlier open one to the same address stops working. Raises DomainError for a bad address,
    a person who is a member already, or an inviter who is no owner; TooManyAttemptsError
    beyond fifty a day for the organisation, a hundred for the network or five for the address.
    """
    address = checked_email(email)
    _check_owner(organisation, actor)
    _count(organisation, address)
    account = account_by_email(address)
    if account is not None and role_in(account, organisation) is not None:
        raise DomainError(_("这个人已经是成员了。可以在成员列表里更改身份。"), field="email")
    locale = account.locale if account else actor.locale
    return _offer(organisation, address, role, actor=actor, locale=locale)


def offer_ownership(membership: Membership, *, actor: Account) -> Invitation:
    """Offer a member one's own ownership: they become owner when they accept, the actor an editor.

    Raises DomainError for oneself, an owner, or an actor who is no owner; TooManyAttemptsError.
    """
    organisation, account = membership.organisation, membership.account
    _check_owner(organisation, actor)
    if membership.role is MemberRole.OWNER:
        raise DomainError(_("这位成员已经是所有者了。"))
    _count(organisation, account.email)
    return _offer(
        organisation,
        account.email,
        MemberRole.OWNER,
        actor=actor,
        locale=account.locale,
        is_transfer=True,
    )


def revoke(invitation: Invitation, *, actor: Account) -> None:
    """Take an invitation back. Raises ConflictError when it was answered already."""
    _answer(invitation, InvitationState.REVOKED, actor=actor)


def decline(invitation: Invitation, *, actor: Account) -> None:
    """Say no. Raises ConflictError when it is not open any more."""
    _check_usable(invitation)
    _answer(invitation, InvitationState.DECLINED, actor=actor)


def accept(invitation: Invitation, *, actor: Account) -> None:
    """Join the organisation in the role offered, or take its ownership over.

    Raises ConflictError when the invitation is not open any more, when whoever sent it could not
    send it today, or when a transfer's receiver is no member any more.
    """
    _check_usable(invitation)
    organisation, inviter = invitation.organisation, invitation.inviter
    if not may_answer(actor, invitation):
        raise ConflictError(_("这份邀请发给另一个邮箱。请用那个邮箱的账号登录。"))
    _answer(invitation, InvitationState.ACCEPTED, actor=actor)
    if invitation.is_transfer:
        _hand_over(invitation, actor)
        return
    try:
        with db.session.begin_nested():
            membership = Membership(account=actor, organisation=organisation, role=invitation.role)
            audit.created("membership.created", membership, actor=actor)
    except IntegrityError:
        raise ConflictError(_("您已经是这个单位的成员了。")) from None
    facts = {"organisation": organisation.id, "role": invitation.role.value, "by": inviter.id}
    audit.happened("account.membership_accepted", actor, actor=actor, facts=facts)


def register_invited(
    invitation: Invitation, *, name: str, password: str, locale: str, user_agent: str
) -> SignedIn:
    """Open an account for an invited address, join, and sign in.

    The mail proves the address, so nothing more is asked. An account that waits for its address
    to be confirmed is taken over with the new name and password: nobody knows who chose the old.
    Raises DomainError for a bad name or password, ConflictError for an invitation that is not
    open any more or an address that has an account in use.
    """
    address = invitation.email
    name = checked_name(name)
    known = [invitation.organisation.name]
    check_new_password(password, email=address, name=name, organisations=known)
    _check_usable(invitation)
    account = account_by_email(address)
    if account is not None and account.state is not AccountState.PENDING:
        raise ConflictError(_("这个邮箱已经有账号了。请登录后再接受邀请。"))
    if account is None:
        account = Account(email=address, name=name, locale=locale)
        try:
            with db.session.begin_nested():
                audit.created("account.registered", account, actor=None)
        except IntegrityError:
            raise ConflictError(_("这个邮箱刚刚注册过。请登录后再接受邀请。")) from None
    else:
        void_links(account)
    account.name, account.locale = name, locale
    give_password(account, hash_password(password))
    activate(account)
    give_consent(account, ConsentDocument.PRIVACY_NOTICE, ConsentChannel.INVITATION, actor=account)
    accept(invitation, actor=account)
    return open_session(account, user_agent=user_agent)


def _check_owner(organisation: Organisation, actor: Account) -> None:
    # Only owners reach this, and nothing stands above them; said here again because a route that
    # forgets its policy must not let a member make owners.
    if role_in(actor, organisation) is not MemberRole.OWNER:
        raise DomainError(_("只有所有者可以邀请成员。"), field="role")


def _count(organisation: Organisation, address: str) -> None:
    check_throttle("invitation", str(organisation.id), PER_ORGANISATION, DAY)
    check_throttle("invitation-network", network(), PER_NETWORK, DAY)
    check_throttle("invitation-address", address, PER_ADDRESS, DAY)


def _offer(
    organisation: Organisation,
    address: str,
    role: MemberRole,
    *,
    actor: Account,
    locale: str,
    is_transfer: bool = False,
) -> Invitation:
    now, token = clock.now(), new_token()
    open_already = select(Invitation).where(
        Invitation.organisation_id == organisation.id,
        Invitation.email == address,
        Invitation.state == InvitationState.OPEN,
    )
    for earlier in db.session.scalars(open_already):
        _answer(earlier, InvitationState.REVOKED, actor=actor)
    invitation = Invitation(
        organisation=organisation,
        email=address,
        role=role,
        is_transfer=is_transfer,
        token_hash=token_hash(token),
        inviter=actor,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    try:
        with db.session.begin_nested():
            audit.created("invitation.sent", invitation, actor=actor)
    except IntegrityError:
        raise ConflictError(_("刚刚已经有人邀请了这个邮箱。")) from None
    queue_mail(f"invitation:{invitation.id}", invitation_mail(invitation, locale, token=token))
    return invitation


def _hand_over(invitation: Invitation, receiver: Account) -> None:
    organisation, giver = invitation.organisation, invitation.inviter
    rows = {row.account_id: row for row in organisation.memberships}
    if receiver.id not in rows or giver.id not in rows:
        raise ConflictError(_("这份转让已失效：双方都要还是单位的成员。"))
    change_role(rows[receiver.id], MemberRole.OWNER, actor=receiver)
    db.session.flush()  # the giver may be the last owner but for this
    change_role(rows[giver.id], MemberRole.EDITOR, actor=receiver)


def _check_usable(invitation: Invitation) -> None:
    sender = role_in(invitation.inviter, invitation.organisation)
    if not invitation.is_usable or sender is not MemberRole.OWNER:
        raise ConflictError(_("这份邀请已失效。请让邀请您的人再发一份。"))


def _answer(invitation: Invitation, state: InvitationState, *, actor: Account) -> None:
    with audit.change(f"invitation.{state.value}", invitation, actor=actor):
        move_invitation(invitation, state)
