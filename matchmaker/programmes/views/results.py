"""What came of a call, for everybody: public notice, objections, results, figures."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.operations.throttle import check_missed_link
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.forms.files import notice_file, results_file
from matchmaker.programmes.forms.results import GroundsForm, ObjectionForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import appeals, objections
from matchmaker.programmes.policies.results import (
    may_appeal,
    may_object,
    may_see_funnel,
    may_see_notice,
    may_see_result,
    may_see_results,
)
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.funnel import funnel_of
from matchmaker.programmes.queries.results import (
    appeals_about,
    entries_of,
    entry_by_number,
    entry_of,
    objection_with_receipt,
    on_list,
)
from matchmaker.programmes.queries.submissions import submission_by_id
from matchmaker.programmes.scoring.notices import notice_span
from matchmaker.programmes.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember

LINES_PER_PAGE = 50
NUMBER_MAX = 40


@bp.get("/calls/<int:call_id>/notice")
@needs(may_see_notice, call_by_id)
def call_notice(call: Call) -> ResponseReturnValue:
    found = on_list(call)
    if wants_file():
        return notice_file(found)
    page = paginate(found, per_page=LINES_PER_PAGE, has_file=True)
    return render_template(
        "programmes/call_notice.html",
        call=call,
        page=page,
        phase=next((one for one in call.phases if one.kind is PhaseKind.NOTICE), None),
        spans={
            row.id: notice_span(call.phases, row.decided_at)
            for row in page.items
            if row.decided_at is not None
        },
        now=clock.now(),
        days=objections.ANSWER_WITHIN.days,
    )


@bp.route("/submissions/<int:submission_id>/object", methods=["GET", "POST"])
@needs(may_object, submission_by_id)
def new_objection(submission: Submission) -> ResponseReturnValue:
    form, actor = ObjectionForm(), current_actor()
    if form.validate_on_submit():
        made = form.attempt(lambda: objections.object_to(submission, form.content(), author=actor))
        if made is not None:
            page = url_for(".objection_answer", receipt=made.receipt)
            remember(actor, page)
            return done(_("异议已收到。请记下回执号。"), page)
    text = render_template(
        "programmes/new_objection.html",
        submission=submission,
        call=submission.call,
        form=form,
        days=objections.ANSWER_WITHIN.days,
    )
    return text, form.status


@bp.get("/objections")
@public
def objection_answer() -> ResponseReturnValue:
    receipt = request.args.get("receipt", "")[:NUMBER_MAX]
    found = objection_with_receipt(receipt) if receipt else None
    if receipt and found is None:
        check_missed_link()
    return render_template(
        "programmes/objection.html",
        receipt=receipt,
        objection=found,
        until=objections.answer_by(found) if found else "",
    )


@bp.get("/calls/<int:call_id>/results")
@needs(may_see_results, call_by_id)
def call_results(call: Call) -> ResponseReturnValue:
    found = entries_of(call)
    if wants_file():
        return results_file(found)
    return render_template(
        "programmes/call_results.html",
        call=call,
        page=paginate(found, per_page=LINES_PER_PAGE, has_file=True),
        today=clock.today(),
    )


@bp.get("/calls/<int:call_id>/statistics")
@needs(may_see_funnel, call_by_id)
def call_statistics(call: Call) -> ResponseReturnValue:
    is_told = call.results_at is not None or may_see_notice(None, call)
    return render_template(
        "programmes/call_statistics.html", call=call, funnel=funnel_of(call, is_told=is_told)
    )


@bp.get("/certificates")
@public
def certificates() -> ResponseReturnValue:
    number = request.args.get("number", "")[:NUMBER_MAX]
    return render_template(
        "programmes/certificates.html",
        number=number,
        entry=entry_by_number(number) if number.strip() else None,
        today=clock.today(),
    )


@bp.get("/submissions/<int:submission_id>/result")
@needs(may_see_result, submission_by_id, account=True)
def submission_result(submission: Submission) -> ResponseReturnValue:
    found = entry_of(submission)
    if found is not None:
        return redirect(url_for(".entry", entry_id=found.id), code=303)
    return _result(submission, GroundsForm())


@bp.post("/submissions/<int:submission_id>/appeal")
@needs(may_appeal, submission_by_id, account=True)
def appeal(submission: Submission) -> ResponseReturnValue:
    form, actor = GroundsForm(), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: appeals.make_appeal(submission, form.words.data or "", actor=actor)
    ):
        page = url_for(".submission_result", submission_id=submission.id)
        remember(actor, page)
        return done(_("申诉已收到，答复会通知您。"), page)
    return _result(submission, form)


def _result(submission: Submission, form: GroundsForm) -> ResponseReturnValue:
    text = render_template(
        "programmes/submission_result.html",
        submission=submission,
        call=submission.call,
        form=form,
        appeals=appeals_about(submission),
        until=appeals.appeal_until(submission),
        may_appeal=may_appeal(current_actor(), submission),
        now=clock.now(),
    )
    return text, form.status
