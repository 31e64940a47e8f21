"""States of a meeting."""

from enum import StrEnum


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PROPOSED = "proposed"  # times are named, and the other side is to choose one
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"  # somebody did not come


MEETING_TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    # Other times named in answer leave it proposed, by the other side.
    MeetingState.PROPOSED: frozenset(
        {
            MeetingState.PROPOSED,
            MeetingState.ACCEPTED,
            MeetingState.DECLINED,
            MeetingState.CANCELLED,
        }
    ),
    MeetingState.ACCEPTED: frozenset(
        {
            MeetingState.PROPOSED,  # other times are named for it
            MeetingState.CANCELLED,
            MeetingState.HELD,
            MeetingState.MISSED,
        }
    ),
    MeetingState.DECLINED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
    # Who noted it wrong notes it again.
    MeetingState.HELD: frozenset({MeetingState.HELD, MeetingState.MISSED}),
    MeetingState.MISSED: frozenset({MeetingState.HELD, MeetingState.MISSED}),
}

TIMED = frozenset({MeetingState.ACCEPTED, MeetingState.HELD, MeetingState.MISSED})
ONGOING = frozenset({MeetingState.PROPOSED, MeetingState.ACCEPTED})
