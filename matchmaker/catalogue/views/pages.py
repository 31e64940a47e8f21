"""Pages of the supply side."""

from functools import partial
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.catalogue import policies, queries
from matchmaker.catalogue.forms.files import cases_file, offerings_file, providers_file
from matchmaker.catalogue.forms.offerings import OfferingForm
from matchmaker.catalogue.forms.wanted import (
    LETTERS,
    Wanted,
    case_facets,
    counts_of_providers,
    offering_facets,
    provider_facets,
    wanted_cases,
    wanted_chips,
    wanted_offerings,
    wanted_providers,
)
from matchmaker.catalogue.models import Case, Offering, Promise
from matchmaker.catalogue.operations import (
    draft_offering,
    edit_offering,
    publish_offering,
    review_promise,
    withdraw_offering,
)
from matchmaker.catalogue.queries import Provider
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.matching.queries.gaps import gaps_of
from matchmaker.web.access import current_actor, needs, public, signed_in
from matchmaker.web.facets import address_with
from matchmaker.web.pagination import paginate

PROVIDERS_PER_PAGE = 60


@bp.get("/offerings")
@public
def offerings() -> ResponseReturnValue:
    wanted = wanted_offerings(request.args)
    facets = offering_facets(wanted)
    return render_template(
        "catalogue/offerings.html",
        page=paginate(_offerings(wanted)),
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
    wanted = wanted_offerings(request.args)
    return offerings_file(_offerings(wanted), wanted_chips(wanted, offering_facets(wanted)))


@bp.get("/offerings/<int:offering_id>")
@needs(policies.may_see, queries.offering_by_id)
def offering(found: Offering) -> ResponseReturnValue:
    return render_template(
        "catalogue/offering.html",
        offering=found,
        actor=current_actor(),
        policies=policies,
        today=clock.today(),
        reviewable=partial(policies.may_review, current_actor()),
    )


@bp.get("/providers")
@public
def providers() -> ResponseReturnValue:
    wanted = wanted_providers(request.args)
    counts = counts_of_providers(wanted)
    facets = provider_facets(wanted, counts)
    page = paginate(queries.providers(wanted.chosen.values), per_page=PROVIDERS_PER_PAGE)
    lines = queries.providers_with([organisation.id for organisation in page.items])
    return render_template(
        "catalogue/providers.html",
        page=page,
        lines=lines,
        wanted=wanted,
        initials=counts["initial"],
        letters=[(letter, address_with({"initial": letter or None})) for letter in LETTERS],
        facets=facets,
        chips=wanted_chips(wanted, facets),
        kept=wanted.kept,
        file_url=address_with({}, "catalogue.providers_file"),
    )


@bp.get("/providers/export", endpoint="providers_file")
@public
def export_providers() -> ResponseReturnValue:
    wanted = wanted_providers(request.args)
    facets = provider_facets(wanted, counts_of_providers(wanted))
    found = queries.providers(wanted.chosen.values)
    return providers_file(found, wanted_chips(wanted, facets))


@bp.get("/providers/<int:organisation_id>")
@needs(policies.may_see_fact, queries.provider_by_id)
def provider(found: Provider) -> ResponseReturnValue:
    return render_template(
        "catalogue/provider.html",
        provider=found,
        offerings=queries.offerings_by(found.organisation),
        parts=queries.parts_of(found.organisation),
    )


@bp.get("/cases")
@public
def cases() -> ResponseReturnValue:
    wanted = wanted_cases(request.args)
    facets = case_facets(wanted)
    return render_template(
        "catalogue/cases.html",
        page=paginate(queries.cases(wanted.chosen.values, provider=wanted.provider)),
        wanted=wanted,
        facets=facets,
        chips=wanted_chips(wanted, facets),
        kept=wanted.kept,
        file_url=address_with({}, "catalogue.cases_file"),
    )


@bp.get("/cases/export", endpoint="cases_file")
@public
def export_cases() -> ResponseReturnValue:
    wanted = wanted_cases(request.args)
    found = queries.cases(wanted.chosen.values, provider=wanted.provider)
    return cases_file(found, wanted_chips(wanted, case_facets(wanted)))


@bp.get("/cases/<int:case_id>")
@needs(policies.may_see_fact, queries.case_by_id)
def case(found: Case) -> ResponseReturnValue:
    return render_template(
        "catalogue/case.html", case=found, offerings=queries.offerings_resting_on(found)
    )


@bp.get("/my/offerings")
@signed_in
def my_offerings() -> ResponseReturnValue:
    page = paginate(queries.offerings_of(current_actor()))
    return render_template("catalogue/my_offerings.html", page=page)


@bp.route("/offerings/new", methods=["GET", "POST"])
@signed_in
def new_offering() -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm().speak_for(actor).offer()
    if form.is_to_save() and form.save_with(
        lambda: draft_offering(form.chosen_organisation, form.content(), actor=actor), actor=actor
    ):
        return _saved(form)
    return _form_page(form)


@bp.route("/offerings/<int:offering_id>/edit", methods=["GET", "POST"], endpoint="edit_offering")
@needs(policies.may_edit, queries.offering_by_id, account=True)
def change_offering(found: Offering) -> ResponseReturnValue:
    actor = current_actor()
    form = OfferingForm.of(found)
    if form.is_to_save() and form.save_with(
        lambda: edit_offering(found, form.content(), seen_version=form.seen_version, actor=actor),
        actor=actor,
    ):
        return _saved(form)
    return _form_page(form, found)


@bp.post("/offerings/<int:offering_id>/publish", endpoint="publish_offering")
@needs(policies.may_publish, queries.offering_by_id, account=True)
def publish(found: Offering) -> ResponseReturnValue:
    publish_offering(found, actor=current_actor())
    db.session.commit()
    flash(_("方案已发布，马上参与匹配。"), "success")
    return redirect(url_for(".offering", offering_id=found.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/offerings/<int:offering_id>/withdraw", endpoint="withdraw_offering")
@needs(policies.may_withdraw, queries.offering_by_id, account=True)
def withdraw(found: Offering) -> ResponseReturnValue:
    withdraw_offering(found, actor=current_actor())
    db.session.commit()
    flash(_("方案已撤回，别人看不到它了；您可以修改后再发布。"), "success")
    return redirect(url_for(".offering", offering_id=found.id), code=HTTPStatus.SEE_OTHER)


@bp.post("/promises/<int:promise_id>/review", endpoint="review_promise")
@needs(policies.may_review, queries.promise_by_id, account=True)
def review(found: Promise) -> ResponseReturnValue:
    review_promise(found, actor=current_actor())
    db.session.commit()
    flash(_("已标为核对过。"), "success")
    page = url_for(".offering", offering_id=found.offering_id, _anchor="promises")
    return redirect(page, code=HTTPStatus.SEE_OTHER)


def _offerings(wanted: Wanted) -> Select[Offering]:
    by_title = wanted.sort == "title"
    return queries.offerings(wanted.chosen.values, provider=wanted.provider, by_title=by_title)


def _saved(form: OfferingForm) -> ResponseReturnValue:
    db.session.commit()
    flash(_("方案已发布，马上参与匹配。") if form.publish.data else _("已保存。"), "success")
    return redirect(url_for(".offering", offering_id=form.saved.id), code=HTTPStatus.SEE_OTHER)


def _form_page(form: OfferingForm, offering: Offering | None = None) -> ResponseReturnValue:
    is_refused = form.is_submitted() and not form.more.data
    status = form.refused_status if is_refused else HTTPStatus.OK
    if offering and form.is_stale():
        form.take_over(offering)
    page = render_template(
        "catalogue/offering_form.html",
        form=form,
        offering=offering,
        status=status,
        gaps=gaps_of(offering) if offering else (),
    )
    return page, status
