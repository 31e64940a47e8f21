"""What was submitted to a call, for staff: the list, one after the other, many at once."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.queries import decisions_of
from matchmaker.programmes.enums.submissions import SubmissionReason
from matchmaker.programmes.forms.submissions import AcceptanceForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.submissions import deciding
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.policies import submissions as policies
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.answers import answered
from matchmaker.programmes.queries.duplicates import twins_of
from matchmaker.programmes.queries.entering import leads_as_provider
from matchmaker.programmes.queries.submissions import (
    Queue,
    drafts_of,
    next_waiting,
    queue_counts,
    ready_to_accept,
    submission_by_id,
    submissions_to,
)
from matchmaker.programmes.scoring.completeness import (
    submission_gaps,
    submission_phase,
    takes_submissions,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.sheets import call_file
from matchmaker.programmes.views.tabs import CALL_TABS
from matchmaker.programmes.words.submissions import CHOSEN, QUEUE_LABELS, REASONS
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.forms import number_from
from matchmaker.web.pagination import paginate


@bp.get("/staff/calls/<int:call_id>/submissions")
@needs(may_run_calls, call_by_id, account=True)
def call_submissions(call: Call) -> ResponseReturnValue:
    queue, counts = _queue(), queue_counts(call)
    page = paginate(submissions_to(call, queue))
    return render_template(
        "programmes/call_submissions.html",
        call=call,
        tabs=CALL_TABS,
        page=page,
        queue=queue,
        queues=[(one, QUEUE_LABELS[one.value], counts[one]) for one in Queue],
        drafts=drafts_of(call),
        twins=twins_of(page.items),
        phase=submission_phase(call),
        is_open=takes_submissions(call, clock.now()),
    )


@bp.get("/staff/calls/<int:call_id>/submissions/export")
@needs(may_run_calls, call_by_id, account=True)
def call_submissions_file(call: Call) -> Response:
    queue = _queue()
    return call_file(call, submissions_to(call, queue), str(QUEUE_LABELS[queue.value]))


@bp.route("/staff/calls/<int:call_id>/submissions/accept", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def accept_submissions(call: Call) -> ResponseReturnValue:
    waiting = ready_to_accept(call, current_actor())
    obstacles = {row.id: deciding.obstacles_to_accept(row) for row in waiting}
    ready = [row for row in waiting if not obstacles[row.id]]
    if request.method == "POST":
        ticked = {number_from(value) for value in request.form.getlist("submission_id")}
        chosen = [row for row in ready if row.id in ticked]
        if len(chosen) < len(ticked):
            raise ConflictError(_("有的申报刚刚改变了，请刷新页面重新核对。"))
        count = deciding.accept_all(chosen, actor=current_actor())
        words = _("已受理 %(n)s 份申报。", n=count)
        return done(words, url_for(".call_submissions", call_id=call.id))
    return render_template(
        "programmes/accept_submissions.html",
        call=call,
        tabs=CALL_TABS,
        ready=ready,
        others=[(row, obstacles[row.id]) for row in waiting if obstacles[row.id]],
        twins=twins_of(ready),
    )


@bp.route("/staff/submissions/<int:submission_id>", methods=["GET", "POST"])
@needs(policies.may_decide_submission, submission_by_id, account=True)
def decide_submission(submission: Submission) -> ResponseReturnValue:
    form = AcceptanceForm.of(CHOSEN, version=submission.version)
    if form.validate_on_submit() and _decide(submission, form):
        db.session.commit()
        return _lead_on(submission)
    form.take_over(submission)
    return render_template(
        "programmes/decide_submission.html",
        submission=submission,
        answers=answered(submission),
        form=form,
        gaps=submission_gaps(submission),
        twins=twins_of([submission]).get(submission.id, []),
        decisions=decisions_of(submission, with_names=True),
        reasons=REASONS,
        is_to_decide=policies.is_to_decide(submission),
        is_open=takes_submissions(submission.call, clock.now()),
        leads_as_provider=leads_as_provider(submission),
        phase=submission_phase(submission.call),
    ), form.status


def _decide(submission: Submission, form: AcceptanceForm) -> bool:
    actor, seen, words = current_actor(), form.seen_version, form.words.data or ""
    reasons = form.chosen(SubmissionReason)
    return form.decide(
        {
            Outcome.APPROVED: lambda: deciding.accept_submission(
                submission, words=words, seen_version=seen, actor=actor
            ),
            Outcome.RETURNED: lambda: deciding.return_submission(
                submission,
                reasons=reasons,
                words=words,
                complete_by=form.complete_by.data,
                seen_version=seen,
                actor=actor,
            ),
            Outcome.REFUSED: lambda: deciding.refuse_submission(
                submission, reasons=reasons, words=words, seen_version=seen, actor=actor
            ),
        }
    )


def _lead_on(submission: Submission) -> ResponseReturnValue:
    following = next_waiting(submission.call, current_actor(), submission.id)
    if following is None:
        flash(_("已记录决定。没有其他等待受理的了。"), "success")
        return redirect(url_for(".call_submissions", call_id=submission.call_id), code=303)
    flash(_("已记录决定，这是下一份。"), "success")
    return redirect(url_for(".decide_submission", submission_id=following), code=303)


def _queue() -> Queue:
    asked = request.args.get("show", "")
    return Queue(asked) if asked in list(Queue) else Queue.WAITING
