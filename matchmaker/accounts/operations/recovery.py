"""Setting another password: by link, or knowing the present one."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import AccountState, LinkPurpose
from matchmaker.accounts.mails import NOBODY, password_changed_mail, reset_mail
from matchmaker.accounts.models import Account, OneTimeLink
from matchmaker.accounts.operations.emails import email_key
from matchmaker.accounts.operations.links import issue_link, new_token, use_link, void_links
from matchmaker.accounts.operations.passwords import (
    check_new_password,
    give_password,
    hash_password,
    organisations_of,
    verify_password,
)
from matchmaker.accounts.operations.registration import activate
from matchmaker.accounts.operations.sessions import check_sign_in_throttle, end_sessions_of
from matchmaker.accounts.operations.throttle import check_mail_throttle
from matchmaker.accounts.operations.tokens import revoke_tokens_of
from matchmaker.accounts.queries import account_by_email
from matchmaker.audit import operations as audit
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_mail


def ask_reset(email: str, *, locale: str) -> None:
    """Mail a link to set a new password; unknown and disabled addresses get nothing.

    Nobody is told which: the mail is composed either way, so that the time tells nothing.
    An address that was never confirmed may ask too, as the link proves it. Raises
    TooManyAttemptsError.
    """
    address = email_key(email)
    check_mail_throttle(address)
    account = account_by_email(address)
    token = new_token()
    known = account is not None and account.state is not AccountState.DISABLED
    to = account.email if account is not None and known else NOBODY
    mail = reset_mail(to, account.locale if account else locale, token=token)
    if account is not None and known:
        issue_link(account, LinkPurpose.RESET_PASSWORD, token)
        queue_mail(f"account:{account.id}", mail)
        audit.happened("account.reset_asked", account, actor=None)


def set_password(link: OneTimeLink, password: str) -> None:
    """Set a password by a link (reset, first sign-in): it signs nobody in.

    All sessions end, and every key of a program: whoever took the account over made some.
    It also confirms an address that waits for it. Raises DomainError for a bad password and
    ConflictError for a link just used.
    """
    account = link.account
    known = organisations_of(account)
    check_new_password(password, email=account.email, name=account.name, organisations=known)
    if not use_link(link):
        raise ConflictError(_("这个链接刚刚用过了。请重新申请一个。"))
    give_password(account, hash_password(password))
    if account.state is AccountState.PENDING:
        activate(account)
    end_sessions_of(account)
    revoke_tokens_of(account, actor=account)
    audit.happened("account.password_reset", account, actor=account)
    queue_mail(f"account:{account.id}", password_changed_mail(account.email, account.locale))


def change_password(current: str, password: str, *, actor: Account) -> None:
    """Change one's own password; the other browsers are signed out.

    Raises DomainError for a wrong present password or a bad new one, TooManyAttemptsError.
    """
    check_sign_in_throttle(actor.email)
    if not verify_password(actor.password_hash, current):
        raise DomainError(_("现在的密码不正确，请再输入一次。"), field="current")
    if verify_password(actor.password_hash, password):
        raise DomainError(_("新密码和现在的一样，请换一个。"), field="password")
    known = organisations_of(actor)
    check_new_password(password, email=actor.email, name=actor.name, organisations=known)
    give_password(actor, hash_password(password))
    void_links(actor)
    end_sessions_of(actor, keep=actor.browser_token)
    audit.happened("account.password_changed", actor, actor=actor)
    queue_mail(f"account:{actor.id}", password_changed_mail(actor.email, actor.locale))
