"""Asking a provider what its offering leaves open, and the provider's answer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.catalogue.policies import may_see as may_see_offering
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.engagements.forms.questions import ConfirmForm
from matchmaker.engagements.forms.responses import takes_figure
from matchmaker.engagements.models.questions import ProviderQuestion
from matchmaker.engagements.operations import confirming
from matchmaker.engagements.policies import may_invite_to
from matchmaker.engagements.policies.questions import may_confirm
from matchmaker.engagements.queries.questions import provider_question_by_id
from matchmaker.engagements.queries.responses import asked_lines
from matchmaker.engagements.views.blueprint import bp
from matchmaker.errors import NotFoundError
from matchmaker.matching.documents import line_key
from matchmaker.matching.views.comparing import is_number
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.post("/demands/<int:demand_id>/ask-provider")
@needs(may_invite_to, demand_by_id, account=True)
def ask_provider(demand: Demand) -> ResponseReturnValue:
    """Ask about one requirement (`only`) or all that the form names."""
    actor, typed = current_actor(), request.form.get("offering", "")
    offering = offering_by_id(int(typed)) if is_number(typed) else None
    if offering is None or not may_see_offering(actor, offering):
        raise NotFoundError(_("没有找到这个方案，请刷新页面再试。"))
    only = request.form.get("only")
    keys = {only} if only else set(request.form.getlist("requirement"))
    rows = [row for row in asked_lines(demand) if line_key(row.id) in keys]
    made, name = confirming.ask_provider(demand, offering, rows, actor=actor), offering.organisation
    page = url_for("matching.for_demand", demand_id=demand.id, _anchor=f"match-{offering.id}")
    remember(actor, page)
    db.session.commit()
    if made:
        words = _("已向 %(name)s 提问 %(n)s 条，答复后会通知您。", name=name.name, n=len(made))
    else:
        words = _("这些要求已经问过 %(name)s 了。", name=name.name)
    flash(words, "success")
    return redirect(page, code=303)


@bp.route("/provider-questions/<int:provider_question_id>/answer", methods=["GET", "POST"])
@needs(may_confirm, provider_question_by_id, account=True)
def confirm_requirement(question: ProviderQuestion) -> ResponseReturnValue:
    form, engagement_id = ConfirmForm.of(question), question.engagement_id
    if form.validate_on_submit() and form.succeeds(
        lambda: confirming.confirm(
            question, form.chosen, form.figure.number, form.words.data or "", actor=current_actor()
        )
    ):
        page = url_for(".show", engagement_id=engagement_id, _anchor="asked")
        remember(current_actor(), page)
        db.session.commit()
        flash(_("已答复，需求方会看到。"), "success")
        return redirect(page, code=303)
    row = question.requirement
    page = render_template(
        "engagements/confirm.html",
        form=form,
        question=question,
        takes_a_figure=row is not None and takes_figure(row),
    )
    return page, form.status
