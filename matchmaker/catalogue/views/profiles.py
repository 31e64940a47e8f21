"""A provider's own profile: what it says, and what it leaves out."""

from flask import render_template, url_for
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
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done


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
        return done(_("档案已公开。") if form.publish.data else _("已保存。"), _home(found))
    return _form_page(form, found)


@bp.post("/profiles/<int:profile_id>/publish", endpoint="publish_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
def publish_own_profile(found: ProviderProfile) -> ResponseReturnValue:
    publish_profile(found, actor=current_actor())
    return done(_("档案已公开。"), _home(found.organisation))


@bp.post("/profiles/<int:profile_id>/hide", endpoint="hide_profile")
@needs(policies.may_change_profile, profile_by_id, account=True)
def hide_own_profile(found: ProviderProfile) -> ResponseReturnValue:
    hide_profile(found, actor=current_actor())
    return done(_("档案不再公开，别人看不到它了。"), _home(found.organisation))


def _home(organisation: Organisation) -> str:
    return url_for("matching.completeness", organisation_id=organisation.id)


def _form_page(form: ProfileForm, organisation: Organisation) -> ResponseReturnValue:
    profile = profile_of(organisation)
    form.take_over(profile)
    page = render_template(
        "catalogue/profile_form.html",
        form=form,
        organisation=organisation,
        profile=profile,
        may_publish=may_publish_for(current_actor(), organisation),
        today=clock.today(),
    )
    return page, form.status
