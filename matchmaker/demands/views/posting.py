"""Writing a demand: new, from a pasted need, or again."""

from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.forms import DemandForm
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    adopt_pasted,
    draft_demand,
    edit_demand,
    imagined_demand,
)
from matchmaker.demands.queries import demand_by_id, pasted_need, quality_of_demand
from matchmaker.demands.views.blueprint import NEED_COOKIE, bp
from matchmaker.intake.files import ACCEPT
from matchmaker.matching.queries.needs import posting_of
from matchmaker.matching.queries.proposals import proposals_for
from matchmaker.taxonomy.queries import scene_named
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.sent_forms import remember


@bp.route("/demands/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    actor = current_actor()
    scene = scene_named(request.args.get("scene", "")[:80])
    form = DemandForm.about(scene).speak_for(actor)
    if form.is_saved() and form.save_with(
        lambda: draft_demand(form.content(), organisation=form.chosen_organisation, actor=actor),
        actor=actor,
    ):
        remember(actor, url_for(".show", demand_id=form.saved.id))
        return _saved(form)
    return _form_page(form)


@bp.route("/match/<token:token>/post", methods=["GET", "POST"])
@signed_in
def adopt(token: str) -> ResponseReturnValue:
    need, actor = pasted_need(token), current_actor()
    if need is None:
        return redirect(url_for(".mine"), code=303)  # already taken over, or too old
    form = DemandForm.of(need).speak_for(actor)
    if form.is_saved() and form.save_with(
        lambda: adopt_pasted(
            need, form.content(), organisation=form.chosen_organisation, actor=actor
        ),
        actor=actor,
    ):
        response = make_response(_saved(form))
        response.delete_cookie(NEED_COOKIE)
        return response
    return _form_page(form)


@bp.route("/demands/<int:demand_id>/edit", methods=["GET", "POST"])
@needs(policies.may_edit, demand_by_id, account=True)
def edit(demand: Demand) -> ResponseReturnValue:
    actor = current_actor()
    form = DemandForm.of(demand).speak_for(actor)
    if form.is_saved() and form.save_with(
        lambda: edit_demand(
            demand,
            form.content(),
            organisation=form.chosen_organisation,
            seen_version=form.seen_version,
            actor=actor,
        ),
        actor=actor,
    ):
        return _saved(form)
    return _form_page(form, demand)


@bp.post("/demands/quality")
@signed_in
def quality() -> ResponseReturnValue:
    form = DemandForm.about(None).speak_for(current_actor())
    asked = imagined_demand(form.content(), title=form.title.data or "")
    return render_template("demands/_quality.html", quality=quality_of_demand(asked))


def _saved(form: DemandForm) -> ResponseReturnValue:
    db.session.commit()
    demand = form.saved
    if form.detour:
        flash(form.detour, "warning")
        return redirect(url_for(".show", demand_id=demand.id), code=303)
    if form.adds_organisation:
        back = url_for(".edit", demand_id=demand.id)
        return redirect(url_for("accounts.new_organisation", next=back), code=303)
    if form.publish.data:
        flash(_("需求已提交，审核通过后公开。下面是按您的需求排出的方案。"), "success")
        return redirect(url_for("matching.for_demand", demand_id=demand.id), code=303)
    flash(_("已保存。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


def _form_page(form: DemandForm, demand: Demand | None = None) -> ResponseReturnValue:
    status = form.refused_status if form.errors else HTTPStatus.OK
    form.take_over(demand)
    if form.file_note:
        flash(str(form.file_note), "warning")
    asked = imagined_demand(form.content(), title=form.title.data or "")
    posting = posting_of(asked.text)
    proposals = proposals_for(asked, posting, [scene.slug for scene in posting.scenes])
    page = render_template(
        "demands/form.html",
        form=form,
        demand=demand,
        proposals=proposals,
        quality=quality_of_demand(asked),
        file_accept=ACCEPT,
        lines_mark=form.lines_mark(proposals.tokens),
    )
    return page, status
