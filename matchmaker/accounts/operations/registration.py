"""Registering an account and confirming its address."""

import unicodedata

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.enums import (
    AccountState,
    ConsentChannel,
    ConsentDocument,
    LinkPurpose,
)
from matchmaker.accounts.mails import NOBODY, confirmation_mail, known_address_mail
from matchmaker.accounts.models import Account, OneTimeLink
from matchmaker.accounts.operations.consents import give_consent
from matchmaker.accounts.operations.emails import checked_email, email_key
from matchmaker.accounts.operations.links import issue_link, new_token, use_link
from matchmaker.accounts.operations.moves import move_account
from matchmaker.accounts.operations.passwords import (
    check_new_password,
    give_password,
    hash_password,
    verify_password,
)
from matchmaker.accounts.operations.sessions import (
    SignedIn,
    check_sign_in_throttle,
    open_session,
)
from matchmaker.accounts.operations.throttle import (
    HOUR,
    check_mail_throttle,
    check_throttle,
    network,
)
from matchmaker.accounts.queries import account_by_email
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError
from matchmaker.jobs.outbox import queue_mail
from matchmaker.web.forms import clean_line

REGISTRATIONS_PER_NETWORK = 20
NAME_MAX = 60


def register(*, name: str, email: str, password: str, locale: str, next_path: str = "") -> None:
    """Start an account and mail its one-time link; a known address gets another mail.

    What the person sees is the same either way, and so is the work done. Somebody who registers
    again before confirming replaces what was registered: the newest link counts, with the
    newest password. Raises DomainError for a bad name, address or password, and
    TooManyAttemptsError.
    """
    name, address = checked_name(name), checked_email(email)
    check_new_password(password, email=address, name=name)
    check_throttle("register", network(), REGISTRATIONS_PER_NETWORK, HOUR)
    check_mail_throttle(address)
    password_hash = hash_password(password)
    account = account_by_email(address)
    if account is None:
        account = _new_account(address, name=name, locale=locale)
    elif account.state is AccountState.PENDING:
        with audit.change("account.registered_again", account, actor=None):
            account.name, account.locale = name, locale
    if account is None or account.state is AccountState.DISABLED:
        return
    if account.state is AccountState.ACTIVE:
        queue_mail(f"account:{account.id}", known_address_mail(address, account.locale))
        return
    give_password(account, password_hash)
    give_consent(account, ConsentDocument.PRIVACY_NOTICE, ConsentChannel.REGISTRATION, actor=None)
    _send_confirmation(account, next_path)


def resend_confirmation(email: str, *, next_path: str = "") -> None:
    """Mail a new link to an address that waits for one; others get nothing, and nobody is told.

    The mail is composed either way, so that the time tells nothing. Raises
    TooManyAttemptsError.
    """
    address = email_key(email)
    check_mail_throttle(address)
    account = account_by_email(address)
    if account is not None and account.state is AccountState.PENDING and account.password_hash:
        _send_confirmation(account, next_path)
        audit.happened("account.confirmation_resent", account, actor=None)
    else:
        confirmation_mail(NOBODY, "zh", token=new_token(), next_path=next_path)


def confirm(link: OneTimeLink, password: str, *, user_agent: str) -> SignedIn | None:
    """Confirm the address with its link and the password registered with it, and sign in.

    The link alone is not enough: whoever registered somebody else's address and chose the
    password would own the account once its real owner opens the mail. None means the password is
    another one; the link stays. Raises ConflictError for a link just used, TooManyAttemptsError.
    """
    check_sign_in_throttle(link.account.email)
    account = link.account
    if not verify_password(account.password_hash, password):
        return None
    if not use_link(link):
        raise ConflictError(_("这个链接刚刚用过了。请直接登录。"))
    activate(account)
    return open_session(account, user_agent=user_agent)


def activate(account: Account) -> None:
    """Let an account whose address is proven sign in. Raises ConflictError if it does not wait."""
    if account.state is not AccountState.PENDING:
        raise ConflictError(_("这个账号已经确认过了。请直接登录。"))
    with audit.change("account.confirmed", account, actor=account):
        move_account(account, AccountState.ACTIVE)


def checked_name(text: str) -> str:
    """Give a person's name on one line; raises DomainError when empty, too long or unreadable."""
    name = clean_line(text)
    if not any(unicodedata.category(character)[0] == "L" for character in name):
        raise DomainError(_("请填写姓名，供应商和同事会看到它。"), field="name")
    if len(name) > NAME_MAX:
        raise DomainError(_("姓名最多 %(limit)s 个字，请缩短。", limit=NAME_MAX), field="name")
    return name


def _new_account(address: str, *, name: str, locale: str) -> Account | None:
    account = Account(email=address, name=name, locale=locale)
    try:
        with db.session.begin_nested():
            audit.created("account.registered", account, actor=None)
    except IntegrityError:
        return None  # registered a moment ago by another request, which sends the mail
    return account


def _send_confirmation(account: Account, next_path: str) -> None:
    token = new_token()
    issue_link(account, LinkPurpose.CONFIRM_EMAIL, token)
    mail = confirmation_mail(account.email, account.locale, token=token, next_path=next_path)
    queue_mail(f"account:{account.id}", mail)
