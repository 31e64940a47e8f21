"""What staff fill in to give a provider a tier, and to end it."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import ProviderProfile
from matchmaker.catalogue.operations.tiers import (
    CALL_MOST,
    REASON_MOST,
    TIER_MOST,
    TierContent,
    end_tier,
    set_tier,
)
from matchmaker.web.forms import DayField, LineField, MaxLength, clean_prose
from matchmaker.web.versions import VersionedForm


def _reason() -> TextAreaField:
    return TextAreaField(
        _("理由"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写明理由。")), MaxLength(REASON_MOST, show=False)],
    )


class TierForm(VersionedForm):
    """A tier, the call that ranked the provider, how long it counts and why."""

    tier = LineField(
        _("等级"), validators=[InputRequired(_("请写等级。")), MaxLength(TIER_MOST, show=False)]
    )
    tier_call = LineField(
        _("依据"),
        validators=[
            InputRequired(_("请写依据的公告或遴选批次。")),
            MaxLength(CALL_MOST, show=False),
        ],
    )
    until = DayField(_("有效期至"))
    reason = _reason()

    @classmethod
    def about(cls, profile: ProviderProfile) -> "TierForm":
        """Give the form with what the provider has now."""
        return cls(
            tier=profile.tier,
            tier_call=profile.tier_call,
            until=profile.tier_until,
            version=str(profile.version),
        )

    def save(self, profile: ProviderProfile, *, actor: Account) -> bool:
        """Give or change the tier; False where it was refused."""
        content = TierContent(
            tier=self.tier.data or "", call=self.tier_call.data or "", until=self.until.data
        )
        return self.succeeds(
            lambda: set_tier(
                profile,
                content,
                reason=self.reason.data or "",
                seen_version=self.seen_version,
                actor=actor,
            )
        )


class EndTierForm(VersionedForm):
    """Why a tier ends."""

    reason = _reason()

    @classmethod
    def about(cls, profile: ProviderProfile) -> "EndTierForm":
        """Give the form; its fields are named apart, as both forms stand on one page."""
        return cls(prefix="end", version=str(profile.version))

    def save(self, profile: ProviderProfile, *, actor: Account) -> bool:
        """End the tier; False where it was refused."""
        return self.succeeds(
            lambda: end_tier(
                profile,
                reason=self.reason.data or "",
                seen_version=self.seen_version,
                actor=actor,
            )
        )
