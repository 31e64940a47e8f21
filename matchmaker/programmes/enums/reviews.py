"""States of the people who review a call, and of their reviews."""

from enum import StrEnum


class ReviewerState(StrEnum):
    """Where a person stands who was asked to review the submissions of a call."""

    INVITED = "invited"
    AGREED = "agreed"  # to the rules of reviewing, too
    DECLINED = "declined"
    REMOVED = "removed"


REVIEWER_TRANSITIONS: dict[ReviewerState, frozenset[ReviewerState]] = {
    ReviewerState.INVITED: frozenset(
        {ReviewerState.AGREED, ReviewerState.DECLINED, ReviewerState.REMOVED}
    ),
    ReviewerState.AGREED: frozenset({ReviewerState.REMOVED}),
    ReviewerState.DECLINED: frozenset({ReviewerState.INVITED}),
    ReviewerState.REMOVED: frozenset({ReviewerState.INVITED}),
}
# Who may be given submissions: a proposal need not wait for everybody's answer.
ASSIGNABLE = frozenset({ReviewerState.INVITED, ReviewerState.AGREED})


class ReviewState(StrEnum):
    """Where the review of one submission by one person stands.

    That handed-in reviews are final once the phase is over follows from time and is not stored.
    """

    OPEN = "open"
    HANDED_IN = "handed-in"
    ABSTAINED = "abstained"
    CONFLICTED = "conflicted"  # a conflict of interest: it counts no more, and stays so


REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.OPEN: frozenset(
        {ReviewState.HANDED_IN, ReviewState.ABSTAINED, ReviewState.CONFLICTED}
    ),
    ReviewState.HANDED_IN: frozenset({ReviewState.CONFLICTED}),
    ReviewState.ABSTAINED: frozenset({ReviewState.CONFLICTED}),
    ReviewState.CONFLICTED: frozenset(),
}
COUNTING = frozenset({ReviewState.OPEN, ReviewState.HANDED_IN})  # towards the reviews wanted


class AbstainReason(StrEnum):
    """Why somebody does not review a submission."""

    EXPERTISE = "expertise"  # not their field
    TIME = "time"
    UNREADABLE = "unreadable"  # what was handed in cannot be judged
    OTHER = "other"


class SightStage(StrEnum):
    """Where the reviewing of a call stands; what reviewers see follows from it."""

    BEFORE = "before"
    SCORING = "scoring"  # the review phase runs
    TALKING = "talking"  # it is over, the public notice has not begun
    CLOSED = "closed"
