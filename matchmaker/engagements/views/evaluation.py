"""The responses to a demand as the enterprise weighs them: criteria, scores, shortlist."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.engagements.forms.evaluation import CriteriaForm, ScoresForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations import evaluation as operations
from matchmaker.engagements.policies import evaluation as policies
from matchmaker.engagements.policies.responses import may_compare
from matchmaker.engagements.queries.evaluation import (
    chosen_of,
    evaluation_of,
    note_by,
    others_scores,
    overview,
    scores_by,
)
from matchmaker.engagements.queries.responses import answered_lines, response_in
from matchmaker.engagements.queries.rows import engagement_by_id
from matchmaker.engagements.queries.workbooks import sheet_file
from matchmaker.engagements.scoring.weighing import spread
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.get("/demands/<int:demand_id>/responses")
@needs(may_compare, demand_by_id, account=True)
def responses(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "engagements/responses.html",
        demand=demand,
        overview=overview(demand, actor),
        may_weigh=policies.may_weigh(actor, demand),
    )


@bp.get("/demands/<int:demand_id>/responses/sheet")
@needs(may_compare, demand_by_id, account=True)
def sheet(demand: Demand) -> ResponseReturnValue:
    return render_template(
        "engagements/sheet.html", demand=demand, overview=overview(demand, current_actor())
    )


@bp.get("/demands/<int:demand_id>/responses/sheet/export")
@needs(may_compare, demand_by_id, account=True)
def sheet_export(demand: Demand) -> ResponseReturnValue:
    return sheet_file(demand, overview(demand, current_actor()), request.url)


@bp.route("/demands/<int:demand_id>/criteria", methods=["GET", "POST"])
@needs(policies.may_weigh, demand_by_id, account=True)
def criteria(demand: Demand) -> ResponseReturnValue:
    found = evaluation_of(demand)
    form = CriteriaForm.of(found)
    if form.validate_on_submit():
        starts = bool(form.start.data)
        made = form.attempt(
            lambda: operations.set_criteria(
                demand, form.content(), starts=starts, actor=current_actor()
            )
        )
        if made is not None:
            page = url_for(".responses", demand_id=demand.id)
            remember(current_actor(), page)
            db.session.commit()
            flash(_("评分已开始，同事可以打分了。") if starts else _("已保存。"), "success")
            return redirect(page, code=303)
    is_started = bool(found and found.started_at)
    text = render_template(
        "engagements/criteria.html", demand=demand, form=form, is_started=is_started
    )
    return text, form.status


@bp.route("/engagements/<int:engagement_id>/scores", methods=["GET", "POST"])
@needs(policies.may_evaluate, engagement_by_id, account=True)
def scores(engagement: Engagement) -> ResponseReturnValue:
    actor, found = current_actor(), evaluation_of(engagement.demand)
    rows = list(found.criteria) if found and found.started_at else []
    note = note_by(actor, engagement)
    given = scores_by(actor, engagement)
    form = ScoresForm.of(rows, given, note.words if note else "")
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.give_scores(
            engagement, form.content(), form.note.data or "", actor=actor
        )
    ):
        page = url_for(".responses", demand_id=engagement.demand_id)
        remember(actor, page)
        db.session.commit()
        flash(_("评分已保存。"), "success")
        return redirect(page, code=303)
    has_given = bool(rows) and all(row.id in given for row in rows)
    others = others_scores(engagement) if has_given else {}
    response = response_in(engagement.id)
    text = render_template(
        "engagements/scores.html",
        engagement=engagement,
        demand=engagement.demand,
        form=form,
        is_frozen=chosen_of(engagement.demand) is not None,
        others=others,
        spreads={number: spread(row.points for row in rows) for number, rows in others.items()},
        response=response,
        response_rows=answered_lines(engagement.demand, response) if response else [],
    )
    return text, form.status


@bp.post("/engagements/<int:engagement_id>/shortlist")
@needs(policies.may_evaluate, engagement_by_id, account=True)
def shortlist(engagement: Engagement) -> ResponseReturnValue:
    is_on = request.form.get("on") == "1"
    operations.shortlist(engagement, is_on=is_on, actor=current_actor())
    db.session.commit()
    flash(_("已入围。") if is_on else _("已移出入围。"), "success")
    return redirect(url_for(".responses", demand_id=engagement.demand_id), code=303)
