"""Public offerings: the list, its file, one page."""

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.accounts.operations.throttle import check_export_throttle
from matchmaker.accounts.policies import is_staff
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.files import offerings_file
from matchmaker.catalogue.forms.wanted import (
    Wanted,
    offering_facets,
    wanted_chips,
    wanted_offerings,
)
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.operations.content import lacking_of
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.catalogue.words import OFFERING_FAULTS
from matchmaker.moderation.queries import decisions_of
from matchmaker.web.access import current_actor, needs, public
from matchmaker.web.facets import address_with
from matchmaker.web.kept_answers import kept_answer
from matchmaker.web.pagination import paginate_kept


@bp.get("/offerings")
@kept_answer
@public
def offerings() -> ResponseReturnValue:
    wanted = wanted_offerings(request.args)
    facets = offering_facets(wanted)
    return render_template(
        "catalogue/offerings.html",
        page=paginate_kept(_offerings(wanted)),
        wanted=wanted,
        facets=facets,
        chips=wanted_chips(wanted, facets),
        kept=wanted.kept,
        newest_url=address_with({"sort": None}),
        titles_url=address_with({"sort": "title"}),
        file_url=address_with({}, "catalogue.offerings_file"),
    )


@bp.get("/offerings/export", endpoint="offerings_file")
@public
def export_offerings() -> ResponseReturnValue:
    check_export_throttle()
    wanted = wanted_offerings(request.args)
    return offerings_file(_offerings(wanted), wanted_chips(wanted, offering_facets(wanted)))


@bp.get("/offerings/<int:offering_id>")
@kept_answer
@needs(policies.may_see, queries.offering_page)
def offering(found: Offering) -> ResponseReturnValue:
    actor = current_actor()
    is_insider = policies.may_see_versions(actor, found)
    return render_template(
        "catalogue/offering.html",
        offering=found,
        actor=actor,
        policies=policies,
        today=clock.today(),
        reviewable=partial(policies.may_review, actor),
        light=queries.light_tests_of(found),
        lacking=lacking_of(found) if policies.may_submit(actor, found) else (),
        decisions=decisions_of(found, with_names=is_staff(actor)) if is_insider else [],
        faults=OFFERING_FAULTS,
    )


def _offerings(wanted: Wanted) -> Select[Offering]:
    by_title = wanted.sort == "title"
    return queries.offerings(wanted.chosen.values, provider=wanted.provider, by_title=by_title)
