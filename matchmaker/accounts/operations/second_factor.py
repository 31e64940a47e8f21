"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes for its loss."""

import hmac
import secrets
import unicodedata
from datetime import timedelta
from typing import Any, cast

import pyotp
from flask import current_app
from flask_babel import lazy_gettext as _
from pyotp.totp import TOTP
from sqlalchemy import CursorResult, delete, update

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, IdentityCheck
from matchmaker.accounts.mails import second_factor_mail
from matchmaker.accounts.models import Account, OneTimeLink, RecoveryCode, SecondFactor
from matchmaker.accounts.operations.emails import email_key
from matchmaker.accounts.operations.links import use_step, void_links
from matchmaker.accounts.operations.sessions import SignedIn, end_sessions_of, open_session
from matchmaker.accounts.operations.throttle import HOUR, check_throttle, network
from matchmaker.accounts.policies import may_reset_second_factor, must_keep_second_factor
from matchmaker.accounts.queries import account_by_email, token_hash
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError, DomainError, ForbiddenError, NotFoundError
from matchmaker.jobs.outbox import queue_mail
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify
from matchmaker.web.forms import clean_prose

STEP_SECONDS = 30
WINDOW = 1  # steps to either side: clocks of phones differ
DIGITS = 6
CODES = 10
CODE_LENGTH = 24  # of 32 signs: 120 bits, so a plain hash is enough
CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_GROUP = 4
CODE_MAX = 60  # what a field takes: signs, and what people put between them
DAY = timedelta(days=1)
PER_ACCOUNT = ((5, timedelta(minutes=5)), (20, HOUR), (50, DAY))
REASON_MOST = 500
PER_NETWORK = 50  # an hour


def start_set_up(*, actor: Account) -> None:
    """Make a secret for a new app; the one in use keeps working until the new one is confirmed."""
    factor = actor.second_factor
    if factor is None:
        factor = SecondFactor(account=actor)
        db.session.add(factor)
    factor.pending_secret = pyotp.random_base32()
    audit.happened("account.second_factor_started", actor, actor=actor)


def address_of(factor: SecondFactor) -> str:
    """Give the otpauth address of the app being set up: what the picture holds."""
    site = current_app.extensions["settings"].site_name_en
    totp = TOTP(factor.pending_secret, digits=DIGITS, interval=STEP_SECONDS)
    return totp.provisioning_uri(name=factor.account.email, issuer_name=site)


def finish_set_up(code: str, *, actor: Account) -> list[str]:
    """Take the new app into use after a code of it; gives ten recovery codes, shown this once.

    The other browsers are signed out. Raises DomainError for a wrong code, ConflictError where
    nothing was started, TooManyAttemptsError.
    """
    _count(actor)
    factor = actor.second_factor
    if factor is None or not factor.pending_secret:
        raise ConflictError(_("请先点“开始设置”。"))
    step = _step_of(factor.pending_secret, code)
    if step is None:
        raise DomainError(
            _("验证码不正确。请看应用里现在显示的 6 位数字；手机时间也要准。"), field="code"
        )
    factor.secret, factor.pending_secret = factor.pending_secret, ""
    factor.confirmed_at, factor.last_step = clock.now(), step
    audit.happened("account.second_factor_set", actor, actor=actor)
    end_sessions_of(actor, keep=actor.browser_token)
    queue_mail(f"account:{actor.id}", second_factor_mail(actor, "set"))
    return _new_codes(actor)


def renew_codes(*, actor: Account) -> list[str]:
    """Give ten new recovery codes; the old ones stop working. Raises ConflictError without app."""
    if not actor.has_second_factor:
        raise ConflictError(_("请先开启两步验证。"))
    codes = _new_codes(actor)
    audit.happened("account.recovery_codes_renewed", actor, actor=actor)
    queue_mail(f"account:{actor.id}", second_factor_mail(actor, "codes"))
    return codes


def turn_off(*, actor: Account) -> None:
    """Do without a second factor again. Raises ConflictError for staff and owners."""
    if must_keep_second_factor(actor):
        raise ConflictError(_("运营人员和单位所有者必须使用两步验证。可以换一个应用或手机。"))
    _forget(actor)
    audit.happened("account.second_factor_off", actor, actor=actor)
    queue_mail(f"account:{actor.id}", second_factor_mail(actor, "off"))


