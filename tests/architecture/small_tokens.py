"""Keys of the small world: those programs show, and those of one-time links."""

from factories.people import account
from factories.tokens import Limitless, token
from flask import Flask

from matchmaker.accounts.enums import LinkPurpose
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations.links import issue_link, new_token
from matchmaker.accounts.queries import session_for_token
from matchmaker.db import db


def two_tokens(owner: Account, mine: Organisation) -> list[int]:
    """Make a token of a person and one of their organisation; gives their numbers."""
    return [token(owner).row.id, token(owner, of=mine).row.id]


def shown_key(app: Flask, session_key: str) -> str:
    """Make a token for whoever a browser is signed in as, and let it ask without end."""
    app.extensions["limits"] = Limitless()
    with app.app_context():
        session = session_for_token(session_key)
        assert session is not None
        key = token(session.account).key
        db.session.commit()
        return key


def one_time_links() -> dict[str, list[str]]:
    """Issue a link for each page that takes one; gives their keys, and one that leads nowhere."""
    keys = {}
    for endpoint, purpose in (
        ("accounts.confirm", LinkPurpose.CONFIRM_EMAIL),
        ("accounts.reset_password", LinkPurpose.RESET_PASSWORD),
        ("accounts.first_sign_in", LinkPurpose.FIRST_SIGN_IN),
    ):
        key = new_token()
        issue_link(account("新同事"), purpose, key)
        keys[endpoint] = [key, "A" * 43]
    return keys
