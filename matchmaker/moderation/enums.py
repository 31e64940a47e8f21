"""What staff decide."""

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What a decision said."""

    APPROVED = "approved"
    RETURNED = "returned"  # to be mended and sent again
    REFUSED = "refused"
    SUSPENDED = "suspended"
    RESTORED = "restored"  # what was decided before is taken back
    REVOKED = "revoked"


# Whoever is told no must be told why; who takes a decision back says why, too.
EXPLAINED: Final = frozenset(
    {Outcome.RETURNED, Outcome.REFUSED, Outcome.SUSPENDED, Outcome.REVOKED, Outcome.RESTORED}
)


class ReportReason(StrEnum):
    """What is wrong with a thing, as whoever reports it says."""

    ADVERT = "advert"
    FRAUD = "fraud"
    PRICE_PROBING = "price-probing"
    WRONG_FACTS = "wrong-facts"
    INFRINGING = "infringing"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    UPHELD = "upheld"  # something was done about it
    DISMISSED = "dismissed"


REPORT_TRANSITIONS: Final[dict[ReportState, frozenset[ReportState]]] = {
    ReportState.OPEN: frozenset({ReportState.UPHELD, ReportState.DISMISSED}),
    # Taken up again, where the answer was wrong.
    ReportState.UPHELD: frozenset({ReportState.OPEN}),
    ReportState.DISMISSED: frozenset({ReportState.OPEN}),
}
