"""Choosing a provider, answering that, and steps back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.engagements.forms.evaluation import AwardForm, OthersForm, RefusalForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations import award as operations
from matchmaker.engagements.policies import evaluation as policies
from matchmaker.engagements.queries.evaluation import overview
from matchmaker.engagements.queries.rows import engagement_by_id
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.views.showing import engagement_page
from matchmaker.web.access import current_actor, needs


@bp.route("/engagements/<int:engagement_id>/award", methods=["GET", "POST"])
@needs(policies.may_award, engagement_by_id, account=True)
def award(engagement: Engagement) -> ResponseReturnValue:
    form = AwardForm()
    form.about(operations.live_others(engagement))
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.award(
            engagement,
            form.words.data or "",
            form.reasons(),
            answer_days=form.answer_days.data or 0,
            tells_now=bool(form.tells_now.data),
            actor=current_actor(),
        )
    ):
        db.session.commit()
        flash(_("已选定，等对方确认。"), "success")
        return redirect(url_for(".show", engagement_id=engagement.id), code=303)
    return render_template("engagements/award.html", engagement=engagement, form=form), form.status


@bp.post("/engagements/<int:engagement_id>/award/accept")
@needs(policies.may_answer_award, engagement_by_id, account=True)
def accept_award(engagement: Engagement) -> ResponseReturnValue:
    operations.accept_award(engagement, actor=current_actor())
    db.session.commit()
    flash(_("已接受选定，双方达成。"), "success")
    return redirect(url_for(".show", engagement_id=engagement.id), code=303)


@bp.post("/engagements/<int:engagement_id>/award/decline")
@needs(policies.may_answer_award, engagement_by_id, account=True)
def decline_award(engagement: Engagement) -> ResponseReturnValue:
    form, number = RefusalForm(), engagement.id
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.decline_award(engagement, form.words.data or "", actor=current_actor())
    ):
        db.session.commit()
        flash(_("已告诉需求方您不接受；对接继续。"), "success")
        return redirect(url_for(".show", engagement_id=number), code=303)
    return engagement_page(engagement, refusal_form=form), form.status


@bp.post("/engagements/<int:engagement_id>/award/take-back")
@needs(policies.may_take_back, engagement_by_id, account=True)
def take_back_award(engagement: Engagement) -> ResponseReturnValue:
    operations.take_back_award(engagement, actor=current_actor())
    db.session.commit()
    flash(_("已撤回选定，可以改选另一家。"), "success")
    return redirect(url_for(".responses", demand_id=engagement.demand_id), code=303)


@bp.route("/demands/<int:demand_id>/choose-nobody", methods=["GET", "POST"])
@needs(policies.may_weigh, demand_by_id, account=True)
def choose_nobody(demand: Demand) -> ResponseReturnValue:
    form = OthersForm()
    form.about(overview(demand, current_actor()).live)
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.choose_nobody(demand, form.reasons(), actor=current_actor())
    ):
        db.session.commit()
        flash(_("已结束，每家都会看到原因。"), "success")
        return redirect(url_for(".responses", demand_id=demand.id), code=303)
    return render_template("engagements/choose_nobody.html", demand=demand, form=form), form.status
