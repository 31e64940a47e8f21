"""Signing in and out; the signed-in browsers kept in the database."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.accounts.enums import AccountState, LinkPurpose
from matchmaker.accounts.mails import new_device_mail
from matchmaker.accounts.models import Account, SignInSession
from matchmaker.accounts.operations.emails import email_key
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.operations.passwords import (
    hash_password,
    needs_rehash,
    verify_password,
)
from matchmaker.accounts.operations.throttle import check_throttle, network
from matchmaker.accounts.queries import (
    account_by_email,
    browser_name,
    live_sessions_of,
    session_for_token,
    token_hash,
)
from matchmaker.audit import operations as audit
from matchmaker.db import db, own_transaction
from matchmaker.jobs.outbox import queue_mail
from matchmaker.web.context import request_facts

log = structlog.get_logger()

SIGN_INS_PER_ADDRESS = 10
SIGN_INS_PER_NETWORK = 50
SIGN_IN_PERIOD = timedelta(minutes=5)
TOUCH_EVERY = timedelta(minutes=5)
USER_AGENT_MAX = 300
PROOF_LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person and the key of the browser just signed in; only its hash is stored."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class HalfSignedIn:
    """The password was right; the key lets this browser, for ten minutes, give the second step."""

    token: str


def check_sign_in_throttle(address: str) -> None:
    """Count one try to sign in; raises TooManyAttemptsError."""
    check_throttle("sign-in-network", network(), SIGN_INS_PER_NETWORK, SIGN_IN_PERIOD)
    check_throttle("sign-in-address", address, SIGN_INS_PER_ADDRESS, SIGN_IN_PERIOD)


def sign_in(email: str, password: str, *, user_agent: str) -> SignedIn | HalfSignedIn | None:
    """Sign a browser in, or half so where a second factor is due. Raises TooManyAttemptsError.

    None is the one answer for an unknown address, a wrong password, an account that waits for
    confirmation and a disabled one. It is an answer, not an error, so that the trail of a
    refusal is committed like any other.
    """
    address = email_key(email)
    check_sign_in_throttle(address)
    account = account_by_email(address)
    matches = verify_password(account.password_hash if account else None, password)
    if account is None:
        return None
    if not matches or account.state is not AccountState.ACTIVE:
        reason = "wrong password" if not matches else account.state.value
        audit.happened("account.sign_in_refused", account, actor=None, facts={"reason": reason})
        return None
    if needs_rehash(account.password_hash or ""):
        account.password_hash = hash_password(password)
    if account.has_second_factor:
        token = new_token()
        issue_link(account, LinkPurpose.SECOND_STEP, token)
        return HalfSignedIn(token)
    return open_session(account, user_agent=user_agent)


def open_session(account: Account, *, user_agent: str) -> SignedIn:
    """Give a browser a key of its own for an account whose password was just checked.

    A browser the account was never signed in with is told to its owner.
    """
    token, now = new_token(), clock.now()
    is_new_device = _is_new_device(account, user_agent)
    session = SignInSession(
        account=account,
        token_hash=token_hash(token),
        user_agent=user_agent[:USER_AGENT_MAX],
        ip=request_facts().ip,
        created_at=now,
        last_seen_at=now,
        proven_at=now,
    )
    db.session.add(session)
    db.session.flush()  # the trail names the session's number
    facts = {"session": session.id}
    audit.happened("account.signed_in", account, actor=account, facts=facts)
    if is_new_device:
        mail = new_device_mail(account, browser=browser_name(user_agent), ip=session.ip)
        queue_mail(f"account:{account.id}", mail)
    account.is_proven = True
    return SignedIn(account, token)


def prove(password: str, *, actor: Account) -> bool:
    """Note that the person at this browser just gave the password again; False for a wrong one.

    Raises TooManyAttemptsError.
    """
    check_sign_in_throttle(actor.email)
    session = session_for_token(actor.browser_token)
    if session is None or not verify_password(actor.password_hash, password):
        audit.happened("account.proof_refused", actor, actor=actor)
        return False
    session.proven_at = clock.now()
    audit.happened("account.proven", actor, actor=actor, facts={"session": session.id})
    return True


def recognise(token: str) -> Account | None:
    """Give the account a browser's key is signed in to, noting now and then that it was seen.

    To be called before anything changes: noting it is a write of its own.
    """
    session = session_for_token(token)
    if session is None:
        return None
    if clock.now() - session.last_seen_at >= TOUCH_EVERY:
        _touch(session.id)
    session.account.browser_token = token
    session.account.is_proven = clock.now() - session.proven_at < PROOF_LASTS
    return session.account


def sign_out(*, actor: Account) -> None:
    """End the session of the browser the person is using."""
    session = session_for_token(actor.browser_token)
    if session is not None:
        session.ended_at = clock.now()
        facts = {"session": session.id}
        audit.happened("account.signed_out", actor, actor=actor, facts=facts)


def end_session(session: SignInSession, *, actor: Account) -> None:
    """End one session: its browser is out at its next request."""
    session.ended_at = clock.now()
    facts = {"session": session.id}
    audit.happened("account.session_ended", session.account, actor=actor, facts=facts)


def end_sessions_of(account: Account, *, keep: str = "") -> int:
    """End every session of an account but the one with the key `keep`; gives how many."""
    kept = token_hash(keep)
    others = [row for row in live_sessions_of(account) if row.token_hash != kept]
    for session in others:
        end_session(session, actor=account)
    return len(others)


def _is_new_device(account: Account, user_agent: str) -> bool:
    """Compare with the browsers of the last thirty days; the very first one is no news."""
    known = db.session.scalars(
        select(SignInSession.user_agent).where(SignInSession.account_id == account.id).distinct()
    )
    names = {browser_name(name) for name in known}
    return bool(names) and browser_name(user_agent) not in names


def _touch(session_id: int) -> None:
    now = clock.now()
    seen = update(SignInSession).where(
        SignInSession.id == session_id, SignInSession.last_seen_at < now
    )
    try:
        with own_transaction() as session:
            session.execute(seen.values(last_seen_at=now))
    except OperationalError:
        # A long write holds the database: not having been noted is no reason to refuse a page.
        log.warning("session_not_touched", session=session_id)
