"""Questions about a demand: all of them, asking, answering, declining, merging, taking back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.queries import acting_organisations
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import may_see
from matchmaker.demands.queries import demand_by_id
from matchmaker.engagements.forms.questions import AnswerForm, AskForm, MergeForm
from matchmaker.engagements.models.questions import QUESTION_MAX, DemandQuestion
from matchmaker.engagements.operations import questions as operations
from matchmaker.engagements.policies import may_offer_as
from matchmaker.engagements.policies import questions as policies
from matchmaker.engagements.queries.questions import (
    near_questions,
    question_beside,
    question_by_id,
    questions_on,
    standing_beside,
)
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.pagination import paginate
from matchmaker.web.sent_forms import remember


@bp.get("/demands/<int:demand_id>/questions")
@needs(may_see, demand_by_id)
def questions(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "engagements/questions.html",
        demand=demand,
        page=paginate(questions_on(demand, actor)),
        may_ask=policies.may_ask(actor, demand),
        may_answer=policies.may_answer_for(actor, demand),
    )


@bp.route("/demands/<int:demand_id>/questions/new", methods=["GET", "POST"])
@needs(policies.may_ask, demand_by_id, account=True)
def ask(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    own = [row for row in acting_organisations(actor) if may_offer_as(actor, row, demand)]
    form = AskForm.speaking_for(own)
    near = near_questions(demand, actor, form.words.data or "") if form.is_submitted() else []
    is_ready = form.validate_on_submit() and form.has_seen(near)
    if is_ready and form.succeeds(
        lambda: operations.ask(demand, form.chosen, form.words.data or "", actor=actor)
    ):
        page = url_for(".questions", demand_id=demand.id)
        remember(actor, page)
        db.session.commit()
        flash(_("已提交，需求方答复后会通知您。"), "success")
        return redirect(page, code=303)
    return render_template("engagements/ask.html", form=form, demand=demand, near=near), form.status


@bp.post("/demands/<int:demand_id>/questions/near")
@needs(policies.may_ask, demand_by_id, account=True)
def near(demand: Demand) -> ResponseReturnValue:
    words = request.form.get("words", "")[:QUESTION_MAX]
    found = near_questions(demand, current_actor(), words)
    return render_template("engagements/_near.html", near=found, demand=demand)


@bp.get("/questions/<int:question_id>")
@needs(policies.may_see_question, question_by_id)
def question(question: DemandQuestion) -> ResponseReturnValue:
    if question.merged_into_id is not None:
        return _to(question.merged_into_id)
    may_answer = policies.may_answer_for(current_actor(), question.demand)
    return render_template("engagements/question.html", question=question, may_answer=may_answer)


@bp.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@needs(policies.may_answer_question, question_by_id, account=True)
def answer_question(question: DemandQuestion) -> ResponseReturnValue:
    return _replied(question, operations.answer, _("已答复，大家都能看到。"))


@bp.post("/questions/<int:question_id>/decline")
@needs(policies.may_answer_question, question_by_id, account=True)
def decline_question(question: DemandQuestion) -> ResponseReturnValue:
    return _replied(question, operations.decline, _("已说明原因，只有提问的人看得到。"))


@bp.route("/questions/<int:question_id>/merge", methods=["GET", "POST"])
@needs(policies.may_merge_question, question_by_id, account=True)
def merge_question(question: DemandQuestion) -> ResponseReturnValue:
    if request.method == "GET" and question.merged_into_id is not None:
        return _to(question.merged_into_id)
    form, actor = MergeForm.among(standing_beside(question)), current_actor()
    if form.validate_on_submit():
        other = question_beside(question, form.chosen)
        standing = form.attempt(lambda: operations.merge(question, other, actor=actor))
        if standing is not None:
            remember(actor, url_for(".question", question_id=standing.id))
            db.session.commit()
            flash(_("已并入，提问的人会收到通知，答复时一起告知。"), "success")
            return _to(standing.id)
    page = render_template("engagements/merge_question.html", form=form, question=question)
    return page, form.status


@bp.post("/questions/<int:question_id>/withdraw")
@needs(policies.may_withdraw_question, question_by_id, account=True)
def withdraw_question(question: DemandQuestion) -> ResponseReturnValue:
    operations.withdraw(question, actor=current_actor())
    db.session.commit()
    flash(_("已撤回提问。"), "success")
    return redirect(url_for(".questions", demand_id=question.demand_id), code=303)


def _to(question_id: int) -> ResponseReturnValue:
    return redirect(url_for(".question", question_id=question_id), code=303)


def _replied(
    question: DemandQuestion, operation: Callable[..., None], said: str
) -> ResponseReturnValue:
    form, number = AnswerForm(), question.demand_id
    if form.validate_on_submit() and form.succeeds(
        lambda: operation(question, form.answer.data or "", actor=current_actor())
    ):
        db.session.commit()
        flash(said, "success")
        return redirect(url_for(".questions", demand_id=number), code=303)
    page = render_template("engagements/answer_question.html", form=form, question=question)
    return page, form.status
