"""Pages of indicators."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.insight.queries import CITY_ORDERS, city_figures, plan_tables
from matchmaker.insight.scoring import unit_factor
from matchmaker.web.access import public

bp = Blueprint("insight", __name__)
bp.add_app_template_filter(unit_factor)


@bp.get("/insight")
@public
def overview() -> ResponseReturnValue:
    wanted = request.args.get("sort", "number")
    order = wanted if wanted in CITY_ORDERS else "number"
    return render_template(
        "insight/overview.html",
        plans=plan_tables(),
        cities=city_figures(order),
        order=order,
    )
