"""The lists of demands: everybody's, and one's own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker.accounts.forms.files import wants_file
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.demands.forms.wanted import (
    WantedDemands,
    counts_of_demands,
    demand_facets,
    demand_tabs,
    demands_file,
    own_demands_file,
    wanted_demands,
)
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import (
    CLOSING_DAYS,
    Show,
    demands_of,
    listed_demands,
    pasted_need,
)
from matchmaker.demands.views.blueprint import NEED_COOKIE, bp
from matchmaker.web.access import current_actor, public, signed_in
from matchmaker.web.facets import address_with, chips
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.pagination import paginate, paginate_kept, same_address


@bp.get("/demands", endpoint="list")
@kept_answer
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
        page=paginate_kept(_listed(wanted)),
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
    check_export_throttle()
    wanted = wanted_demands(request.args)
    facets = demand_facets(wanted, counts_of_demands(wanted))
    return demands_file(_listed(wanted), chips(facets))


@bp.get("/my/demands")
@signed_in
def mine() -> ResponseReturnValue:
    found = demands_of(current_actor())
    if wants_file():
        return own_demands_file(found)
    page = paginate(found, has_file=True)
    return render_template("demands/mine.html", page=page, waiting=_waiting_need())


def _listed(wanted: WantedDemands) -> Select[Demand]:
    by_day = wanted.sort == "day"
    return listed_demands(wanted.show, wanted.chosen.values, by_day=by_day)


def _waiting_need() -> str | None:
    token = request.cookies.get(NEED_COOKIE, "")[:80]
    return token if token and pasted_need(token) else None
