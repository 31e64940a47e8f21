"""People who sign in, and the organisations they act for."""

from matchmaker.accounts.models.people import (
    Account,
    Attempt,
    Membership,
    OneTimeLink,
    Organisation,
    SignInSession,
)

__all__ = [
    "Account",
    "Attempt",
    "Membership",
    "OneTimeLink",
    "Organisation",
    "SignInSession",
]
