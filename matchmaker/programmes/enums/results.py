"""What follows a verdict: objections, the entries of the results, their standing, appeals."""

from enum import StrEnum
from typing import Final


class VerdictReason(StrEnum):
    """Why a submission is not selected, or on hold."""

    BELOW_LINE = "below-line"  # others ranked before it took the places
    WEAK_EFFECT = "weak-effect"
    WEAK_EVIDENCE = "weak-evidence"
    NOT_FITTING = "not-fitting"  # not what the call looks for
    DUPLICATE = "duplicate"
    VETO = "veto"  # a 0 for a veto criterion
    TO_VERIFY = "to-verify"  # something is still to be found out
    OBJECTION = "objection"  # an objection to the public notice was right
    OTHER = "other"


class EntryState(StrEnum):
    """Where an entry of the results stands. That it has expired follows from its last day."""

    LISTED = "listed"
    WARNED = "warned"
    RECTIFYING = "rectifying"  # until a day, then it is looked at again
    REMOVED = "removed"


_E = EntryState

ENTRY_TRANSITIONS: dict[EntryState, frozenset[EntryState]] = {
    _E.LISTED: frozenset({_E.WARNED, _E.REMOVED}),
    _E.WARNED: frozenset({_E.LISTED, _E.RECTIFYING, _E.REMOVED}),
    _E.RECTIFYING: frozenset({_E.LISTED, _E.REMOVED}),
    _E.REMOVED: frozenset({_E.LISTED}),  # an appeal that was right
}


class Standing(StrEnum):
    """What an entry is worth on a day: its state, or that its last day has passed."""

    VALID = "valid"
    WARNED = "warned"
    RECTIFYING = "rectifying"
    EXPIRED = "expired"
    REMOVED = "removed"


class EntryReason(StrEnum):
    """Why an entry is warned, has to be mended, or is removed."""

    QUALITY = "quality"
    COMPLAINTS = "complaints"
    NO_COOPERATION = "no-cooperation"  # with the checks of the programme
    SAFETY = "safety"
    FALSE_CLAIMS = "false-claims"
    CEASED = "ceased"  # the organisation has closed or gave the business up
    OWN_WISH = "own-wish"
    OTHER = "other"


# Removes at once; everything else is warned of first, then mended until a day.
GRAVE: Final = frozenset({EntryReason.FALSE_CLAIMS, EntryReason.CEASED, EntryReason.OWN_WISH})


class EntryAct(StrEnum):
    """What was done about an entry."""

    LISTED = "listed"
    WARNED = "warned"
    RECTIFYING = "rectifying"
    RESTORED = "restored"
    REMOVED = "removed"
    RENEWED = "renewed"
    NOT_RENEWED = "not-renewed"


class ObjectionReason(StrEnum):
    """What is said against a submission on the public notice."""

    NOT_ELIGIBLE = "not-eligible"
    FALSE_CLAIMS = "false-claims"
    COPIED = "copied"
    UNFAIR = "unfair"  # how it was reviewed
    OTHER = "other"


class ObjectionState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"
    UPHELD = "upheld"  # the submission leaves the list
    DISMISSED = "dismissed"


OBJECTION_TRANSITIONS: dict[ObjectionState, frozenset[ObjectionState]] = {
    ObjectionState.OPEN: frozenset({ObjectionState.UPHELD, ObjectionState.DISMISSED}),
    ObjectionState.UPHELD: frozenset(),
    ObjectionState.DISMISSED: frozenset(),
}


class AppealState(StrEnum):
    """Where an appeal of an entrant stands."""

    OPEN = "open"
    UPHELD = "upheld"  # it is decided again
    DISMISSED = "dismissed"


APPEAL_TRANSITIONS: dict[AppealState, frozenset[AppealState]] = {
    AppealState.OPEN: frozenset({AppealState.UPHELD, AppealState.DISMISSED}),
    AppealState.UPHELD: frozenset(),
    AppealState.DISMISSED: frozenset(),
}


class RenewalState(StrEnum):
    """Where a request to hold longer stands."""

    OPEN = "open"
    GRANTED = "granted"
    DECLINED = "declined"


RENEWAL_TRANSITIONS: dict[RenewalState, frozenset[RenewalState]] = {
    RenewalState.OPEN: frozenset({RenewalState.GRANTED, RenewalState.DECLINED}),
    RenewalState.GRANTED: frozenset(),
    RenewalState.DECLINED: frozenset(),
}
