"""The one way a submission gets from state to state."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.errors import ConflictError
from matchmaker.programmes.enums.submissions import SUBMISSION_TRANSITIONS, SubmissionState
from matchmaker.programmes.models.submissions import Submission


def move_submission(submission: Submission, target: SubmissionState) -> None:
    """Bring a submission to a state; the day it was withdrawn goes with that state.

    Raises ConflictError where its state does not allow it: somebody else was faster.
    """
    if target not in SUBMISSION_TRANSITIONS[submission.state]:
        raise ConflictError(_("这份申报的状态刚刚改变了，请刷新页面查看。"))
    submission.state = target
    submission.withdrawn_at = clock.now() if target is SubmissionState.WITHDRAWN else None
