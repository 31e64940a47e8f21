"""A provider's own profile: what it says, and what it leaves out."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.accounts.policies import may_publish_for
from matchmaker.accounts.queries import organisation_by_id
from matchmaker.attachments.views import sent
from matchmaker.catalogue import policies
from matchmaker.catalogue.forms.attaching import CertificateForm
from matchmaker.catalogue.forms.profiles import ProfileForm
from matchmaker.catalogue.models import ProviderProfile, Qualification
from matchmaker.catalogue.operations import drop_certificate, keep_certificate
from matchmaker.catalogue.operations.profiles import hide_profile, publish_profile, write_profile
from matchmaker.catalogue.queries.profiles import profile_by_id, profile_of, qualification_by_id
from matchmaker.catalogue.views.blueprint import bp
from matchmaker.errors import NotFoundError
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
        words = _("档案已公开。") if form.publish.data else _("已保存。")
        return done(form.detour or words, _home(found), "warning" if form.detour else "success")
    if form.is_submitted():
        profile = profile_of(found)  # as it is stored, whoever wrote it meanwhile
        form.take_over(profile)
    return _form_page(form, found, profile)


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


@bp.route(
    "/qualifications/<int:qualification_id>/certificate/edit",
    methods=["GET", "POST"],
    endpoint="edit_certificate",
)
@needs(policies.may_change_qualification, qualification_by_id, account=True)
def hand_in_certificate(found: Qualification) -> ResponseReturnValue:
    form, actor = CertificateForm(obj=found), current_actor()
    if form.validate_on_submit() and form.succeeds(
        lambda: keep_certificate(
            found, form.file.data or None, is_shown=form.is_shown.data, actor=actor
        )
    ):
        return done(_("已保存。"), _edited(found))
    return render_template("catalogue/certificate.html", row=found, form=form), form.status


@bp.post("/qualifications/<int:qualification_id>/certificate/remove", endpoint="remove_certificate")
@needs(policies.may_change_qualification, qualification_by_id, account=True)
def take_certificate_off(found: Qualification) -> ResponseReturnValue:
    drop_certificate(found, actor=current_actor())
    return done(_("证书文件已删去，资质还在。"), _edited(found))


@bp.get("/qualifications/<int:qualification_id>/certificate")
@needs(policies.may_see_certificate, qualification_by_id)
def certificate(found: Qualification) -> ResponseReturnValue:
    if found.attachment is None:
        raise NotFoundError(_("没有找到这个文件。"))
    return sent(found.attachment)


def _edited(qualification: Qualification) -> str:
    organisation_id = qualification.profile.organisation_id
    return url_for(".edit_profile", organisation_id=organisation_id, _anchor="qualifications")


def _home(organisation: Organisation) -> str:
    return url_for("matching.completeness", organisation_id=organisation.id)


def _form_page(
    form: ProfileForm, organisation: Organisation, profile: ProviderProfile | None
) -> ResponseReturnValue:
    page = render_template(
        "catalogue/profile_form.html",
        form=form,
        organisation=organisation,
        profile=profile,
        held_rows={str(row.id): row for row in profile.qualifications} if profile else {},
        may_publish=may_publish_for(current_actor(), organisation),
        today=clock.today(),
    )
    return page, form.status
