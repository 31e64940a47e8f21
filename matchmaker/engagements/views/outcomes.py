"""What came of an agreed engagement: stages, effects, the case, ratings."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.attachments.enums import ALLOWED, Purpose
from matchmaker.attachments.views import sent
from matchmaker.db import db
from matchmaker.engagements.enums import STOP_REASONS, EngagementState
from matchmaker.engagements.enums.outcomes import NEXT_STAGES, Stage
from matchmaker.engagements.forms.meetings import WordsForm
from matchmaker.engagements.forms.opening import CloseForm
from matchmaker.engagements.forms.outcomes import EffectForm, MeasureForm, StageForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome, OutcomeEffect, OutcomeStage
from matchmaker.engagements.operations import outcomes
from matchmaker.engagements.policies import outcomes as policies
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.queries.outcomes import effect_by_id, outcome_of, stage_by_id
from matchmaker.engagements.scoring.effects import is_reached, share_reached
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.words.outcomes import CONSENT_LABELS, STAGE_LABELS
from matchmaker.errors import NotFoundError
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.get("/engagements/<int:engagement_id>/outcome")
@needs(policies.may_see_outcome, engagement_by_id, account=True)
def outcome(engagement: Engagement) -> ResponseReturnValue:
    return outcome_page(engagement)


@bp.post("/engagements/<int:engagement_id>/outcome/stages")
@needs(policies.may_tell, engagement_by_id, account=True)
def tell_stage(engagement: Engagement) -> ResponseReturnValue:
    actor, number = current_actor(), engagement.id
    form = _stage_form(outcome_of(engagement))
    if form.validate_on_submit():
        made = form.attempt(lambda: outcomes.tell_stage(engagement, form.content(), actor=actor))
        if made is not None:
            page = url_for(".outcome", engagement_id=number)
            remember(actor, page)
            db.session.commit()
            flash(_("已记下，等对方确认。"), "success")
            return redirect(page, code=303)
    return outcome_page(engagement, stage_form=form), form.status


@bp.post("/outcome-stages/<int:stage_id>/confirm")
@needs(policies.may_confirm_stage, stage_by_id, account=True)
def confirm_stage(stage: OutcomeStage) -> ResponseReturnValue:
    outcomes.confirm_stage(stage, actor=current_actor())
    db.session.commit()
    flash(_("已确认。"), "success")
    return redirect(url_for(".outcome", engagement_id=stage.outcome.engagement_id), code=303)


@bp.post("/outcome-stages/<int:stage_id>/drop")
@needs(policies.may_drop_stage, stage_by_id, account=True)
def drop_stage(stage: OutcomeStage) -> ResponseReturnValue:
    actor, engagement, form = current_actor(), stage.outcome.engagement, WordsForm(prefix="drop")
    number = engagement.id
    if form.validate_on_submit() and form.succeeds(
        lambda: outcomes.drop_stage(stage, form.words.data or "", actor=actor)
    ):
        db.session.commit()
        flash(_("已退回这一步。"), "success")
        return redirect(url_for(".outcome", engagement_id=number), code=303)
    return outcome_page(engagement, drop_form=form), form.status


@bp.post("/engagements/<int:engagement_id>/outcome/stop")
@needs(policies.may_tell, engagement_by_id, account=True)
def stop_project(engagement: Engagement) -> ResponseReturnValue:
    actor, number = current_actor(), engagement.id
    form = CloseForm.among(STOP_REASONS, prefix="stop")
    if form.validate_on_submit() and form.succeeds(
        lambda: outcomes.stop_project(engagement, form.chosen, form.words.data or "", actor=actor)
    ):
        db.session.commit()
        flash(_("已记为中止，对方会看到原因。"), "success")
        return redirect(url_for(".outcome", engagement_id=number), code=303)
    return outcome_page(engagement, stop_form=form), form.status


@bp.route("/engagements/<int:engagement_id>/outcome/effects/new", methods=["GET", "POST"])
@needs(policies.may_tell, engagement_by_id, account=True)
def new_effect(engagement: Engagement) -> ResponseReturnValue:
    actor, number, form = current_actor(), engagement.id, EffectForm()
    if form.validate_on_submit():
        made = form.attempt(lambda: outcomes.add_effect(engagement, form.content(), actor=actor))
        if made is not None:
            page = url_for(".outcome", engagement_id=number)
            remember(actor, page)
            db.session.commit()
            flash(_("已添加。"), "success")
            return redirect(page, code=303)
    text = render_template("engagements/effect_form.html", form=form, engagement=engagement)
    return text, form.status


@bp.route("/effects/<int:effect_id>/measure", methods=["GET", "POST"])
@needs(policies.may_measure, effect_by_id, account=True)
def measure_effect(effect: OutcomeEffect) -> ResponseReturnValue:
    actor, engagement, form = current_actor(), effect.outcome.engagement, MeasureForm.of(effect)
    number = engagement.id
    if form.validate_on_submit() and form.succeeds(
        lambda: outcomes.measure_effect(
            effect, form.figure, form.measured_on.data, form.file.data or None, actor=actor
        )
    ):
        page = url_for(".outcome", engagement_id=number)
        remember(actor, page)
        db.session.commit()
        flash(_("已记下实际成效，等对方确认。"), "success")
        return redirect(page, code=303)
    text = render_template(
        "engagements/measure.html",
        form=form,
        engagement=engagement,
        effect=effect,
        allowance=ALLOWED[Purpose.EVIDENCE],
    )
    return text, form.status


@bp.post("/effects/<int:effect_id>/confirm")
@needs(policies.may_confirm_effect, effect_by_id, account=True)
def confirm_effect(effect: OutcomeEffect) -> ResponseReturnValue:
    outcomes.confirm_effect(effect, actor=current_actor())
    db.session.commit()
    flash(_("已确认。"), "success")
    return redirect(url_for(".outcome", engagement_id=effect.outcome.engagement_id), code=303)


@bp.get("/effects/<int:effect_id>/evidence")
@needs(policies.may_see_evidence, effect_by_id, account=True)
def effect_evidence(effect: OutcomeEffect) -> ResponseReturnValue:
    if effect.evidence is None:
        raise NotFoundError(_("没有找到这个文件。"))
    return sent(effect.evidence)


def outcome_section(engagement: Engagement, actor: Account) -> dict[str, Any]:
    """Give the section of the outcome: how far the project is."""
    may_see = policies.may_see_outcome(actor, engagement)
    row = outcome_of(engagement)
    return {
        "may_see_outcome": may_see,
        "outcome": row if may_see else None,
        "stage_labels": STAGE_LABELS,
        "may_rate": policies.may_rate(actor, engagement, row),
        "may_draft_case": bool(row and policies.may_draft_case(actor, row)),
    }


def outcome_page(engagement: Engagement, **forms: Any) -> str:
    """Render the page of an outcome; `forms` are those that were refused."""
    actor, row = current_actor(), outcome_of(engagement)
    told = row.told if row else None
    context: dict[str, Any] = {
        "stage_form": _stage_form(row, is_new=True),
        "drop_form": WordsForm(formdata=None, prefix="drop"),
        "stop_form": CloseForm.among(STOP_REASONS, prefix="stop"),
        "case_form": WordsForm(formdata=None, prefix="case"),
    }
    return render_template(
        "engagements/outcome.html",
        engagement=engagement,
        outcome=row,
        told=told,
        stages={one.stage: one for one in row.stages} if row else {},
        all_stages=list(Stage),
        stage_labels=STAGE_LABELS,
        consent_labels=CONSENT_LABELS,
        effects=[_effect_line(one, actor) for one in row.effects] if row else [],
        may={
            "tell": policies.may_tell(actor, engagement)
            and told is None
            and bool(NEXT_STAGES[row.reached if row else None]),
            "confirm": bool(told and policies.may_confirm_stage(actor, told)),
            "drop": bool(told and policies.may_drop_stage(actor, told)),
            "stop": policies.may_stop(actor, engagement, row),
            "add": policies.may_tell(actor, engagement),
            "rate": policies.may_rate(actor, engagement, row),
            "make_case": bool(row and policies.may_make_case(actor, row)),
            "draft_case": bool(row and policies.may_draft_case(actor, row)),
            "answer_case": bool(row and policies.may_answer_case(actor, row)),
            "nominate": bool(row and policies.may_nominate(actor, row)),
        },
        is_stopped=engagement.state is EngagementState.ENDED,
        **{**context, **forms},
    )


def _stage_form(row: Outcome | None, *, is_new: bool = False) -> StageForm:
    return StageForm.among(NEXT_STAGES[row.reached if row else None], is_new=is_new)


def _effect_line(row: OutcomeEffect, actor: Account) -> dict[str, Any]:
    return {
        "row": row,
        "share": share_reached(row.start, row.target, row.reached),
        "is_reached": is_reached(row.start, row.target, row.reached),
        "may_measure": policies.may_measure(actor, row),
        "may_confirm": policies.may_confirm_effect(actor, row),
    }
