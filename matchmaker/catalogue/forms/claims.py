"""Forms for claims: asking, and deciding."""

from typing import cast

from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectField, TextAreaField

from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.queries import acting_organisations
from matchmaker.catalogue.enums import ClaimReason
from matchmaker.catalogue.models import Claim
from matchmaker.catalogue.operations.claims import (
    WORDS_MAX,
    approve_claim,
    refuse_claim,
    reopen_claim,
    return_claim,
)
from matchmaker.catalogue.words import CLAIM_REASONS
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose


class ClaimForm(BaseForm):
    """For which organisation, why it is this one, and a paper that shows it."""

    organisation = SelectField(_("认领到哪个单位"))
    words = TextAreaField(
        _("说明"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )
    file = FileField(_("证明材料"))

    @classmethod
    def speak_for(cls, account: Account, claim: Claim | None = None) -> "ClaimForm":
        """Offer the organisations a person acts for; a claim made before keeps its own."""
        form = cls(words=claim.words if claim else "")
        own = [claim.organisation] if claim else acting_organisations(account)
        form._own = {str(row.id): row for row in own}
        form.organisation.choices = [(key, row.name) for key, row in form._own.items()]
        return form

    @property
    def chosen(self) -> Organisation:
        """Give the organisation; call it on a valid form."""
        return self._own[self.organisation.data]

    _own: dict[str, Organisation]


class ClaimDecisionForm(DecisionForm):
    """Reasons and words of a decision on a claim."""

    @classmethod
    def about(cls, claim: Claim) -> "ClaimDecisionForm":
        """Give the form for a claim."""
        return cast("ClaimDecisionForm", cls.of(CLAIM_REASONS, version=claim.version))

    def decide_on(self, claim: Claim, *, actor: Account) -> bool:
        """Do what the pressed button says; False where it was refused."""
        version, words = self.seen_version, self.words.data or ""
        reasons = self.chosen(ClaimReason)
        return self.decide(
            {
                Outcome.APPROVED: lambda: approve_claim(
                    claim, words=words, seen_version=version, actor=actor
                ),
                Outcome.RETURNED: lambda: return_claim(
                    claim, reasons, words=words, seen_version=version, actor=actor
                ),
                Outcome.REFUSED: lambda: refuse_claim(
                    claim, reasons, words=words, seen_version=version, actor=actor
                ),
                Outcome.RESTORED: lambda: reopen_claim(
                    claim, words=words, seen_version=version, actor=actor
                ),
            }
        )
