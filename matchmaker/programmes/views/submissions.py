"""A submission for those who enter: list, begin, write, send, take back, receipt."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.moderation.queries import decisions_of
from matchmaker.programmes.forms.submissions import SeenForm, SendForm, StartForm, SubmissionForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations.submissions import sending, writing
from matchmaker.programmes.policies import submissions as policies
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.answers import answered
from matchmaker.programmes.queries.entering import own_things
from matchmaker.programmes.queries.submissions import (
    is_of_a_body,
    own_submissions,
    partnerships_asked,
    submission_by_id,
    submissions_of,
)
from matchmaker.programmes.scoring.completeness import (
    meter,
    open_until,
    submission_gaps,
    submission_phase,
    takes_submissions,
    why_closed,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.sheets import own_file
from matchmaker.programmes.words.submissions import REASONS
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember
from matchmaker.web.versions import VersionedForm


@bp.get("/my/submissions")
@signed_in
def my_submissions() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    page = paginate(submissions_of(actor))
    return render_template(
        "programmes/my_submissions.html",
        page=page,
        asked=partnerships_asked(actor),
        ends={row.id: open_until(row, now) for row in page.items},
        is_of_a_body=is_of_a_body(actor),
    )


@bp.get("/my/submissions/export")
@signed_in
def my_submissions_file() -> Response:
    return own_file(submissions_of(current_actor()), _("我的申报"))


@bp.route("/calls/<int:call_id>/enter", methods=["GET", "POST"])
@needs(policies.may_enter, call_by_id, account=True)
def enter_call(call: Call) -> ResponseReturnValue:
    actor = current_actor()
    form = StartForm().speak_for(actor)
    if form.validate_on_submit():
        begun = form.attempt(
            lambda: writing.start_submission(call, form.chosen_organisation, actor=actor)
        )
        if begun is not None:
            page = url_for(".edit_submission", submission_id=begun.id)
            remember(actor, page)
            return done(_("已开始。填一点存一点，齐全以后再提交。"), page)
    text = render_template(
        "programmes/enter_call.html",
        call=call,
        form=form,
        own=own_submissions(call, actor),
        phase=submission_phase(call),
        now=clock.now(),
    )
    return text, form.status


@bp.get("/submissions/<int:submission_id>")
@needs(policies.may_see_submission, submission_by_id, account=True)
def submission(submission: Submission) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "programmes/submission.html",
        submission=submission,
        answers=answered(submission),
        decisions=decisions_of(submission),
        reasons=REASONS,
        **_times(submission),
        form=SeenForm(version=str(submission.version)),
        may_edit=policies.may_edit_submission(actor, submission),
        may_withdraw=policies.may_withdraw_submission(actor, submission),
        may_discard=policies.may_discard_submission(actor, submission),
        may_see_receipt=policies.may_see_receipt(actor, submission),
        may_decide=policies.may_decide_submission(actor, submission),
        may_recommend=policies.may_recommend(actor, submission),
    )


@bp.route("/submissions/<int:submission_id>/edit", methods=["GET", "POST"])
@needs(policies.may_edit_submission, submission_by_id, account=True)
def edit_submission(submission: Submission) -> ResponseReturnValue:
    if request.method == "GET" and open_until(submission, clock.now()) is None:
        return redirect(url_for(".submission", submission_id=submission.id), code=303)
    form = SubmissionForm.of(submission, own_things(submission))
    if form.validate_on_submit() and form.succeeds(
        lambda: writing.save_submission(
            submission, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return done(_("已保存。"), _after_saving(submission))
    form.take_over(submission)
    page = render_template(
        "programmes/edit_submission.html",
        submission=submission,
        form=form,
        answers=answered(submission),
        gaps=submission_gaps(submission),
        meter=meter(submission),
        **_times(submission),
    )
    return page, form.status


@bp.route("/submissions/<int:submission_id>/send", methods=["GET", "POST"])
@needs(policies.may_edit_submission, submission_by_id, account=True)
def send_submission(submission: Submission) -> ResponseReturnValue:
    form, actor = SendForm(version=str(submission.version)), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: sending.send_submission(submission, seen_version=form.seen_version, actor=actor)
    ):
        page = url_for(".submission_receipt", submission_id=submission.id)
        remember(actor, page)
        return done(_("已提交，这是回执。截止前可以修改。"), page)
    form.take_over(submission)
    page = render_template(
        "programmes/send_submission.html",
        submission=submission,
        form=form,
        answers=answered(submission),
        gaps=submission_gaps(submission),
        **_times(submission),
    )
    return page, form.status


@bp.get("/submissions/<int:submission_id>/receipt")
@needs(policies.may_see_receipt, submission_by_id, account=True)
def submission_receipt(submission: Submission) -> ResponseReturnValue:
    return render_template(
        "programmes/submission_receipt.html",
        submission=submission,
        answers=answered(submission),
        **_times(submission),
    )


@bp.post("/submissions/<int:submission_id>/withdraw")
@needs(policies.may_withdraw_submission, submission_by_id, account=True)
def withdraw_submission(submission: Submission) -> ResponseReturnValue:
    seen = VersionedForm().seen_version
    sending.withdraw_submission(submission, seen_version=seen, actor=current_actor())
    page, is_open = (
        url_for(".submission", submission_id=submission.id),
        takes_submissions(submission.call, clock.now()),
    )
    told = _("已撤回。申报截止前可以再次提交，编号不变。") if is_open else _("已撤回。")
    return done(told, page)


@bp.post("/submissions/<int:submission_id>/discard")
@needs(policies.may_discard_submission, submission_by_id, account=True)
def discard_submission(submission: Submission) -> ResponseReturnValue:
    writing.discard_submission(submission, actor=current_actor())
    return done(_("草稿已删除。"), url_for(".my_submissions"))


def _times(submission: Submission) -> dict[str, Any]:
    """Give until when it may be changed, or why not now, and whether its call takes others."""
    now = clock.now()
    return {
        "until": open_until(submission, now),
        "closed": why_closed(submission, now),
        "is_open": takes_submissions(submission.call, now),
    }


def _after_saving(submission: Submission) -> str:
    """Give where a button led: to send, to a file, to partners, or back to the form."""
    number = submission.id
    asked = request.form.get("file", "")
    questions = {str(question.id): question.id for question in submission.call.questions}
    if asked in questions:
        return url_for(".answer_file", submission_id=number, call_question_id=questions[asked])
    if "partner" in request.form:
        return url_for(".new_submission_partner", submission_id=number)
    following = ".send_submission" if "send" in request.form else ".edit_submission"
    return url_for(following, submission_id=number)
