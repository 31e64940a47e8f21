"""Offerings side by side for a need, and its ranking as a spreadsheet."""

from io import BytesIO

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.demands import policies
from matchmaker.demands.models import Demand
from matchmaker.demands.queries import demand_by_id
from matchmaker.matching.queries.comparing import comparison
from matchmaker.matching.queries.needs import demand_to_rank
from matchmaker.matching.queries.rankings import shown_ranking
from matchmaker.matching.queries.workbooks import LISTED, ranking_workbook
from matchmaker.matching.views.blueprint import bp
from matchmaker.matching.views.pages import pasted
from matchmaker.web.access import needs, public

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NUMBER = 9  # digits; the database holds 32-bit numbers


@bp.get("/match/<token:token>/compare")
@public
def compare(token: str) -> ResponseReturnValue:
    return _comparison_page(pasted(token), url_for(".show", token=token))


@bp.get("/demands/<int:demand_id>/compare")
@needs(policies.may_see, demand_by_id)
def compare_for_demand(demand: Demand) -> ResponseReturnValue:
    return _comparison_page(demand, url_for(".for_demand", demand_id=demand.id))


@bp.get("/match/<token:token>/ranking-file")
@public
def export(token: str) -> ResponseReturnValue:
    check_export_throttle()
    return _workbook(pasted(token))


@bp.get("/demands/<int:demand_id>/ranking-file")
@needs(policies.may_see, demand_by_id)
def export_for_demand(demand: Demand) -> ResponseReturnValue:
    check_export_throttle()
    return _workbook(demand)


def _comparison_page(demand: Demand, back_url: str) -> str:
    asked = [number for number in request.args.getlist("o") if is_number(number)]
    found = comparison(demand_to_rank(demand).need, [int(number) for number in asked])
    return render_template(
        "matching/compare.html", need=demand, comparison=found, back_url=back_url
    )


def _workbook(demand: Demand) -> ResponseReturnValue:
    ranking = shown_ranking(demand_to_rank(demand).need, LISTED)
    content = BytesIO(ranking_workbook(ranking, demand.text))
    return send_file(content, XLSX, as_attachment=True, download_name="ranking.xlsx")


def is_number(text: str) -> bool:
    """Whether a text is the number of a row: plain digits, no more than a database holds."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
