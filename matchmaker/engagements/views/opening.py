"""Asking the other side to talk."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.queries import acting_organisations
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.engagements import policies
from matchmaker.engagements.forms.opening import InviteForm, OfferForm
from matchmaker.engagements.operations.opening import invite_provider, offer_engagement
from matchmaker.engagements.queries import invitable_demands
from matchmaker.engagements.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.sent_forms import remember


@bp.route("/offerings/<int:offering_id>/invite", methods=["GET", "POST"])
@needs(policies.may_invite, offering_by_id, account=True)
def invite(offering: Offering) -> ResponseReturnValue:
    actor = current_actor()
    form = InviteForm.about(invitable_demands(actor), request.args.get("demand", "")[:12])
    if form.validate_on_submit():
        made = form.attempt(
            lambda: invite_provider(
                form.chosen,
                offering.organisation,
                offering=offering,
                words=form.words.data or "",
                actor=actor,
            )
        )
        if made is not None:
            page = url_for(".show", engagement_id=made.id)
            remember(actor, page)
            db.session.commit()
            flash(_("已发起对接，对方答复后您会看到。"), "success")
            return redirect(page, code=303)
    is_unclaimed = offering.organisation.state is OrganisationState.UNCLAIMED
    text = render_template(
        "engagements/invite.html", form=form, offering=offering, is_unclaimed=is_unclaimed
    )
    return text, form.status


@bp.route("/demands/<int:demand_id>/offer", methods=["GET", "POST"])
@needs(policies.may_offer, demand_by_id, account=True)
def offer(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    own = [row for row in acting_organisations(actor) if policies.may_offer_as(actor, row, demand)]
    form = OfferForm.speaking_for(own)
    if form.validate_on_submit():
        made = form.attempt(
            lambda: offer_engagement(
                demand,
                form.chosen_organisation,
                offering=form.chosen_offering,
                words=form.words.data or "",
                actor=actor,
            )
        )
        if made is not None:
            page = url_for(".show", engagement_id=made.id)
            remember(actor, page)
            db.session.commit()
            flash(_("已发起对接，对方答复后您会看到。"), "success")
            return redirect(page, code=303)
    return render_template("engagements/offer.html", form=form, demand=demand), form.status
