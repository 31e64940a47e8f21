"""Authenticator apps of people in tests, and what they agreed to."""

import pyotp
from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import CONSENT_VERSIONS, ConsentDocument
from matchmaker.accounts.models import Account, SecondFactor
from matchmaker.db import db

AGREED = CONSENT_VERSIONS[ConsentDocument.PRIVACY_NOTICE]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_second_factor(account: Account) -> None:
    """Let a person have an app with SECRET."""
    account.second_factor = SecondFactor(secret=SECRET, confirmed_at=clock.now())
    db.session.add(account)
    db.session.flush()


def code(secret: str = SECRET, *, steps: int = 0) -> str:
    """Give what an app shows now, or so many steps of 30 seconds later."""
    return pyotp.TOTP(secret).at(clock.now(), counter_offset=steps)


def next_code(email: str) -> str:
    """Give a code the person has not used; tests often sign in twice while the clock stands."""
    account = db.session.scalars(select(Account).where(Account.email == email)).one()
    assert account.second_factor
    account.second_factor.last_step = 0
    secret = account.second_factor.secret
    db.session.commit()
    return code(secret)
