"""Changing the address one signs in with: asked from within, confirmed at the new one."""

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.mails import (
    change_email_mail,
    email_changed_mail,
    known_address_mail,
)
from matchmaker.accounts.models import Account, OneTimeLink
from matchmaker.accounts.operations.emails import checked_email
from matchmaker.accounts.operations.links import issue_link, new_token, use_link
from matchmaker.accounts.operations.sessions import end_sessions_of
from matchmaker.accounts.operations.throttle import check_mail_throttle
from matchmaker.accounts.queries import account_by_email
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_mail


def ask_new_email(email: str, *, actor: Account) -> None:
    """Mail a link to a new address; nothing changes before it is used.

    An address that has an account gets a mail that says so, in the language of that account; the
    page looks the same. Raises DomainError for a bad address or one's own, TooManyAttemptsError.
    """
    address = checked_email(email)
    if address == actor.email:
        raise DomainError(_("这就是您现在的邮箱。"), field="email")
    check_mail_throttle(address)
    token = new_token()
    holder = account_by_email(address)
    issue_link(actor, LinkPurpose.CHANGE_EMAIL, token, email=address)
    audit.happened("account.email_change_asked", actor, actor=actor)
    mail = (
        known_address_mail(address, holder.locale)
        if holder
        else change_email_mail(address, actor.locale, token=token)
    )
    queue_mail(f"account:{actor.id}", mail)


def confirm_new_email(link: OneTimeLink, *, actor: Account) -> None:
    """Make the new address the one to sign in with, and tell the old one.

    The link alone is not enough: a slip of the pen would hand the account to a stranger. The
    other browsers are signed out. Raises ConflictError for another's link, one just used, or an
    address registered in the meantime.
    """
    if link.account_id != actor.id:
        raise ConflictError(_("这个链接属于另一个账号。请用那个账号登录后再打开。"))
    old = actor.email
    if not use_link(link):
        raise ConflictError(_("这个链接刚刚用过了。"))
    try:
        with db.session.begin_nested(), audit.change("account.email_changed", actor, actor=actor):
            actor.email = link.email
    except IntegrityError:
        raise ConflictError(_("这个邮箱已经有账号了，没有更改。")) from None
    end_sessions_of(actor, keep=actor.browser_token)
    queue_mail(f"account:{actor.id}", email_changed_mail(old, actor.locale, new=actor.email))
