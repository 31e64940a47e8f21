"""Pages of the key cities: the table, one city, several side by side."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.forms.files import wants_csv, wants_file
from matchmaker.insight.forms.cities import (
    cities_compared,
    cities_file,
    comparison_charts,
    shown_value,
)
from matchmaker.insight.policies import may_see_figures, may_tend_figures
from matchmaker.insight.queries.cities import (
    CITY_ORDERS,
    COMPARED_MOST,
    NUMBER,
    CityPage,
    city_page,
    city_table,
)
from matchmaker.insight.views.blueprint import bp
from matchmaker.web.access import current_actor, needs, public

bp.add_app_template_filter(shown_value, "of_city")


@bp.get("/insight/cities")
@public
def cities() -> ResponseReturnValue:
    wanted = request.args.get("sort", NUMBER)
    order = wanted if wanted in CITY_ORDERS else NUMBER
    table = city_table()
    if (as_csv := wants_csv()) or wants_file():
        return cities_file(table.ordered(order), as_csv=as_csv)
    return render_template(
        "insight/cities.html", table=table, rows=table.ordered(order), order=order
    )


@bp.get("/insight/cities/<slug:city>")
@needs(may_see_figures, city_page)
def city(found: CityPage) -> ResponseReturnValue:
    return render_template(
        "insight/city.html",
        page=found,
        table=found.table,
        row=found.row,
        may_tend=may_tend_figures(current_actor()),
    )


@bp.get("/insight/cities/compare")
@public
def compare_cities() -> ResponseReturnValue:
    table = city_table()
    compared = cities_compared(table, request.args.getlist("city"))
    if (as_csv := wants_csv()) or wants_file():
        return cities_file(compared.rows, as_csv=as_csv)
    return render_template(
        "insight/compare_cities.html",
        table=table,
        compared=compared,
        charts=comparison_charts(compared.rows) if compared.is_enough else {},
        most=COMPARED_MOST,
    )
