"""The offering's side: the demands it fits, and what it lacks for them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.catalogue.queries import offering_by_id
from matchmaker.matching.policies import may_see_outlook
from matchmaker.matching.queries.outlook import outlook
from matchmaker.matching.queries.standings import changes_for_offering
from matchmaker.matching.views.blueprint import bp
from matchmaker.web.access import needs


@bp.get("/offerings/<int:offering_id>/demands")
@needs(may_see_outlook, offering_by_id)
def for_offering(found: Offering) -> ResponseReturnValue:
    shown = outlook(found) if is_public(found) else None
    return render_template(
        "matching/offering_demands.html",
        offering=found,
        outlook=shown,
        changes=changes_for_offering(found),
    )
