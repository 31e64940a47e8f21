"""Making and running a call, for staff: list, words, rules, publishing, cancelling, copying."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.forms.files import wants_file
from matchmaker.db import db
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.forms.calls import CallForm, CancelForm, PublishForm, RulesForm
from matchmaker.programmes.models import Call
from matchmaker.programmes.operations import calls as operations
from matchmaker.programmes.policies import may_run_calls
from matchmaker.programmes.queries import call_by_id, calls_for_staff
from matchmaker.programmes.queries.calendar import changes_of
from matchmaker.programmes.scoring.gaps import gaps
from matchmaker.programmes.scoring.phases import next_change, running
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.views.call_sheets import staff_calls_file
from matchmaker.programmes.views.tabs import CALL_TABS
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember
from matchmaker.web.versions import VersionedForm


@bp.get("/staff/calls")
@needs(may_run_calls, account=True)
def staff_calls() -> ResponseReturnValue:
    found = calls_for_staff()
    if wants_file():
        return staff_calls_file(found)
    return render_template(
        "programmes/staff_calls.html",
        page=paginate(found, has_file=True),
        now=clock.now(),
    )


@bp.route("/staff/calls/new", methods=["GET", "POST"])
@needs(may_run_calls, account=True)
def new_call() -> ResponseReturnValue:
    actor, form = current_actor(), CallForm()
    if form.validate_on_submit():
        made = form.attempt(lambda: operations.draft_call(form.content(), actor=actor))
        if made is not None:
            page = url_for(".staff_call", call_id=made.id)
            remember(actor, page)
            db.session.commit()
            flash(_("已存为草稿。下一步：规则、时间、题目和评审标准。"), "success")
            return redirect(page, code=303)
    return render_template("programmes/edit_call.html", form=form, call=None), form.status


@bp.get("/staff/calls/<int:call_id>")
@needs(may_run_calls, call_by_id, account=True)
def staff_call(call: Call) -> ResponseReturnValue:
    return _overview(call, PublishForm(version=str(call.version)))


@bp.route("/staff/calls/<int:call_id>/edit", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def edit_call(call: Call) -> ResponseReturnValue:
    form = CallForm.of(call)
    if form.validate_on_submit() and form.attempt(
        lambda: operations.edit_call(
            call, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return saved(call)
    return page_of_call("programmes/edit_call.html", call, form)


@bp.route("/staff/calls/<int:call_id>/rules", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def call_rules(call: Call) -> ResponseReturnValue:
    form = RulesForm.of(call)
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.set_rules(
            call, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        return saved(call)
    return page_of_call("programmes/call_rules.html", call, form)


@bp.post("/staff/calls/<int:call_id>/publish")
@needs(may_run_calls, call_by_id, account=True)
def publish_call(call: Call) -> ResponseReturnValue:
    form = PublishForm()
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.publish_call(call, seen_version=form.seen_version, actor=current_actor())
    ):
        db.session.commit()
        flash(_("已发布，所有人都能看到。"), "success")
        return redirect(url_for(".staff_call", call_id=call.id), code=303)
    return _overview(call, form)


@bp.route("/staff/calls/<int:call_id>/cancel", methods=["GET", "POST"])
@needs(may_run_calls, call_by_id, account=True)
def cancel_call(call: Call) -> ResponseReturnValue:
    form = CancelForm(version=str(call.version))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.cancel_call(
            call, form.words.data or "", seen_version=form.seen_version, actor=current_actor()
        )
    ):
        db.session.commit()
        flash(_("已取消。征集页上写着原因。"), "success")
        return redirect(url_for(".staff_call", call_id=call.id), code=303)
    return page_of_call("programmes/cancel_call.html", call, form)


@bp.post("/staff/calls/<int:call_id>/copy")
@needs(may_run_calls, call_by_id, account=True)
def copy_call(call: Call) -> ResponseReturnValue:
    actor = current_actor()
    made = operations.copy_call(call, actor=actor)
    page = url_for(".edit_call", call_id=made.id)
    remember(actor, page)
    db.session.commit()
    flash(_("已复制为新草稿，时间要重新设。"), "success")
    return redirect(page, code=303)


def saved(call: Call) -> ResponseReturnValue:
    """Commit what was saved and go back to the overview, which says what is still missing."""
    db.session.commit()
    flash(_("已保存。"), "success")
    return redirect(url_for(".staff_call", call_id=call.id), code=303)


def page_of_call(template: str, call: Call, form: VersionedForm) -> ResponseReturnValue:
    """Show a form about a call, with what is stored beside it where the form was late."""
    db.session.refresh(call)
    form.take_over(call)
    is_frozen = call.state is not CallState.DRAFT
    text = render_template(template, call=call, form=form, tabs=CALL_TABS, is_frozen=is_frozen)
    return text, form.status


def _overview(call: Call, form: PublishForm) -> ResponseReturnValue:
    now = clock.now()
    form.take_over(call)
    is_draft = call.state is CallState.DRAFT
    text = render_template(
        "programmes/staff_call.html",
        call=call,
        form=form,
        tabs=CALL_TABS,
        gaps=gaps(call, now) if is_draft else [],
        changes=changes_of(call),
        now=now,
        running=running(call.phases, now),
        next_change=next_change(call.phases, now),
        CallState=CallState,
    )
    return text, form.status
