"""Organisations: the ones a person acts for."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.accounts import policies
from matchmaker.accounts.forms import NewOrganisationForm, OrganisationForm
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.operations import organisations as operations
from matchmaker.accounts.queries import (
    invitations_to,
    memberships_of,
    organisation_by_id,
    organisation_page,
    region_of,
)
from matchmaker.accounts.views.blueprint import bp
from matchmaker.accounts.views.browser import next_path
from matchmaker.db import db
from matchmaker.taxonomy.queries import regions_for_choice
from matchmaker.web.access import current_actor, needs, signed_in
from matchmaker.web.sent_forms import remember


@bp.get("/my/organisations")
@signed_in
def organisations() -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "accounts/organisations.html",
        memberships=memberships_of(actor),
        invitations=invitations_to(actor),
    )


@bp.route("/organisations/new", methods=["GET", "POST"])
@signed_in
def new_organisation() -> ResponseReturnValue:
    actor = current_actor()
    form = NewOrganisationForm()
    if form.validate_on_submit():
        made = form.attempt(
            lambda: operations.create_organisation(form.content(), uscc=form.uscc.data, actor=actor)
        )
        if made is not None:
            target = next_path() or url_for(".organisation", organisation_id=made.id)
            remember(actor, target)
            db.session.commit()
            flash(_("单位已创建。完成单位认证后就能代表它发布。"), "success")
            return redirect(target, code=303)
    page = render_template(
        "accounts/new_organisation.html", form=form, regions=_region_names(), next=next_path()
    )
    return page, form.status


@bp.get("/organisations/<int:organisation_id>")
@needs(policies.may_see_organisation, organisation_by_id, account=True)
def organisation(found: Organisation) -> ResponseReturnValue:
    return render_template(
        "accounts/organisation.html",
        page=organisation_page(found),
        may_edit=policies.may_edit_organisation(current_actor(), found),
        may_make_tokens=policies.may_make_tokens(current_actor(), found),
    )


@bp.route("/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@needs(policies.may_edit_organisation, organisation_by_id, account=True)
def edit_organisation(found: Organisation) -> ResponseReturnValue:
    form = OrganisationForm.of(found)
    if form.validate_on_submit() and form.succeeds(
        lambda: operations.edit_organisation(
            found, form.content(), seen_version=form.seen_version, actor=current_actor()
        )
    ):
        db.session.commit()
        flash(_("已保存。"), "success")
        return redirect(url_for(".organisation", organisation_id=found.id), code=303)
    form.take_over(found)
    page = render_template(
        "accounts/edit_organisation.html",
        form=form,
        organisation=found,
        regions=_region_names(),
        saved_region=region_of(found),
    )
    return page, form.status


def _region_names() -> list[str]:
    return [region.name_zh for region in regions_for_choice()]
