"""States of a submission."""

from enum import StrEnum


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # to be completed and sent again
    RECOMMENDED = "recommended"  # by the regional body
    ACCEPTED = "accepted"  # complete; goes to the reviewers
    ON_HOLD = "on-hold"  # a veto, or something still to be found out
    SELECTED = "selected"
    NOT_SELECTED = "not-selected"
    REFUSED = "refused"  # not eligible, or not recommended
    WITHDRAWN = "withdrawn"


_S = SubmissionState

SUBMISSION_TRANSITIONS: dict[SubmissionState, frozenset[SubmissionState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.RETURNED, _S.RECOMMENDED, _S.ACCEPTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.RETURNED: frozenset({_S.SUBMITTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.RECOMMENDED: frozenset({_S.RETURNED, _S.ACCEPTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.ACCEPTED: frozenset({_S.ON_HOLD, _S.SELECTED, _S.NOT_SELECTED, _S.WITHDRAWN}),
    _S.ON_HOLD: frozenset({_S.SELECTED, _S.NOT_SELECTED, _S.WITHDRAWN}),
    # Steps back, after an objection or an appeal that was right:
    _S.SELECTED: frozenset({_S.NOT_SELECTED, _S.ON_HOLD, _S.WITHDRAWN}),
    _S.NOT_SELECTED: frozenset({_S.SELECTED, _S.ON_HOLD}),
    _S.REFUSED: frozenset({_S.SUBMITTED, _S.ACCEPTED}),
    # Taken back before the deadline and sent again.
    _S.WITHDRAWN: frozenset({_S.SUBMITTED}),
}

UNSENT = frozenset({_S.DRAFT})
WAITING = frozenset({_S.SUBMITTED, _S.RECOMMENDED})  # for staff or the regional body
ENTRANT_EDITS = frozenset({_S.DRAFT, _S.SUBMITTED, _S.RETURNED, _S.WITHDRAWN})
ENTRANT_WITHDRAWS = frozenset({_S.SUBMITTED, _S.RETURNED, _S.RECOMMENDED, _S.ACCEPTED})
STAFF_DECIDE = frozenset({_S.SUBMITTED, _S.RECOMMENDED, _S.RETURNED})
REVIEWED = frozenset({_S.ACCEPTED, _S.ON_HOLD, _S.SELECTED, _S.NOT_SELECTED})


class SubmissionReason(StrEnum):
    """Why a submission is sent back or refused."""

    INCOMPLETE = "incomplete"
    UNCLEAR = "unclear"
    UNPROVEN = "unproven"
    CONTRADICTORY = "contradictory"
    DUPLICATE = "duplicate"
    WRONG_CALL = "wrong-call"
    NOT_RECOMMENDED = "not-recommended"


class Verdict(StrEnum):
    """What staff mean to decide on a reviewed submission, before all are applied together."""

    SELECTED = "selected"
    NOT_SELECTED = "not-selected"
    ON_HOLD = "on-hold"


DECIDED: dict[Verdict, SubmissionState] = {
    Verdict.SELECTED: _S.SELECTED,
    Verdict.NOT_SELECTED: _S.NOT_SELECTED,
    Verdict.ON_HOLD: _S.ON_HOLD,
}
