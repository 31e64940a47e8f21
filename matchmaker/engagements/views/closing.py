"""Ratings both ways, and what an accepted outcome becomes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.engagements.enums import Side
from matchmaker.engagements.forms.meetings import WordsForm
from matchmaker.engagements.forms.outcomes import RatingForm
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.engagements.operations import closing
from matchmaker.engagements.operations.cases import draft_case_from
from matchmaker.engagements.policies import outcomes as policies
from matchmaker.engagements.policies.talks import may_read_messages, speaking_side
from matchmaker.engagements.queries import engagement_by_id
from matchmaker.engagements.queries.outcomes import (
    outcome_by_engagement,
    outcome_of,
    ratings_for,
)
from matchmaker.engagements.views.blueprint import bp
from matchmaker.engagements.views.outcomes import outcome_page
from matchmaker.engagements.views.showing import side_of
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.route("/engagements/<int:engagement_id>/rating", methods=["GET", "POST"])
@needs(may_read_messages, engagement_by_id, account=True)
def rating(engagement: Engagement) -> ResponseReturnValue:
    actor, number, form = current_actor(), engagement.id, RatingForm()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: closing.rate(engagement, form.points, form.words.data or "", actor=actor)
        )
        if made is not None:
            page = url_for(".rating", engagement_id=number)
            remember(actor, page)
            db.session.commit()
            flash(_("已评价，谢谢。"), "success")
            return redirect(page, code=303)
    text = render_template(
        "engagements/rating.html",
        form=form,
        engagement=engagement,
        ratings=ratings_for(engagement, _side(engagement, actor)),
        may_rate=policies.may_rate(actor, engagement, outcome_of(engagement)),
    )
    return text, form.status


@bp.post("/engagements/<int:engagement_id>/outcome/case")
@needs(policies.may_make_case, outcome_by_engagement, account=True)
def ask_case(outcome: Outcome) -> ResponseReturnValue:
    closing.ask_case(outcome, actor=current_actor())
    db.session.commit()
    flash(_("已请需求方答复。"), "success")
    return redirect(url_for(".outcome", engagement_id=outcome.engagement_id), code=303)


@bp.post("/engagements/<int:engagement_id>/outcome/case/draft")
@needs(policies.may_draft_case, outcome_by_engagement, account=True)
def draft_case(outcome: Outcome) -> ResponseReturnValue:
    case = draft_case_from(outcome, actor=current_actor())
    page = url_for("catalogue.case", case_id=case.id)
    remember(current_actor(), page)
    db.session.commit()
    flash(_("案例草稿已按项目成果填好，请核对后提交审核。"), "success")
    return redirect(page, code=303)


@bp.post("/engagements/<int:engagement_id>/outcome/case/answer")
@needs(policies.may_answer_case, outcome_by_engagement, account=True)
def answer_case(outcome: Outcome) -> ResponseReturnValue:
    actor, engagement, form = current_actor(), outcome.engagement, WordsForm(prefix="case")
    number, is_agreed = engagement.id, request.form.get("answer") == "yes"
    if form.validate_on_submit() and form.succeeds(
        lambda: closing.answer_case(
            outcome, form.words.data or "", is_agreed=is_agreed, actor=actor
        )
    ):
        db.session.commit()
        flash(_("已答复供应商。"), "success")
        return redirect(url_for(".outcome", engagement_id=number), code=303)
    return outcome_page(engagement, case_form=form), form.status


@bp.post("/engagements/<int:engagement_id>/outcome/nominate")
@needs(policies.may_nominate, outcome_by_engagement, account=True)
def nominate(outcome: Outcome) -> ResponseReturnValue:
    closing.nominate(outcome, actor=current_actor())
    db.session.commit()
    flash(_("已推荐为领航者候选，运营人员会看到。"), "success")
    return redirect(url_for(".outcome", engagement_id=outcome.engagement_id), code=303)


def _side(engagement: Engagement, actor: Account) -> Side:
    return speaking_side(actor, engagement) or side_of(actor, engagement) or Side.ENTERPRISE
