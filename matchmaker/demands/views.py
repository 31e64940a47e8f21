"""Pages of demands."""

from http import HTTPStatus

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.demands import policies
from matchmaker.demands.forms import DemandForm
from matchmaker.demands.forms.wanted import (
    WantedDemands,
    counts_of_demands,
    demand_facets,
    demand_tabs,
    demands_file,
    wanted_demands,
)
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import (
    adopt_pasted,
    draft_demand,
    edit_demand,
    imagined_demand,
    publish_demand,
    withdraw_demand,
)
from matchmaker.demands.queries import (
    CLOSING_DAYS,
    Show,
    demand_by_id,
    demands_of,
    listed_demands,
    pasted_need,
)
from matchmaker.intake.files import ACCEPT
from matchmaker.matching.queries.needs import posting_of
from matchmaker.matching.queries.proposals import proposals_for
from matchmaker.taxonomy.queries import scene_named
from matchmaker.web.access import current_actor, needs, public, signed_in
from matchmaker.web.facets import address_with, chips
from matchmaker.web.pagination import paginate, same_address
from matchmaker.web.submissions import remember, repeated

bp = Blueprint("demands", __name__)
NEED_COOKIE = "need"  # the key of the need a visitor pasted, so that signing up does not lose it


@bp.get("/demands", endpoint="list")
@public
def index() -> ResponseReturnValue:
    wanted = wanted_demands(request.args)
    counts = counts_of_demands(wanted)
    facets = demand_facets(wanted, counts)
    by_day = wanted.sort == "day"
    orders = [
        (_("最新发布"), address_with({"sort": None}), not by_day),
        (_("最早截止"), address_with({"sort": "day"}), by_day),
    ]
    return render_template(
        "demands/list.html",
        page=paginate(_listed(wanted)),
        wanted=wanted,
        tabs=demand_tabs(wanted, counts),
        facets=facets,
        chips=chips(facets),
        kept=wanted.kept,
        orders=orders if wanted.show is Show.OPEN else (),
        closing_days=CLOSING_DAYS,
        clear_url=same_address(dict(wanted.kept)),
        file_url=address_with({}, "demands.list_file"),
    )


@bp.get("/demands/export", endpoint="list_file")
@public
def export() -> ResponseReturnValue:
    wanted = wanted_demands(request.args)
    facets = demand_facets(wanted, counts_of_demands(wanted))
    return demands_file(_listed(wanted), chips(facets))


@bp.get("/my/demands")
@signed_in
def mine() -> ResponseReturnValue:
    page = paginate(demands_of(current_actor()))
    return render_template("demands/mine.html", page=page, waiting=_waiting_need())


@bp.route("/demands/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    actor = current_actor()
    scene = scene_named(request.args.get("scene", "")[:80])
    form = DemandForm.about(scene).speak_for(actor)
    before = repeated(form, actor)
    if before:
        return redirect(before, code=303)
    if form.is_saved() and form.save_with(
        lambda: draft_demand(form.content(), organisation=form.chosen_organisation, actor=actor),
        actor,
    ):
        remember(form, actor, url_for(".show", demand_id=form.saved.id))
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
        actor,
    ):
        response = make_response(_saved(form))
        response.delete_cookie(NEED_COOKIE)
        return response
    return _form_page(form)


@bp.get("/demands/<int:demand_id>")
@needs(policies.may_see, demand_by_id)
def show(demand: Demand) -> ResponseReturnValue:
    return render_template(
        "demands/show.html", demand=demand, may=_may(demand), today=clock.today()
    )


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
        actor,
    ):
        return _saved(form)
    return _form_page(form, demand)


@bp.post("/demands/<int:demand_id>/publish")
@needs(policies.may_publish, demand_by_id, account=True)
def publish(demand: Demand) -> ResponseReturnValue:
    publish_demand(demand, actor=current_actor())
    db.session.commit()
    flash(_("需求已发布。下面是按您的需求排出的方案。"), "success")
    return redirect(url_for("matching.for_demand", demand_id=demand.id), code=303)


@bp.post("/demands/<int:demand_id>/withdraw")
@needs(policies.may_withdraw, demand_by_id, account=True)
def withdraw(demand: Demand) -> ResponseReturnValue:
    withdraw_demand(demand, actor=current_actor())
    db.session.commit()
    flash(_("需求已撤回，别人看不到它了；您可以修改后再发布。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


def _listed(wanted: WantedDemands) -> Select[Demand]:
    by_day = wanted.sort == "day"
    return listed_demands(wanted.show, wanted.chosen.values, by_day=by_day)


def _saved(form: DemandForm) -> ResponseReturnValue:
    db.session.commit()
    demand = form.saved
    if form.publish.data:
        flash(_("需求已发布。下面是按您的需求排出的方案。"), "success")
        return redirect(url_for("matching.for_demand", demand_id=demand.id), code=303)
    flash(_("已保存。"), "success")
    return redirect(url_for(".show", demand_id=demand.id), code=303)


def _form_page(form: DemandForm, demand: Demand | None = None) -> ResponseReturnValue:
    status = form.refused_status if form.errors else HTTPStatus.OK
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
        file_accept=ACCEPT,
        lines_mark=form.lines_mark(proposals.tokens),
        status=status,
    )
    return page, status


def _may(demand: Demand) -> dict[str, bool]:
    actor = current_actor()
    return {
        "edit": policies.may_edit(actor, demand),
        "publish": policies.may_publish(actor, demand),
        "withdraw": policies.may_withdraw(actor, demand),
    }


def _waiting_need() -> str | None:
    token = request.cookies.get(NEED_COOKIE, "")[:80]
    return token if token and pasted_need(token) else None
