"""Deleting an account: asked for, thought over for seven days, then only its number is left."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from email import message_from_string
from email.policy import default
from email.utils import getaddresses

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    ConsentDocument,
    InvitationState,
    OrganisationState,
)
from matchmaker.accounts.mails import deletion_mail
from matchmaker.accounts.models import Account, Invitation, Membership
from matchmaker.accounts.operations.consents import withdraw_consent
from matchmaker.accounts.operations.links import void_links
from matchmaker.accounts.operations.members import hold, is_last_owner, take_out
from matchmaker.accounts.operations.moves import move_account, move_invitation
from matchmaker.accounts.operations.passwords import verify_password
from matchmaker.accounts.operations.sessions import check_sign_in_throttle, end_sessions_of
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.mail import mailable
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL, queue_mail
from matchmaker.privacy.queries import erased_models, owner_column

TIME_TO_THINK = timedelta(days=7)
NOBODY_ANY_MORE = _("已注销用户")


def deletes_at(account: Account) -> datetime | None:
    """Say when an account whose owner asked for it is deleted."""
    asked = account.deletion_asked_at
    return asked + TIME_TO_THINK if asked else None


def ask_deletion(password: str, *, actor: Account) -> None:
    """Mark one's own account for deletion in seven days; the other browsers are signed out.

    Raises DomainError for a wrong password, ConflictError for the last owner of an active
    organisation, TooManyAttemptsError.
    """
    check_sign_in_throttle(actor.email)
    if not verify_password(actor.password_hash, password):
        raise DomainError(_("密码不正确，请再输入一次。"), field="password")
    hold(actor.organisation_ids)
    alone = [row.organisation.name for row in _memberships_now(actor) if _is_needed(row)]
    if alone:
        raise ConflictError(
            _(
                "您是“%(names)s”唯一的所有者。请先把所有者转让给同事；单位不再使用时，请联系运营人员停用。",
                names="、".join(alone),
            )
        )
    with audit.change("account.deletion_asked", actor, actor=actor):
        actor.deletion_asked_at = clock.now()
    end_sessions_of(actor, keep=actor.browser_token)
    queue_mail(f"account:{actor.id}", deletion_mail(actor, at=clock.now() + TIME_TO_THINK))


def keep_account(*, actor: Account) -> None:
    """Change one's mind within the seven days."""
    with audit.change("account.deletion_withdrawn", actor, actor=actor):
        actor.deletion_asked_at = None


def finish_deletions() -> int:
    """Delete the accounts whose seven days are over; gives how many."""
    due = select(Account).where(
        Account.deletion_asked_at <= clock.now() - TIME_TO_THINK, Account.deleted_at.is_(None)
    )
    accounts = list(db.session.scalars(due))
    for account in accounts:
        erase(account)
    return len(accounts)


def erase(account: Account) -> None:
    """Leave of an account nothing but its number.

    What it did for organisations stays with them and in the trail, under that number. Name,
    address, phone number, password, second factor, browsers, watches and what it was told are
    gone, as are mails that wait and what the trail said about the account itself.
    """
    for membership in list(account.memberships):
        take_out(membership, "left", actor=account)
    end_sessions_of(account)
    for document in ConsentDocument:
        withdraw_consent(account, document, actor=account)
    void_links(account)
    _forget_mails(account)
    _forget_invitations(account)
    for model in erased_models():
        db.session.execute(delete(model).where(owner_column(model) == account.id))
    db.session.expire(account, ["second_factor", "memberships"])
    account.name, account.phone, account.locale = str(NOBODY_ANY_MORE), "", "zh"
    account.email = f"{secrets.token_hex(16)}@deleted.invalid"
    account.password_hash = account.password_set_at = account.staff_role = None
    if account.state is not AccountState.DISABLED:
        move_account(account, AccountState.DISABLED)
    account.deleted_at = clock.now()
    db.session.flush()
    audit.forget(account)
    audit.happened("account.deleted", account, actor=None)


def _memberships_now(account: Account) -> Sequence[Membership]:
    # Roles may have changed while the organisations were waited for.
    mine = select(Membership).where(Membership.account_id == account.id)
    return db.session.scalars(mine.execution_options(populate_existing=True)).all()


def _is_needed(membership: Membership) -> bool:
    is_active = membership.organisation.state is OrganisationState.ACTIVE
    return is_active and is_last_owner(membership)


def _forget_mails(account: Account) -> None:
    waiting = select(OutboxRow).where(OutboxRow.kind == MAIL, OutboxRow.done_at.is_(None))
    address = mailable(account.email).casefold()
    for row in db.session.scalars(waiting):
        message = message_from_string(str(row.payload.get("message", "")), policy=default)
        if any(to.casefold() == address for _name, to in getaddresses(message.get_all("To", []))):
            db.session.delete(row)


def _forget_invitations(account: Account) -> None:
    invited = select(Invitation).where(Invitation.email == account.email)
    for invitation in db.session.scalars(invited):
        if invitation.state is InvitationState.OPEN:
            move_invitation(invitation, InvitationState.REVOKED)
        invitation.email = f"{secrets.token_hex(8)}@deleted.invalid"
