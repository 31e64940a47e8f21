"""Weights fitted to what people judged: shown beside the hand-set ones, at most made a draft."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.errors import ConflictError
from matchmaker.matching import policies
from matchmaker.matching.enums import RunKind
from matchmaker.matching.operations.runs import draft_learned, request_learning
from matchmaker.matching.queries.judgements import judgement_counts
from matchmaker.matching.queries.models import latest_run
from matchmaker.matching.queries.rankings import SIGNAL_LABELS
from matchmaker.matching.scoring.model import SIGNALS
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.submissions import remember


@bp.get("/staff/models/learning")
@needs(policies.may_see_models, account=True)
def learning() -> ResponseReturnValue:
    judgements, demands = judgement_counts()
    is_fragment = "HX-Request" in request.headers
    return render_template(
        "staff/_learned.html" if is_fragment else "staff/learning.html",
        run=latest_run(RunKind.LEARNING),
        signals=[(name, SIGNAL_LABELS.get(name, name)) for name in SIGNALS],
        judgements=judgements,
        judged_demands=demands,
        may_shape=policies.may_shape_models(current_actor()),
    )


@bp.post("/staff/models/learning")
@needs(policies.may_shape_models, account=True)
def start_learning() -> ResponseReturnValue:
    request_learning(actor=current_actor())
    db.session.commit()
    flash(_("已开始拟合，结果会显示在这里。"), "success")
    return redirect(url_for(".learning"), code=303)


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
