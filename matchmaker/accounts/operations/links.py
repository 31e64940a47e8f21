"""One-time links: made, and used once."""

import secrets
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, update

from matchmaker import clock
from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.models import Account, OneTimeLink
from matchmaker.accounts.queries import token_hash
from matchmaker.db import db

TOKEN_BYTES = 32
LIFETIMES: dict[LinkPurpose, timedelta] = {
    LinkPurpose.CONFIRM_EMAIL: timedelta(hours=24),
    LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
    LinkPurpose.FIRST_SIGN_IN: timedelta(hours=24),
    LinkPurpose.SECOND_STEP: timedelta(minutes=10),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
}


def new_token() -> str:
    """Make a key nobody can guess: 256 random bits, in characters an address may hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def issue_link(account: Account, purpose: LinkPurpose, token: str, *, email: str = "") -> None:
    """Keep the hash of a new key; earlier links for the same purpose stop working.

    `email` is the new address a link confirms, where it does.
    """
    _void(OneTimeLink.account_id == account.id, OneTimeLink.purpose == purpose)
    now = clock.now()
    db.session.add(
        OneTimeLink(
            account=account,
            purpose=purpose,
            token_hash=token_hash(token),
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
            email=email,
        )
    )


def use_link(link: OneTimeLink) -> bool:
    """Use a link up, and with it every other link of the account; False if another was faster."""
    if not _void(OneTimeLink.id == link.id):
        return False
    _void(OneTimeLink.account_id == link.account_id)
    return True


def use_step(link: OneTimeLink) -> bool:
    """Use up the key of a half sign-in and leave the mailed links alone; False as above."""
    return bool(_void(OneTimeLink.id == link.id))


def void_links(account: Account) -> None:
    """Make all links of an account stop working."""
    _void(OneTimeLink.account_id == account.id)


def _void(*which: ColumnElement[bool]) -> int:
    statement = update(OneTimeLink).where(OneTimeLink.used_at.is_(None), *which)
    result = db.session.execute(statement.values(used_at=clock.now()))
    return cast("CursorResult[Any]", result).rowcount
