"""What staff decide."""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What a decision said."""

    APPROVED = "approved"
    RETURNED = "returned"  # to be mended and sent again
    REFUSED = "refused"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    REVOKED = "revoked"


# Whoever is told no must be told why.
EXPLAINED: Final = frozenset(
    {Outcome.RETURNED, Outcome.REFUSED, Outcome.SUSPENDED, Outcome.REVOKED}
)
