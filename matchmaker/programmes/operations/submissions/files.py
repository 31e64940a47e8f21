"""Files that answer a question, one by one."""

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage

from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import Purpose
from matchmaker.attachments.operations.keeping import drop_attachment, keep_attachment
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.programmes.enums.submissions import SubmissionState
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.operations.submissions.holding import check_open, hold, touch


def answer_with_file(
    submission: Submission,
    question: CallQuestion,
    upload: FileStorage,
    *,
    seen_version: int,
    actor: Account,
) -> None:
    """Keep a file as the answer to a question; it replaces another, whose bytes go.

    Raises DomainError (field "file") for what is no fit file; ConflictError when the submission
    may not change any more or was changed since the person opened the page.
    """
    check_open(submission)
    hold(submission, seen_version)
    answer = next((one for one in submission.answers if one.question_id == question.id), None)
    replaced = answer.attachment if answer else None
    attachment = keep_attachment(upload, purpose=Purpose.DOCUMENT, actor=actor)
    with audit.change("submission.file-kept", submission, actor=actor):
        if answer is None:
            answer = SubmissionAnswer(question=question, question_id=question.id)
            submission.answers.append(answer)
        answer.attachment = attachment
        touch(submission)
    if replaced is not None:
        drop_attachment(replaced, actor=actor)


def remove_answer_file(submission: Submission, question: CallQuestion, *, actor: Account) -> None:
    """Take the file of an answer away. What was sent stays complete: there it is only replaced."""
    check_open(submission)
    hold(submission, submission.version)
    answer = next((one for one in submission.answers if one.question_id == question.id), None)
    if answer is None or answer.attachment is None:
        raise ConflictError(_("这个文件已经删去了。"))
    if submission.state is SubmissionState.SUBMITTED and question.is_required:
        raise ConflictError(_("已提交的申报必须有这个文件，可以换一个，不能删去。"))
    attachment = answer.attachment
    with audit.change("submission.file-removed", submission, actor=actor):
        submission.answers.remove(answer)
        touch(submission)
    db.session.flush()
    drop_attachment(attachment, actor=actor)
