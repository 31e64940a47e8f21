"""Which steps of an engagement people are reminded of, and after how long: the one table."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from matchmaker.engagements.enums.outcomes import Step

# How long a step waits before its people are first reminded of it; counted from when it came up.
# Meetings count from a day before they begin, stages from the day that was planned.
REMINDED_AFTER: Final[Mapping[Step, timedelta]] = {
    Step.ANSWER_INVITATION: timedelta(days=5),
    Step.ANSWER_OFFER: timedelta(days=5),
    Step.ANSWER_QUESTIONS: timedelta(days=3),
    Step.CONFIRM_REQUIREMENTS: timedelta(days=3),
    Step.NAME_CONTACT: timedelta(days=2),
    Step.ANSWER_MEETING: timedelta(days=2),
    Step.ATTEND_MEETING: timedelta(0),
    Step.NOTE_MEETING: timedelta(days=1),
    Step.RECORD_AWARD: timedelta(days=7),
    Step.ANSWER_AWARD: timedelta(days=2),
    Step.CONFIRM_STAGE: timedelta(days=3),
    Step.TELL_STAGE: timedelta(days=3),
    Step.MEASURE_EFFECT: timedelta(days=14),
    Step.ANSWER_CASE: timedelta(days=5),
    Step.RATE: timedelta(days=7),
}
# Each reminder is for a week: a site that was down longer does not flood people.
REMINDED_FOR: Final = timedelta(days=7)
# What still waits is reminded of again, so long after the first time; then it is only listed.
REMINDED_AGAIN: Final = (timedelta(days=7), timedelta(days=21))
REMINDED_ONCE: Final = frozenset({Step.ATTEND_MEETING, Step.RATE})
MEETING_AHEAD: Final = timedelta(days=1)
QUIET_STAGE: Final = timedelta(days=30)  # after which a project without a plan is asked about
RATED_WITHIN: Final = timedelta(days=60)  # later nobody is asked to rate any more


def round_due(step: Step, waited: timedelta) -> int | None:
    """Say which reminder of a step that has waited so long is due, 0 the first; None for none."""
    rounds = (timedelta(0),) if step in REMINDED_ONCE else (timedelta(0), *REMINDED_AGAIN)
    since = waited - REMINDED_AFTER[step]
    due = [place for place, later in enumerate(rounds) if later <= since < later + REMINDED_FOR]
    return due[0] if due else None
