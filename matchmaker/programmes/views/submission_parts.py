"""The files of a submission, and who enters jointly."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.attachments.enums import ALLOWED, Purpose
from matchmaker.attachments.views import sent
from matchmaker.errors import NotFoundError
from matchmaker.programmes.enums import QuestionKind
from matchmaker.programmes.forms.submissions import AnswerFileForm, SubmissionPartnerForm
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import (
    Submission,
    SubmissionAnswer,
    SubmissionPartner,
)
from matchmaker.programmes.operations.submissions import files, partners
from matchmaker.programmes.policies import submissions as policies
from matchmaker.programmes.queries.submissions import (
    file_answer,
    partner_by_id,
    submission_by_id,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.sent_forms import remember

FILE_PAGE = "/submissions/<int:submission_id>/questions/<int:call_question_id>/file"


def _asking(submission_id: int, call_question_id: int) -> Submission | None:
    """Find a submission whose call asks for a file by this question."""
    submission = submission_by_id(submission_id)
    if submission is None or _file_question(submission, call_question_id) is None:
        return None
    return submission


@bp.route(FILE_PAGE, methods=["GET", "POST"])
@needs(policies.may_edit_submission, _asking, account=True)
def answer_file(submission: Submission) -> ResponseReturnValue:
    form, question = AnswerFileForm(version=str(submission.version)), _asked(submission)
    if form.validate_on_submit() and form.succeeds(
        lambda: files.answer_with_file(
            submission,
            question,
            form.file.data,
            seen_version=form.seen_version,
            actor=current_actor(),
        )
    ):
        page = _edit_page(submission)
        remember(current_actor(), page)
        return done(_("已上传。"), page)
    form.take_over(submission)
    return render_template(
        "programmes/submission_file.html",
        submission=submission,
        question=question,
        answer=file_answer(submission.id, question.id),
        form=form,
        allowance=ALLOWED[Purpose.DOCUMENT],
    ), form.status


@bp.get(f"{FILE_PAGE}/open")
@needs(policies.may_see_answer_file, file_answer, account=True)
def answer_file_content(answer: SubmissionAnswer) -> ResponseReturnValue:
    if answer.attachment is None:
        raise NotFoundError(_("没有找到这个文件。"))
    return sent(answer.attachment)


@bp.post(f"{FILE_PAGE}/remove")
@needs(policies.may_edit_submission, _asking, account=True)
def remove_answer_file(submission: Submission) -> ResponseReturnValue:
    files.remove_answer_file(submission, _asked(submission), actor=current_actor())
    return done(_("已删去。"), _edit_page(submission))


@bp.route("/submissions/<int:submission_id>/partners/new", methods=["GET", "POST"])
@needs(policies.may_edit_submission, submission_by_id, account=True)
def new_submission_partner(submission: Submission) -> ResponseReturnValue:
    form, actor = SubmissionPartnerForm(), current_actor()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: partners.add_submission_partner(
                submission, form.organisation.data or "", form.role.data or "", actor=actor
            )
        )
        if made is not None:
            page = _edit_page(submission)
            remember(actor, page)
            is_known = made.organisation_id is not None
            told = _("已邀请，对方在本站同意后才能提交。") if is_known else _("已加上。")
            return done(told, page)
    text = render_template(
        "programmes/submission_partner_form.html", form=form, submission=submission
    )
    return text, form.status


@bp.get("/submission-partners/<int:submission_partner_id>")
@needs(policies.may_see_partner, partner_by_id, account=True)
def submission_partner(partner: SubmissionPartner) -> ResponseReturnValue:
    return render_template(
        "programmes/submission_partner.html",
        partner=partner,
        submission=partner.submission,
        may_answer=policies.may_answer_partner(current_actor(), partner),
    )


@bp.post("/submission-partners/<int:submission_partner_id>/agree")
@needs(policies.may_answer_partner, partner_by_id, account=True)
def agree_to_submission(partner: SubmissionPartner) -> ResponseReturnValue:
    return _answered(partner, agrees=True)


@bp.post("/submission-partners/<int:submission_partner_id>/decline")
@needs(policies.may_answer_partner, partner_by_id, account=True)
def decline_submission(partner: SubmissionPartner) -> ResponseReturnValue:
    return _answered(partner, agrees=False)


@bp.post("/submission-partners/<int:submission_partner_id>/remove")
@needs(policies.may_change_partner, partner_by_id, account=True)
def remove_submission_partner(partner: SubmissionPartner) -> ResponseReturnValue:
    page = _edit_page(partner.submission)
    partners.remove_submission_partner(partner, actor=current_actor())
    return done(_("已移除。"), page)


def _answered(partner: SubmissionPartner, *, agrees: bool) -> ResponseReturnValue:
    partners.answer_submission_partner(partner, agrees=agrees, actor=current_actor())
    page = url_for(".submission_partner", submission_partner_id=partner.id)
    return done(_("已答复，牵头单位会看到。"), page)


def _file_question(submission: Submission, number: int) -> CallQuestion | None:
    asked = (one for one in submission.call.questions if one.kind is QuestionKind.FILE)
    return next((one for one in asked if one.id == number), None)


def _asked(submission: Submission) -> CallQuestion:
    """Give the question in the address of the page."""
    question = _file_question(submission, (request.view_args or {})["call_question_id"])
    if question is None:
        raise NotFoundError(_("没有找到这个题目。"))
    return question


def _edit_page(submission: Submission) -> str:
    return url_for(".edit_submission", submission_id=submission.id)
