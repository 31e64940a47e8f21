"""The tier of a provider: giving it, changing it, ending it."""

from http import HTTPStatus

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.catalogue.forms.tiers import EndTierForm, TierForm
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.policies import may_set_tier
from matchmaker.catalogue.queries.profiles import profile_of_number
from matchmaker.catalogue.queries.tier_changes import known_calls, known_tiers, tier_history
from matchmaker.staff.views.blueprint import bp
from matchmaker.web.access import current_actor, needs
from matchmaker.web.answers import done


@bp.route("/staff/organisations/<int:organisation_id>/tier", methods=["GET", "POST"])
@needs(may_set_tier, profile_of_number, account=True)
def tier(found: ProviderProfile) -> ResponseReturnValue:
    form = TierForm.about(found)
    if form.validate_on_submit() and form.save(found, actor=current_actor()):
        return _done(found, _("已保存等级，并通知了单位的所有者和编辑者。"))
    return _page(found, form, EndTierForm.about(found), form.status)


@bp.post("/staff/organisations/<int:organisation_id>/tier/end")
@needs(may_set_tier, profile_of_number, account=True)
def end_tier(found: ProviderProfile) -> ResponseReturnValue:
    form = EndTierForm.about(found)
    if form.validate_on_submit() and form.save(found, actor=current_actor()):
        return _done(found, _("等级已结束，并通知了单位的所有者和编辑者。"))
    fresh = TierForm(formdata=None, tier=found.tier, tier_call=found.tier_call)
    fresh.until.data, fresh.version.data = found.tier_until, str(found.version)
    return _page(found, fresh, form, form.status)


def _done(profile: ProviderProfile, words: str) -> ResponseReturnValue:
    return done(words, url_for(".tier", organisation_id=profile.organisation_id))


def _page(
    profile: ProviderProfile, form: TierForm, ending: EndTierForm, status: HTTPStatus
) -> ResponseReturnValue:
    form.take_over(profile)
    ending.take_over(profile)
    page = render_template(
        "staff/tier.html",
        profile=profile,
        form=form,
        ending=ending,
        lines=tier_history(profile),
        tiers=known_tiers(),
        calls=known_calls(),
    )
    return page, status
