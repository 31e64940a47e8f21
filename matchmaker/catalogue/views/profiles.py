"""A provider's own profile: what it says, and what it leaves out."""

from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.policies import may_publish_for
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.catalogue import policies
from matchmaker.catalogue.forms.profiles import ProfileForm
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.profiles import hide_profile, publish_profile, write_profile
from matchmaker.catalogue.queries.profiles import profile_by_id, profile_of
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.db import db
from matchmaker.web.access import current_actor, needs


@bp.route(
    "/organisations/<int:organisation_id>/profile/edit",
    methods=["GET", "POST"],
    endpoint="edit_profile",
)
@needs(policies.may_write_profile, organisation_by_id, account=True)
def change_profile(found: Organisation) -> ResponseReturnValue:
    actor, profile = current_actor(), profile_of(found)
    form = ProfileForm.of(profile)
    if form.is_to_save() and form.save_with(
        lambda: write_profile(found, form.content(), seen_version=form.seen_version, actor=actor),
        actor=actor,
    ):
        db.session.commit()
        flash(_("档案已公开。") if form.publish.data else _("已保存。"), "success")
        return redirect(_home(found), code=HTTPStatus.SEE_OTHER)
    return _form_page(form, found)


@bp.post("/profiles/<int:profile_id>/publish", endpoint="publish_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
def publish_own_profile(found: ProviderProfile) -> ResponseReturnValue:
    publish_profile(found, actor=current_actor())
    db.session.commit()
    flash(_("档案已公开。"), "success")
    return redirect(_home(found.organisation), code=HTTPStatus.SEE_OTHER)


@bp.post("/profiles/<int:profile_id>/hide", endpoint="hide_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
def hide_own_profile(found: ProviderProfile) -> ResponseReturnValue:
    hide_profile(found, actor=current_actor())
    db.session.commit()
    flash(_("档案不再公开，别人看不到它了。"), "success")
    return redirect(_home(found.organisation), code=HTTPStatus.SEE_OTHER)


def _home(organisation: Organisation) -> str:
    return url_for("matching.completeness", organisation_id=organisation.id)


def _form_page(form: ProfileForm, organisation: Organisation) -> ResponseReturnValue:
    is_refused = form.is_submitted() and not form.more.data
    status = form.refused_status if is_refused else HTTPStatus.OK
    profile = profile_of(organisation)
    if form.is_stale() and profile:
        form.version.data = str(profile.version)  # what is saved now is shown beside
    page = render_template(
        "catalogue/profile_form.html",
        form=form,
        organisation=organisation,
        profile=profile,
        may_publish=may_publish_for(current_actor(), organisation),
        status=status,
        today=clock.today(),
    )
    return page, status
