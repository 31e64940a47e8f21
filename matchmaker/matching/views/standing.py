"""Why one offering is in the ranking of a need or is not, for whoever may see that ranking."""

from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.demands import policies
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.standing import ASKED_MOST, find_offerings, shown_standing
from matchmaker.matching.views.blueprint import bp
from matchmaker.matching.views.comparing import is_number
from matchmaker.matching.views.pages import pasted
from matchmaker.web.access import needs, public
from matchmaker.web.forms import clean_line


@bp.get("/match/<token:token>/why")
@public
def why(token: str) -> ResponseReturnValue:
    return _standing_page(pasted(token), url_for(".show", token=token))


@bp.get("/demands/<int:demand_id>/why")
@needs(policies.may_see, demand_by_id)
def why_for_demand(demand: Demand) -> ResponseReturnValue:
    return _standing_page(demand, url_for(".for_demand", demand_id=demand.id))


def _standing_page(demand: Demand, back_url: str) -> ResponseReturnValue:
    asked = clean_line(request.args.get("q"))[:ASKED_MOST]
    chosen = request.args.get("o", "")
    found = find_offerings(asked)
    if not chosen and len(found.offerings) == 1:
        chosen = str(found.offerings[0].id)
    is_known = is_number(chosen)
    standing = shown_standing(demand_to_rank(demand).need, int(chosen)) if is_known else None
    page = render_template(
        "matching/why.html",
        need=demand,
        back_url=back_url,
        asked=asked,
        found=found,
        is_missing=bool(chosen) and standing is None,
        standing=standing,
    )
    return page, HTTPStatus.NOT_FOUND if chosen and standing is None else HTTPStatus.OK
