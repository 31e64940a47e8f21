"""Forms about what comes of a call: verdicts, objections, entries, appeals, renewals."""

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.moderation.forms import DecidingForm
from matchmaker.programmes.enums.results import (
    AppealState,
    EntryAct,
    EntryReason,
    ObjectionReason,
    ObjectionState,
    RenewalState,
    VerdictReason,
)
from matchmaker.programmes.enums.submissions import Verdict
from matchmaker.programmes.models.results import Appeal, Entry, Objection, Renewal
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.operations import appeals, entries, objections, verdicts
from matchmaker.programmes.operations.objections import ObjectionGiven
from matchmaker.programmes.operations.verdicts import VerdictGiven
from matchmaker.programmes.words.results import (
    ENTRY_REASONS,
    OBJECTION_REASONS,
    VERDICT_LABELS,
    VERDICT_REASONS,
)
from matchmaker.web.forms import BaseForm, DayField, LineField, MaxLength, clean_prose
from matchmaker.web.versions import VersionedForm

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import StrEnum


def _choices(labels: Any, *left_out: Any) -> list[Any]:
    return [SelectChoice(one.value, words) for one, words in labels.items() if one not in left_out]


def _reasons(labels: Any, *left_out: Any) -> SelectMultipleField:
    return SelectMultipleField(
        _("原因"),
        choices=_choices(labels, *left_out),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _prose(label: Any, most: int) -> TextAreaField:
    return TextAreaField(label, filters=[clean_prose], validators=[MaxLength(most, show=False)])


class VerdictForm(VersionedForm):
    """What is meant to be decided on a submission."""

    verdict = RadioField(
        _("决定"),
        choices=_choices(VERDICT_LABELS),
        validators=[InputRequired(_("请选择决定。"))],
    )
    level = LineField(_("等级"), validators=[MaxLength(verdicts.LEVEL_MAX)])
    reasons = _reasons(VERDICT_REASONS, VerdictReason.OBJECTION)
    words = _prose(_("给申报单位的说明"), verdicts.WORDS_MAX)

    @classmethod
    def of(cls, submission: Submission) -> "VerdictForm":
        """Give a form that says what was meant so far."""
        known = {reason.value for reason in VerdictReason} - {VerdictReason.OBJECTION.value}
        return cls(
            version=str(submission.version),
            verdict=submission.verdict.value if submission.verdict else None,
            level=submission.verdict_level,
            reasons=[code for code in submission.verdict_reasons if code in known],
            words=submission.verdict_words,
        )

    def content(self) -> VerdictGiven:
        """Give what was chosen and typed."""
        return VerdictGiven(
            Verdict(self.verdict.data),
            level=self.level.data or "",
            reasons=[VerdictReason(code) for code in self.reasons.data or ()],
            words=self.words.data or "",
        )


class ProposeForm(BaseForm):
    """The tier of what is selected, where the call gives one."""

    level = LineField(_("入选的等级"), validators=[MaxLength(verdicts.LEVEL_MAX)])


class ApplyForm(BaseForm):
    """What the preview showed."""

    digest = HiddenField(validators=[MaxLength(40)])


class ObjectionForm(BaseForm):
    """What is wrong with a submission on public notice, and whom to answer."""

    reason = RadioField(
        _("异议的理由"),
        choices=_choices(OBJECTION_REASONS),
        validators=[InputRequired(_("请选择异议的理由。"))],
    )
    words = TextAreaField(
        _("事实和依据"),
        filters=[clean_prose],
        validators=[
            InputRequired(_("请写明事实和依据，至少 10 个字。")),
            MaxLength(objections.WORDS_MAX, show=False),
        ],
    )
    name = LineField(
        _("姓名或单位名称"),
        validators=[
            InputRequired(_("请写您的姓名或单位名称，最多 80 个字。")),
            MaxLength(objections.NAME_MAX),
        ],
    )
    contact = LineField(
        _("电话或电子邮箱"),
        validators=[
            InputRequired(_("请写电话或电子邮箱，工作人员核实时联系您。")),
            MaxLength(objections.CONTACT_MAX),
        ],
    )

    def content(self) -> ObjectionGiven:
        """Give what was said."""
        return ObjectionGiven(
            ObjectionReason(self.reason.data),
            name=self.name.data or "",
            contact=self.contact.data or "",
            words=self.words.data or "",
        )


class ReplyForm(DecidingForm):
    """An answer to an objection, an appeal or a request; each outcome has a button."""

    words = _prose(_("答复"), entries.WORDS_MAX)

    def answer_objection(self, row: Objection, actor: Any) -> bool:
        """Answer an objection; False where it was refused."""
        return self.decide(
            {
                state: lambda state=state: objections.answer_objection(  # type: ignore[misc]  # a default binds it
                    row, state, self.said, seen_version=self.seen_version, actor=actor
                )
                for state in (ObjectionState.UPHELD, ObjectionState.DISMISSED)
            }
        )

    def answer_appeal(self, row: Appeal, actor: Any) -> bool:
        """Answer an appeal; False where it was refused."""
        return self.decide(
            {
                state: lambda state=state: appeals.answer_appeal(  # type: ignore[misc]  # a default binds it
                    row, state, self.said, seen_version=self.seen_version, actor=actor
                )
                for state in (AppealState.UPHELD, AppealState.DISMISSED)
            }
        )

    def answer_renewal(self, row: Renewal, actor: Any) -> bool:
        """Answer a request to hold longer; False where it was refused."""
        return self.decide(
            {
                state: lambda state=state: entries.answer_renewal(  # type: ignore[misc]  # a default binds it
                    row, state, self.said, seen_version=self.seen_version, actor=actor
                )
                for state in (RenewalState.GRANTED, RenewalState.DECLINED)
            }
        )

    @property
    def said(self) -> str:
        """What was typed."""
        return self.words.data or ""


class EntryForm(DecidingForm):
    """What is done about an entry, and why; each act has a button."""

    reasons = _reasons(ENTRY_REASONS)
    words = _prose(_("给对方的说明"), entries.WORDS_MAX)
    until = DayField(_("整改期限"))

    def act(self, entry: Entry, actor: Any) -> bool:
        """Do what the pressed button stands for; False where it was refused."""
        why = [EntryReason(code) for code in self.reasons.data or ()]
        said, seen = self.words.data or "", self.seen_version
        ways: dict[StrEnum, Callable[[], object]] = {
            EntryAct.WARNED: lambda: entries.warn(entry, why, said, seen_version=seen, actor=actor),
            EntryAct.RECTIFYING: lambda: entries.rectify(
                entry, why, said, self.until.data, seen_version=seen, actor=actor
            ),
            EntryAct.RESTORED: lambda: entries.restore(entry, said, seen_version=seen, actor=actor),
            EntryAct.REMOVED: lambda: entries.remove(
                entry, why, said, seen_version=seen, actor=actor
            ),
        }
        return self.decide(ways)


class GroundsForm(BaseForm):
    """Why somebody appeals, or asks that an entry holds longer."""

    words = _prose(_("理由"), appeals.WORDS_MAX)