def finish_sign_in(link: OneTimeLink, code: str, *, user_agent: str) -> SignedIn | None:
    """Complete a half sign-in with a code of the app or a recovery code; None for a wrong one.

    Raises TooManyAttemptsError, ConflictError for a half sign-in just completed.
    """
    _count(link.account)
    account = link.account
    if not check_code(account, code):
        reason = {"reason": "wrong code"}
        audit.happened("account.sign_in_refused", account, actor=None, facts=reason)
        return None
    if not use_step(link):
        raise ConflictError(_("这次登录已经完成或过期了。请重新登录。"))
    return open_session(account, user_agent=user_agent)


def check_code(account: Account, code: str) -> bool:
    """Say whether a code is right, and use it up: neither kind is taken twice.

    Blanks, hyphens and full-width digits are folded first, so that they do not make a used code
    look new.
    """
    factor = account.second_factor
    if factor is None or factor.confirmed_at is None:
        return False
    step = _step_of(factor.secret, code)
    if step is not None:
        return _changed(
            update(SecondFactor)
            .where(SecondFactor.account_id == account.id, SecondFactor.last_step < step)
            .values(last_step=step)
        )
    is_used = _changed(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == token_hash(_plain(code).upper()),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    if is_used:
        audit.happened("account.recovery_code_used", account, actor=account)
    return is_used


def reset_second_factor(email: str, *, actor: Account | None) -> Account:
    """Take the second factor off an account whose owner lost app and codes, and sign it out.

    Done by staff after they made sure who asks; the person is told by mail. Raises NotFoundError
    for an unknown or disabled account.
    """
    account = account_by_email(email_key(email))
    if account is None or account.state is AccountState.DISABLED:
        raise NotFoundError(_("没有这个账号，或账号已停用。"))
    _reset(account, {}, actor)
    return account


def reset_checked(account: Account, check: IdentityCheck, reason: str, *, actor: Account) -> None:
    """Reset as `reset_second_factor` does, on a page: the trail keeps how and why.

    Raises ForbiddenError for who may not, DomainError (field `reason`) without a reason.
    """
    if not may_reset_second_factor(actor, account):
        raise ForbiddenError(_("您不能重置这个人的两步验证，请刷新页面查看。"))
    said = clean_prose(reason)
    if not 0 < len(said) <= REASON_MOST:
        raise DomainError(_("请写明原因，最多 %(n)s 个字。", n=REASON_MOST), field="reason")
    _reset(account, {"check": check.value, "reason": said}, actor)


def _reset(account: Account, facts: dict[str, Any], actor: Account | None) -> None:
    _forget(account)
    void_links(account)
    ended = end_sessions_of(account)
    facts = {**facts, "sessions": ended}
    audit.happened("account.second_factor_reset", account, actor=actor, facts=facts)
    # A notice about the person's own safety goes out by mail at once, whatever they chose.
    notify(account, NoticeKind.SECOND_FACTOR_RESET, facts={}, endpoint="accounts.second_factor")


def _count(account: Account) -> None:
    who = str(account.id)
    check_throttle("second-factor-network", network(), PER_NETWORK, HOUR)
    for limit, per in PER_ACCOUNT:
        check_throttle(f"second-factor-{int(per.total_seconds())}", who, limit, per)


def _step_of(secret: str, code: str) -> int | None:
    """Find the step near now whose code this is; every step is compared, so time tells nothing."""
    typed = _plain(code)
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdecimal()):
        return None
    totp = TOTP(secret, digits=DIGITS, interval=STEP_SECONDS)
    now = int(clock.now().timestamp()) // STEP_SECONDS
    near = range(now - WINDOW, now + WINDOW + 1)
    found = [step for step in near if hmac.compare_digest(totp.generate_otp(step), typed)]
    return found[-1] if found else None


def _plain(code: str) -> str:
    folded = unicodedata.normalize("NFKC", code)
    return "".join(sign for sign in folded if sign.isalnum())


def _new_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [
        "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        for _code in range(CODES)
    ]
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=token_hash(code)) for code in codes
    )
    return [
        "-".join(code[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP))
        for code in codes
    ]


def _forget(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    if account.second_factor is not None:
        db.session.delete(account.second_factor)
        account.second_factor = None
        db.session.flush()


def _changed(statement: Any) -> bool:
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount == 1
