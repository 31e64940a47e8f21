"""Weights fitted to what people judged: shown beside the hand-set ones, at most made a draft."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.engagements.queries.learned import outcome_pairs
from matchmaker.errors import ConflictError
from matchmaker.matching import policies
from matchmaker.matching.enums import RunKind
from matchmaker.matching.operations.runs import draft_learned, request_learning
from matchmaker.matching.queries.cards import SIGNAL_LABELS
from matchmaker.matching.queries.judgements import judgement_counts
from matchmaker.matching.queries.models import latest_run
from matchmaker.matching.scoring.model import SIGNALS
from matchmaker.matching.scoring.outcome_pairs import (
    LEAST_OUTCOME_DEMANDS,
    LEAST_OUTCOME_PAIRS,
    outcome_counts,
)
from matchmaker.staff.forms import LearningForm
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.get("/staff/models/learning")
@needs(policies.may_see_models, account=True)
def learning() -> ResponseReturnValue:
    return _page(LearningForm())


@bp.post("/staff/models/learning")
@needs(policies.may_shape_models, account=True)
def start_learning() -> ResponseReturnValue:
    form = LearningForm()
    outcomes = outcome_pairs() if form.outcomes.data else None
    if form.validate_on_submit() and form.succeeds(
        lambda: request_learning(actor=current_actor(), outcomes=outcomes)
    ):
        db.session.commit()
        flash(_("已开始拟合，结果会显示在这里。"), "success")
        return redirect(url_for(".learning"), code=303)
    return _page(form), form.status


@bp.post("/staff/models/learning/draft")
@needs(policies.may_shape_models, account=True)
def draft_from_learning() -> ResponseReturnValue:
    run = latest_run(RunKind.LEARNING)
    if run is None:
        raise ConflictError(_("还没有拟合过。请先开始拟合。"))
    draft = draft_learned(run, name=_("拟合的权重"), actor=current_actor())
    page = url_for(".edit_model_page", model_id=draft.id)
    remember(current_actor(), page)
    db.session.commit()
    flash(_("已建为第 %(n)s 版草稿，尚未启用。", n=draft.number), "success")
    return redirect(page, code=303)


def _page(form: LearningForm) -> str:
    judgements, demands = judgement_counts()
    outcomes = outcome_counts(outcome_pairs())
    if not outcomes.is_enough:
        form.outcomes.render_kw = {"disabled": True}
    return render_template(
        "staff/_learned.html" if "HX-Request" in request.headers else "staff/learning.html",
        run=latest_run(RunKind.LEARNING),
        signals=[(name, SIGNAL_LABELS.get(name, name)) for name in SIGNALS],
        judgements=judgements,
        judged_demands=demands,
        outcomes=outcomes,
        least=(LEAST_OUTCOME_DEMANDS, LEAST_OUTCOME_PAIRS),
        form=form,
        may_shape=policies.may_shape_models(current_actor()),
    )
