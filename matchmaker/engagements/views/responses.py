"""Writing, submitting and withdrawing a response, and the partners in it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.models import Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id, requirement_words
from matchmaker.engagements.forms.responses import PartnerForm, ResponseForm
from matchmaker.engagements.models.responses import Response, ResponsePartner
from matchmaker.engagements.operations import partners, responses
from matchmaker.engagements.policies import may_offer_as
from matchmaker.engagements.policies import responses as policies
from matchmaker.engagements.queries.responses import (
    answered_lines,
    asked_lines,
    cases_of,
    obstacle_words,
    offerings_to_respond_with,
    partner_by_id,
    response_by_id,
    response_of,
    standing_of,
)
from matchmaker.engagements.scoring.weighing import obstacles
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.route("/demands/<int:demand_id>/respond", methods=["GET", "POST"])
@needs(policies.may_respond, demand_by_id, account=True)
def respond(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    own = [row for row in acting_organisations(actor) if may_offer_as(actor, row, demand)]
    asked = request.args.get("organisation", "")
    provider = next((row for row in own if str(row.id) == asked), own[0] if own else None)
    if provider is None:
        return render_template("engagements/respond_without.html", demand=demand)
    response = response_of(demand, provider)
    form = ResponseForm.of(
        answered_lines(demand, response),
        response,
        offerings_to_respond_with(provider),
        cases_of(provider),
    )
    if form.validate_on_submit() and form.save_with(
        lambda: responses.save_response(
            demand, provider, form.content(), seen_version=form.seen_version, actor=actor
        ),
        actor=actor,
    ):
        return _done(form.saved, is_sent=bool(form.send.data))
    return _form_page(demand, provider, own, form)


@bp.post("/responses/<int:response_id>/withdraw")
@needs(policies.may_withdraw_response, response_by_id, account=True)
def withdraw_response(response: Response) -> ResponseReturnValue:
    responses.withdraw_response(response, actor=current_actor())
    db.session.commit()
    flash(_("应答已撤回，需求方看不到它了；截止前可以再提交。"), "success")
    return redirect(_form_url(response), code=303)


@bp.route("/responses/<int:response_id>/partners/new", methods=["GET", "POST"])
@needs(policies.may_write, response_by_id, account=True)
def new_partner(response: Response) -> ResponseReturnValue:
    form = PartnerForm.among(asked_lines(response.demand))
    if form.validate_on_submit():
        made = form.attempt(
            lambda: partners.add_partner(
                response,
                form.organisation.data or "",
                form.role.data or "",
                form.chosen,
                actor=current_actor(),
            )
        )
        if made is not None:
            page = _form_url(response)
            remember(current_actor(), page)
            db.session.commit()
            flash(_("已邀请，对方同意后才算在应答里。"), "success")
            return redirect(page, code=303)
    text = render_template("engagements/partner_form.html", form=form, response=response)
    return text, form.status


@bp.post("/partnerships/<int:partner_id>/remove")
@needs(policies.may_remove_partner, partner_by_id, account=True)
def remove_partner(partner: ResponsePartner) -> ResponseReturnValue:
    response = partner.response
    partners.remove_partner(partner, actor=current_actor())
    db.session.commit()
    flash(_("已移除这个伙伴。"), "success")
    return redirect(_form_url(response), code=303)


@bp.get("/partnerships/<int:partner_id>")
@needs(policies.may_see_partnership, partner_by_id, account=True)
def partnership(partner: ResponsePartner) -> ResponseReturnValue:
    return render_template(
        "engagements/partnership.html",
        partner=partner,
        covers=[requirement_words(row) for row in partner.covers],
        may_answer=policies.may_answer_partnership(current_actor(), partner),
    )


@bp.post("/partnerships/<int:partner_id>/accept")
@needs(policies.may_answer_partnership, partner_by_id, account=True)
def accept_partnership(partner: ResponsePartner) -> ResponseReturnValue:
    return _answered(partner, accepts=True)


@bp.post("/partnerships/<int:partner_id>/decline")
@needs(policies.may_answer_partnership, partner_by_id, account=True)
def decline_partnership(partner: ResponsePartner) -> ResponseReturnValue:
    return _answered(partner, accepts=False)


def _answered(partner: ResponsePartner, *, accepts: bool) -> ResponseReturnValue:
    partners.answer_partnership(partner, accepts=accepts, actor=current_actor())
    db.session.commit()
    flash(_("已答复，对方会看到。"), "success")
    return redirect(url_for(".partnership", partner_id=partner.id), code=303)


def _done(response: Response, *, is_sent: bool) -> ResponseReturnValue:
    page, words = _form_url(response), _("已保存。")
    if is_sent:
        page = url_for(".show", engagement_id=response.engagement_id)
        words = _("应答已提交。截止前可以修改，需求方看到的总是最新的一份。")
    remember(current_actor(), page)
    db.session.commit()
    flash(words, "success")
    return redirect(page, code=303)


def _form_url(response: Response) -> str:
    return url_for(".respond", demand_id=response.demand_id, organisation=response.provider_id)


def _form_page(
    demand: Demand, provider: Organisation, own: list[Organisation], form: ResponseForm
) -> ResponseReturnValue:
    response = response_of(demand, provider)
    form.take_over(response)
    found = obstacles(standing_of(response)) if response else []
    page = render_template(
        "engagements/respond.html",
        demand=demand,
        provider=provider,
        own=own,
        form=form,
        response=response,
        rows=answered_lines(demand, response),
        obstacles=[(one.hindrance, obstacle_words(one)) for one in found],
    )
    return page, form.status
