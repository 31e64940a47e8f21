"""Reading keys of programs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.models.tokens import AccessToken
from matchmaker.accounts.policies import may_manage_members
from matchmaker.accounts.queries.people import token_hash
from matchmaker.db import db

TOKEN_START = "mm_"  # noqa: S105 - so that scanners of leaked keys recognise one


def token_for(key: str) -> AccessToken | None:
    """Find the token of a key, whether or not it still works."""
    if not key.startswith(TOKEN_START) or not key.isascii():
        return None
    statement = select(AccessToken).where(AccessToken.token_hash == token_hash(key))
    found = statement.options(joinedload(AccessToken.account), joinedload(AccessToken.organisation))
    return db.session.scalars(found).first()


def works(token: AccessToken) -> bool:
    """Say whether a token lets anybody in: its maker must still be able to make it.

    One of an organisation ends for as long as its maker does not manage that organisation, or is
    of the staff: those act for nobody.
    """
    if not token.is_usable or not token.account.is_active:
        return False
    if token.organisation is None:
        return True
    is_staff = token.account.staff_role is not None
    return not is_staff and may_manage_members(token.account, token.organisation)


def scopes_of(token: AccessToken) -> frozenset[TokenScope]:
    """Give what a token may be used for; whoever became staff since it was made only reads."""
    named = {TokenScope(scope) for scope in token.scopes}
    if token.account.staff_role is not None:
        named &= {TokenScope.READ}
    return frozenset(named)


def token_by_id(token_id: int) -> AccessToken | None:
    """Find a token, with whose it is."""
    whose = joinedload(AccessToken.account), joinedload(AccessToken.organisation)
    return db.session.get(AccessToken, token_id, options=whose)


def own_tokens(account: Account) -> Sequence[AccessToken]:
    """List a person's own tokens, the newest first, revoked and ended ones too."""
    mine = AccessToken.account_id == account.id, AccessToken.organisation_id.is_(None)
    statement = select(AccessToken).where(*mine)
    return db.session.scalars(statement.order_by(AccessToken.id.desc())).all()


def tokens_of(organisation: Organisation) -> Sequence[AccessToken]:
    """List the tokens of an organisation with who made them, the newest first."""
    statement = select(AccessToken).where(AccessToken.organisation_id == organisation.id)
    found = statement.options(joinedload(AccessToken.account))
    return db.session.scalars(found.order_by(AccessToken.id.desc())).all()
