"""What every step with a submission asks first: may it change now, did it change meanwhile."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from matchmaker import clock
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.programmes.enums import CallState, PhaseKind
from matchmaker.programmes.enums.submissions import ENTRANT_EDITS, SubmissionState
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.phases import check_running
from matchmaker.programmes.scoring.completeness import end_of
from matchmaker.programmes.words import SUBMISSION_LABELS
from matchmaker.web.filters import exact_moment
from matchmaker.web.versions import OVERTAKEN


def hold(submission: Submission, seen_version: int) -> None:
    """Lock the row until the transaction ends; of two who decide at once the second is late.

    Raises ConflictError when it was changed since the person opened it.
    """
    row = select(Submission.id).where(Submission.id == submission.id)
    db.session.execute(row.with_for_update())
    db.session.refresh(submission, ["version", "state"])
    if submission.version != seen_version:
        raise ConflictError(OVERTAKEN)


def check_open(submission: Submission) -> None:
    """Raise ConflictError, saying when it ended, unless its people may change it at this instant.

    While the call takes submissions, or until the end of the day set for completing it; and only
    before a regional body or staff said what becomes of it.
    """
    check_not_cancelled(submission)
    if submission.state not in ENTRANT_EDITS:
        label = SUBMISSION_LABELS[submission.state]
        raise ConflictError(_("这份申报现在是“%(state)s”，不能再修改。", state=label))
    if submission.state is not SubmissionState.RETURNED:
        check_running(submission.call, PhaseKind.SUBMISSION)
        return
    ended = end_of(submission)
    if clock.now() >= ended:
        raise ConflictError(
            _("补充材料的期限已于北京时间 %(moment)s 截止。", moment=exact_moment(ended))
        )


def check_not_cancelled(submission: Submission) -> None:
    """Raise ConflictError where the call was called off."""
    if submission.call.state is not CallState.PUBLISHED:
        raise ConflictError(_("这个征集已经取消。"))


def touch(submission: Submission) -> None:
    """Count a new version of a submission whose answers or partners changed."""
    submission.updated_at = clock.now()
    flag_modified(submission, "updated_at")
