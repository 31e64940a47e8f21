"""Keys of programs."""

from dataclasses import dataclass
from datetime import timedelta

from matchmaker import clock
from matchmaker.accounts.enums import TokenScope
from matchmaker.accounts.models import AccessToken, Account, Organisation
from matchmaker.accounts.operations.links import new_token
from matchmaker.accounts.queries import token_hash
from matchmaker.accounts.queries.tokens import TOKEN_START
from matchmaker.db import db
from matchmaker.web.limits import Allowance, Limits, Standing


class Limitless(Limits):
    """Limits for tests that ask more than anybody should: nothing is ever used up."""

    def take(self, allowance: Allowance, _key: str, _cost: int = 1) -> Standing:
        """Let everything through."""
        return Standing(allowance, allowance.quota, 0)


@dataclass(frozen=True)
class MadeToken:
    """A token and its key, which only its maker ever sees."""

    row: AccessToken
    key: str


def token(
    person: Account, *scopes: TokenScope, of: Organisation | None = None, days: int = 90
) -> MadeToken:
    """Make a token for a person, for everything unless scopes are named."""
    key = f"{TOKEN_START}{new_token()}"
    row = AccessToken(
        account=person,
        organisation=of,
        name="ERP",
        prefix=key[:9],
        token_hash=token_hash(key),
        scopes=[scope.value for scope in scopes or tuple(TokenScope)],
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    db.session.add(row)
    db.session.flush()
    return MadeToken(row, key)


def bearer(key: str) -> dict[str, str]:
    """Give the header that shows a key."""
    return {"Authorization": f"Bearer {key}"}
