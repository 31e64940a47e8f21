"""Matching models: their versions, from draft to activation."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands.policies import is_public
from matchmaker.demands.queries import demand_by_id
from matchmaker.insight.policies import may_see_insight
from matchmaker.matching import policies
from matchmaker.matching.enums import RunKind
from matchmaker.matching.models import ModelVersion
from matchmaker.matching.operations.models import (
    activate_model,
    check_content,
    content_of,
    discard_draft,
    draft_model,
    edit_model,
)
from matchmaker.matching.operations.runs import request_evaluation
from matchmaker.matching.queries.cards import SIGNAL_LABELS
from matchmaker.matching.queries.models import (
    active_version,
    counted_weights,
    latest_run,
    version_by_id,
    versions,
)
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.preview import Comparison, compared, demands_to_try
from matchmaker.matching.scoring.model import SIGNALS, MatchingModel
from matchmaker.staff.forms import ModelForm, PreviewForm
from matchmaker.staff.queries import scene_names
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.converters import LARGEST_NUMBER
from matchmaker.web.forms import clean_line
from matchmaker.web.sent_forms import remember


@bp.get("/staff/models")
@needs(policies.may_see_models, account=True)
def models() -> ResponseReturnValue:
    return render_template(
        "staff/models.html",
        versions=versions(),
        may_shape=policies.may_shape_models(current_actor()),
        may_see_insight=may_see_insight(current_actor()),
    )


@bp.get("/staff/models/<int:model_id>")
@needs(policies.may_see_models, version_by_id, account=True)
def model(version: ModelVersion) -> ResponseReturnValue:
    actor = current_actor()
    is_fragment = "HX-Request" in request.headers
    return render_template(
        "staff/_evaluation.html" if is_fragment else "staff/model.html",
        version=version,
        active=active_version(),
        run=latest_run(RunKind.EVALUATION, version),
        signals=[(name, SIGNAL_LABELS.get(name, name)) for name in SIGNALS],
        counted=counted_weights(version.weights, version.off),
        scenes=dict(scene_names()),
        may_edit=policies.may_edit_model(actor, version),
        may_shape=policies.may_shape_models(actor),
        may_activate=policies.may_activate(actor, version),
    )


@bp.post("/staff/models/<int:model_id>/copy")
@needs(policies.may_shape_models, version_by_id, account=True)
def copy_model(version: ModelVersion) -> ResponseReturnValue:
    draft = draft_model(content_of(version), actor=current_actor())
    page = url_for(".edit_model_page", model_id=draft.id)
    remember(current_actor(), page)
    db.session.commit()
    flash(_("已复制为第 %(n)s 版草稿。", n=draft.number), "success")
    return redirect(page, code=303)


@bp.route("/staff/models/<int:model_id>/edit", methods=["GET", "POST"])
@needs(policies.may_edit_model, version_by_id, account=True)
def edit_model_page(version: ModelVersion) -> ResponseReturnValue:
    form = ModelForm.of(version, scene_names())
    if form.validate_on_submit() and form.succeeds(
        lambda: edit_model(
            version, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        db.session.commit()
        flash(_("已保存。"), "success")
        return redirect(url_for(".model", model_id=version.id), code=303)
    return _draft_page(version, form), form.status


@bp.post("/staff/models/<int:model_id>/preview")
@needs(policies.may_edit_model, version_by_id, account=True)
def preview_model(version: ModelVersion) -> ResponseReturnValue:
    form = ModelForm.of(version, scene_names())
    comparison = None
    if form.validate():
        form.attempt(lambda: check_content(form.content()))
        comparison = _compared(form) if not form.errors else None
    status = form.refused_status if form.errors else 200
    if "HX-Request" in request.headers:
        return render_template("staff/_preview.html", form=form, comparison=comparison), 200
    return _draft_page(version, form, comparison), status


@bp.post("/staff/models/<int:model_id>/evaluate")
@needs(policies.may_shape_models, version_by_id, account=True)
def evaluate_model(version: ModelVersion) -> ResponseReturnValue:
    request_evaluation(version, actor=current_actor())
    db.session.commit()
    flash(_("已开始评估，结果会显示在这里。"), "success")
    return redirect(url_for(".model", model_id=version.id, _anchor="evaluation"), code=303)


@bp.get("/staff/models/<int:model_id>/activate")
@needs(policies.may_activate, version_by_id, account=True)
def confirm_activation(version: ModelVersion) -> ResponseReturnValue:
    return render_template("staff/activate_model.html", version=version, active=active_version())


@bp.post("/staff/models/<int:model_id>/activate")
@needs(policies.may_shape_models, version_by_id, account=True)
def activate(version: ModelVersion) -> ResponseReturnValue:
    seen = request.form.get("version", 0, type=int)
    activate_model(version, seen_version=seen, actor=current_actor())
    db.session.commit()
    flash(_("第 %(n)s 版已启用，从下一次匹配起生效。", n=version.number), "success")
    return redirect(url_for(".model", model_id=version.id), code=303)


@bp.post("/staff/models/<int:model_id>/discard")
@needs(policies.may_edit_model, version_by_id, account=True)
def discard_model(version: ModelVersion) -> ResponseReturnValue:
    number = version.number
    discard_draft(version, actor=current_actor())
    db.session.commit()
    flash(_("第 %(n)s 版草稿已删除。", n=number), "success")
    return redirect(url_for(".models"), code=303)


def _draft_page(
    version: ModelVersion, form: ModelForm, comparison: Comparison | None = None
) -> str:
    form.take_over(version)
    preview = PreviewForm()
    preview.demand.choices = [("", _("不选")), *_demand_choices()]
    return render_template(
        "staff/edit_model.html",
        version=version,
        form=form,
        preview=preview,
        comparison=comparison,
        signals=list(SIGNALS),
    )


def _compared(form: ModelForm) -> Comparison | None:
    chosen, typed = PreviewForm(), clean_line(PreviewForm().demand.data)
    need = chosen.pasted()
    if need is None and typed.isascii() and typed.isdecimal() and int(typed[:10]) <= LARGEST_NUMBER:
        demand = demand_by_id(int(typed[:10]))
        need = demand_to_rank(demand).need if demand and is_public(demand) else None
    if need is None:
        return None
    content = form.content()
    tried = MatchingModel(
        name=content.name,
        weights=counted_weights(content.weights, content.off),
        floor=content.floor,
        overrides={
            scene: counted_weights(own, content.off) for scene, own in content.overrides.items()
        },
    )
    return compared(need, tried)


def _demand_choices() -> list[tuple[str, str]]:
    return [(str(row.id), row.title or row.text[:40]) for row in demands_to_try()]
