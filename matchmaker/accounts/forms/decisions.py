"""What staff fill in to decide on organisations."""

from collections.abc import Mapping
from typing import Final, cast

from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.enums import (
    PART_REASONS,
    REFUSAL_REASONS,
    IdentityCheck,
    PartKind,
    PartState,
    StandingReason,
    VerificationReason,
)
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.operations.second_factor import REASON_MOST, reset_checked
from matchmaker.accounts.operations.verdicts import (
    PartVerdict,
    approve_verification,
    refuse_verification,
    reopen_verification,
    restore_organisation,
    return_verification,
    revoke_verification,
    suspend_organisation,
)
from matchmaker.accounts.words import IDENTITY_CHECKS, STANDING_REASONS, VERIFICATION_REASONS
from matchmaker.moderation.enums import Outcome
from matchmaker.moderation.forms import DecisionForm
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose

PART_WORDS_MAX: Final = 300


def _verdict() -> RadioField:
    return RadioField(
        _("核对结果"),  # its heading names the part
        choices=[
            SelectChoice(PartState.PASSED.value, _("没有问题")),
            SelectChoice(PartState.TO_MEND.value, _("需要修改")),
        ],
        validators=[Optional()],
    )


def _reasons(kind: PartKind) -> SelectMultipleField:
    return SelectMultipleField(
        _("原因"),
        choices=[
            SelectChoice(reason.value, VERIFICATION_REASONS[reason])
            for reason in PART_REASONS[kind]
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _words() -> TextAreaField:
    return TextAreaField(
        _("怎么改"), filters=[clean_prose], validators=[MaxLength(PART_WORDS_MAX, show=False)]
    )


class VerificationDecisionForm(DecisionForm):
    """A finding for each part, and reasons and words for the whole."""

    identity = _verdict()
    identity_reasons = _reasons(PartKind.IDENTITY)
    identity_words = _words()
    licence = _verdict()
    licence_reasons = _reasons(PartKind.LICENCE)
    licence_words = _words()
    authorisation = _verdict()
    authorisation_reasons = _reasons(PartKind.AUTHORISATION)
    authorisation_words = _words()
    contact = _verdict()
    contact_reasons = _reasons(PartKind.CONTACT)
    contact_words = _words()

    @classmethod
    def about(cls, verification: Verification) -> "VerificationDecisionForm":
        """Give the form for an application; parts that passed before are passed."""
        labels = {reason: VERIFICATION_REASONS[reason] for reason in REFUSAL_REASONS}
        found = {
            part.kind.value: part.state.value
            for part in verification.parts
            if part.state is PartState.PASSED
        }
        return cast(
            "VerificationDecisionForm", cls.of(labels, version=verification.version, **found)
        )

    def fields_of(self, kind: PartKind) -> tuple[Field, Field, Field]:
        """Give the finding, the reasons and the words about one part."""
        return self[kind.value], self[f"{kind.value}_reasons"], self[f"{kind.value}_words"]

    def verdicts(self, verification: Verification) -> Mapping[PartKind, PartVerdict]:
        """Give what was found of each part; one that passed before stays so."""
        return {part.kind: self._verdict_of(part.kind, part.state) for part in verification.parts}

    def _verdict_of(self, kind: PartKind, state: PartState) -> PartVerdict:
        finding, reasons, words = self.fields_of(kind)
        if state is PartState.PASSED:
            return PartVerdict(is_passed=True)
        return PartVerdict(
            is_passed=finding.data == PartState.PASSED.value,
            reasons=[VerificationReason(code) for code in reasons.data or ()],
            words=words.data or "",
        )

    def decide_on(self, verification: Verification, *, actor: Account) -> bool:
        """Do what the pressed button says; False where it was refused."""
        version, words = self.seen_version, self.words.data or ""
        reasons, verdicts = self.chosen(VerificationReason), self.verdicts(verification)
        return self.decide(
            {
                Outcome.APPROVED: lambda: approve_verification(
                    verification, words=words, seen_version=version, actor=actor
                ),
                Outcome.RETURNED: lambda: return_verification(
                    verification, verdicts, words=words, seen_version=version, actor=actor
                ),
                Outcome.REFUSED: lambda: refuse_verification(
                    verification, reasons, words=words, seen_version=version, actor=actor
                ),
                Outcome.RESTORED: lambda: reopen_verification(
                    verification, words=words, seen_version=version, actor=actor
                ),
            }
        )


class SecondFactorResetForm(BaseForm):
    """How staff made sure who asks, and why the second factor is taken off."""

    check = RadioField(
        _("怎样核对了身份"),
        choices=[SelectChoice(kind.value, words) for kind, words in IDENTITY_CHECKS.items()],
        validators=[InputRequired(_("请选择怎样核对了身份；没有核对就不要重置。"))],
    )
    reason = TextAreaField(
        _("原因"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写明原因。")), MaxLength(REASON_MOST, show=False)],
    )

    def reset(self, person: Account, *, actor: Account) -> bool:
        """Take the second factor off; False where it was refused."""
        check, reason = IdentityCheck(self.check.data), self.reason.data or ""
        return self.succeeds(lambda: reset_checked(person, check, reason, actor=actor))


class StandingForm(DecisionForm):
    """Why an organisation is suspended, restored, or loses its verification."""

    @classmethod
    def about(cls, organisation: Organisation) -> "StandingForm":
        """Give the form for an organisation."""
        return cast("StandingForm", cls.of(STANDING_REASONS, version=organisation.version))

    def decide_on(self, organisation: Organisation, *, actor: Account) -> bool:
        """Do what the pressed button says; False where it was refused."""
        version, words = self.seen_version, self.words.data or ""
        reasons = self.chosen(StandingReason)
        return self.decide(
            {
                Outcome.RESTORED: lambda: restore_organisation(
                    organisation, words=words, seen_version=version, actor=actor
                ),
                Outcome.SUSPENDED: lambda: suspend_organisation(
                    organisation, reasons, words=words, seen_version=version, actor=actor
                ),
                Outcome.REVOKED: lambda: revoke_verification(
                    organisation, reasons, words=words, seen_version=version, actor=actor
                ),
            }
        )
