"""Which steps of an engagement people are reminded of, and after how long: the one table."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from matchmaker.engagements.enums.outcomes import Step

# How long a step waits before its people are reminded of it, once; counted from when it came up.
# Meetings count from a day before they begin, stages from the day that was planned.
REMINDED_AFTER: Final[Mapping[Step, timedelta]] = {
    Step.ANSWER_INVITATION: timedelta(days=5),
    Step.ANSWER_OFFER: timedelta(days=5),
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
# What came up longer ago is not mailed about any more: a site that was down does not flood people.
REMINDED_FOR: Final = timedelta(days=7)
MEETING_AHEAD: Final = timedelta(days=1)
QUIET_STAGE: Final = timedelta(days=30)  # after which a project without a plan is asked about
RATED_WITHIN: Final = timedelta(days=60)  # later nobody is asked to rate any more
