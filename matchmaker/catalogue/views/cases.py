"""Public cases: the list, its file, one page."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.accounts.policies import is_staff
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.files import cases_file
from matchmaker.catalogue.forms.wanted import (
    case_facets,
    wanted_cases,
    wanted_chips,
)
from matchmaker.catalogue.models import Case
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.catalogue.words import CASE_FAULTS
from matchmaker.moderation.queries import decisions_of
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.facets import address_with
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.pagination import paginate_kept


@bp.get("/cases")
@kept_answer
@public
def cases() -> ResponseReturnValue:
    wanted = wanted_cases(request.args)
    facets = case_facets(wanted)
    return render_template(
        "catalogue/cases.html",
        page=paginate_kept(queries.cases(wanted.chosen.values, provider=wanted.provider)),
        wanted=wanted,
        facets=facets,
        chips=wanted_chips(wanted, facets),
        kept=wanted.kept,
        file_url=address_with({}, "catalogue.cases_file"),
    )


@bp.get("/cases/export", endpoint="cases_file")
@public
def export_cases() -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_cases(request.args)
    found = queries.cases(wanted.chosen.values, provider=wanted.provider)
    return cases_file(found, wanted_chips(wanted, case_facets(wanted)))


@bp.get("/cases/<int:case_id>")
@kept_answer
@needs(policies.may_see_case, queries.case_by_id)
def case(found: Case) -> ResponseReturnValue:
    actor = current_actor()
    is_insider = policies.may_see_client(actor, found)
    return render_template(
        "catalogue/case.html",
        case=found,
        offerings=queries.offerings_resting_on(found),
        actor=actor,
        policies=policies,
        decisions=decisions_of(found, with_names=is_staff(actor)) if is_insider else [],
        faults=CASE_FAULTS,
    )
