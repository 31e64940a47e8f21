"""What was said against decisions, for staff: objections, appeals, requests to hold longer."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.programmes.forms.files import objections_file
from matchmaker.programmes.forms.results import ReplyForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.results import Appeal, Objection, Renewal
from matchmaker.programmes.operations.objections import answer_by
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.policies.results import (
    may_answer_appeal,
    may_answer_objection,
    may_answer_renewal,
)
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.queries.results import (
    appeal_by_id,
    appeals_of,
    objection_by_id,
    objections_to,
    open_renewals,
    renewal_by_id,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.tabs import CALL_TABS
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done
from matchmaker.web.pagination import paginate

APPEALS_SHOWN = 100


@bp.get("/staff/calls/<int:call_id>/disputes")
@needs(may_run_calls, call_by_id, account=True)
def call_disputes(call: Call) -> ResponseReturnValue:
    found = objections_to(call)
    if wants_file():
        return objections_file(found)
    page = paginate(found, has_file=True)
    return render_template(
        "programmes/call_disputes.html",
        call=call,
        tabs=CALL_TABS,
        page=page,
        appeals=appeals_of(call, APPEALS_SHOWN),
        renewals=open_renewals(call),
        last_days={one.id: answer_by(one) for one in page.items},
    )


@bp.route("/staff/objections/<int:objection_id>", methods=["GET", "POST"])
@needs(may_answer_objection, objection_by_id, account=True)
def staff_objection(objection: Objection) -> ResponseReturnValue:
    form = ReplyForm(version=str(objection.version))
    if form.validate_on_submit() and form.answer_objection(objection, current_actor()):
        return done(_("已答复。"), url_for(".call_disputes", call_id=objection.call_id))
    text = render_template(
        "programmes/staff_objection.html",
        objection=objection,
        form=form,
        until=answer_by(objection),
    )
    return text, form.status


@bp.route("/staff/appeals/<int:appeal_id>", methods=["GET", "POST"])
@needs(may_answer_appeal, appeal_by_id, account=True)
def staff_appeal(appeal: Appeal) -> ResponseReturnValue:
    form = ReplyForm(version=str(appeal.version))
    if form.validate_on_submit() and form.answer_appeal(appeal, current_actor()):
        words = _("已答复，申诉单位收到通知。")
        return done(words, url_for(".call_disputes", call_id=appeal.submission.call_id))
    text = render_template("programmes/staff_appeal.html", appeal=appeal, form=form)
    return text, form.status


@bp.route("/staff/renewals/<int:renewal_id>", methods=["GET", "POST"])
@needs(may_answer_renewal, renewal_by_id, account=True)
def staff_renewal(renewal: Renewal) -> ResponseReturnValue:
    form = ReplyForm(version=str(renewal.version))
    if form.validate_on_submit() and form.answer_renewal(renewal, current_actor()):
        return done(_("已答复，单位收到通知。"), url_for(".entry", entry_id=renewal.entry_id))
    text = render_template("programmes/staff_renewal.html", renewal=renewal, form=form)
    return text, form.status
