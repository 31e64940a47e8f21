"""Where staff look at demands before they are public, and after."""

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from matchmaker.accounts.forms.files import wants_file
from matchmaker.db import db
from matchmaker.demands.enums import DemandState, ReturnReason
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    approve_demand,
    goal_words,
    restore_demand,
    return_demand,
    suspend_demand,
)
from matchmaker.demands.policies import may_review
from matchmaker.demands.queries import (
    Queue,
    changes_of,
    demand_by_id,
    demands_to_review,
    next_to_review,
    quality_of_demand,
)
from matchmaker.demands.words import RETURN_REASONS
from matchmaker.discovery.queries import alike_demands
from matchmaker.errors import ConflictError
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm, NoteForm
from matchmaker.moderation.policies import may_moderate
from matchmaker.moderation.queries import decisions_of, notes_on
from matchmaker.staff.views.blueprint import bp
from matchmaker.staff.views.files import demands_file
from matchmaker.staff.views.following import lead_on
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate

CHANGES_SHOWN: Final = 20
QUEUES: Final = {
    Queue.WAITING: _("等审核"),
    Queue.CHANGED: _("发布后改过"),
    Queue.OPEN: _("开放中"),
    Queue.SUSPENDED: _("已暂停"),
}
BUTTONS: Final = {
    DemandState.IN_REVIEW: (
        (Outcome.APPROVED, _("通过并公开")),
        (Outcome.RETURNED, _("退回修改")),
    ),
    DemandState.OPEN: ((Outcome.SUSPENDED, _("暂停")),),
    DemandState.SUSPENDED: ((Outcome.RESTORED, _("恢复公开")),),
}


@bp.get("/staff/demands")
@needs(may_moderate, account=True)
def demands() -> ResponseReturnValue:
    asked = request.args.get("show", "")
    queue = Queue(asked) if asked in set(Queue) else Queue.WAITING
    found = demands_to_review(queue)
    if wants_file():
        return demands_file(found)
    page = paginate(found, has_file=True)
    return render_template("staff/demands.html", page=page, queue=queue, queues=QUEUES)


@bp.route("/staff/demands/<int:demand_id>", methods=["GET", "POST"])
@needs(may_review, demand_by_id, account=True)
def demand(row: Demand) -> ResponseReturnValue:
    form = DecisionForm.of(RETURN_REASONS, version=row.version)
    if form.validate_on_submit() and _decided(row, form):
        db.session.commit()
        return lead_on(next_to_review(current_actor()), "demand", "demands")
    form.take_over(row)
    page = render_template(
        "staff/demand.html",
        demand=row,
        form=form,
        notes=notes_on(row),
        note_form=NoteForm(formdata=None),
        buttons=BUTTONS.get(row.state, ()),
        quality=quality_of_demand(row),
        alike=alike_demands(row),
        changes=db.session.scalars(changes_of(row).limit(CHANGES_SHOWN)).all(),
        goals=[goal_words(goal) for goal in row.goals],
        decisions=decisions_of(row, with_names=True),
        labels=RETURN_REASONS,
    )
    return page, form.status


def _decided(row: Demand, form: DecisionForm) -> bool:
    actor, words = current_actor(), form.words.data or ""
    reasons = form.chosen(ReturnReason)
    return form.succeeds(lambda: _check_seen(row, form)) and form.decide(
        {
            Outcome.APPROVED: lambda: approve_demand(row, words, actor=actor),
            Outcome.RETURNED: lambda: return_demand(row, reasons, words, actor=actor),
            Outcome.SUSPENDED: lambda: suspend_demand(row, reasons, words, actor=actor),
            Outcome.RESTORED: lambda: restore_demand(row, words, actor=actor),
        }
    )


def _check_seen(row: Demand, form: DecisionForm) -> None:
    if form.seen_version != row.version:
        raise ConflictError(_("这条需求刚刚被改过或已有人处理，请看过最新内容再决定。"))
