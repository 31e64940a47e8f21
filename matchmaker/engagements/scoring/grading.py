"""How an engagement speaks of an offering's fit: a grade on the scale of judged pairs."""

from typing import Final

from matchmaker.engagements.enums import CloseReason

ACCEPTED: Final = 3
CHOSEN: Final = 2
SHORTLISTED: Final = 1
UNFIT: Final = 0

# Price, time, terms, a cancelled project and the like say nothing of what an offering can do.
OF_FIT = frozenset(
    {
        CloseReason.REQUIREMENTS,
        CloseReason.EVIDENCE,
        CloseReason.PLAN,
        CloseReason.REGION,
        CloseReason.FIELD,
    }
)


def outcome_grade(
    *, is_accepted: bool, is_chosen: bool, is_shortlisted: bool, reason: CloseReason | None
) -> int | None:
    """Give the grade, None where the engagement says nothing of fit.

    3 for an accepted outcome; else 0 where it ended for a reason of fit, whoever said so, as that
    is the last word; else 2 where the provider was chosen, 1 where it was shortlisted.
    """
    if is_accepted:
        return ACCEPTED
    if reason in OF_FIT:
        return UNFIT
    if is_chosen:
        return CHOSEN
    return SHORTLISTED if is_shortlisted else None
