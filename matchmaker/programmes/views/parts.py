"""The parts of a call, for staff: its dates, questions, criteria and quotas."""

from flask.typing import ResponseReturnValue

from matchmaker.programmes.enums import CallState
from matchmaker.programmes.forms.calls import MovedPhasesForm, PhasesForm
from matchmaker.programmes.forms.parts import CriteriaForm, QuestionsForm, QuotasForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.operations import dates, parts
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.queries import call_by_id
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.editing import page_of_call, saved
from matchmaker.web.access import current_actor, needs


@bp.route("/staff/calls/<int:call_id>/phases", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def call_phases(call: Call) -> ResponseReturnValue:
    is_draft = call.state is CallState.DRAFT
    form = PhasesForm.of(call) if is_draft else MovedPhasesForm.of(call)
    if form.validate_on_submit() and form.succeeds(lambda: _set_dates(call, form)):
        return saved(call)
    return page_of_call("programmes/call_phases.html", call, form)


@bp.route("/staff/calls/<int:call_id>/questions", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def call_questions(call: Call) -> ResponseReturnValue:
    form = QuestionsForm.of(call)
    if form.is_to_save() and form.succeeds(
        lambda: parts.set_questions(
            call, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return saved(call)
    return page_of_call("programmes/call_questions.html", call, form)


@bp.route("/staff/calls/<int:call_id>/criteria", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def call_criteria(call: Call) -> ResponseReturnValue:
    form = CriteriaForm.of(call)
    if form.is_to_save() and form.succeeds(
        lambda: parts.set_criteria(
            call, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return saved(call)
    return page_of_call("programmes/call_criteria.html", call, form)


@bp.route("/staff/calls/<int:call_id>/quotas", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def call_quotas(call: Call) -> ResponseReturnValue:
    form = QuotasForm.of(call)
    if form.is_to_save() and form.succeeds(
        lambda: parts.set_quotas(
            call, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return saved(call)
    return page_of_call("programmes/call_quotas.html", call, form)


def _set_dates(call: Call, form: PhasesForm) -> None:
    given, actor = form.content(), current_actor()
    if isinstance(form, MovedPhasesForm):
        dates.move_phases(call, given, form.note(), seen_version=form.seen_version, actor=actor)
    else:
        dates.set_phases(call, given, seen_version=form.seen_version, actor=actor)
