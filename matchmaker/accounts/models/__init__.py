"""People who sign in, and the organisations they act for."""

from matchmaker.accounts.models.people import (
    Account,
    Attempt,
    Consent,
    Invitation,
    Membership,
    OneTimeLink,
    Organisation,
    RecoveryCode,
    SecondFactor,
    SignInSession,
)
from matchmaker.accounts.models.tokens import AccessToken
from matchmaker.accounts.models.verification import Verification, VerificationPart

__all__ = [
    "AccessToken",
    "Account",
    "Attempt",
    "Consent",
    "Invitation",
    "Membership",
    "OneTimeLink",
    "Organisation",
    "RecoveryCode",
    "SecondFactor",
    "SignInSession",
    "Verification",
    "VerificationPart",
]
