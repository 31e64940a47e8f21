"""Forms of a call: what it says, its rules, its dates, publishing and cancelling."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.catalogue.enums import ProgrammeType
from matchmaker.catalogue.words import PROGRAMME_TYPES
from matchmaker.errors import DomainError
from matchmaker.programmes.enums import (
    Aggregate,
    CallKind,
    CallState,
    ChangeReason,
    Entrant,
    OthersSeen,
    PhaseKind,
    SubjectType,
)
from matchmaker.programmes.forms.fields import MomentField
from matchmaker.programmes.models import Call
from matchmaker.programmes.operations.calls import (
    PREFIX_MAX,
    SUMMARY_MAX,
    TEXT_MAX,
    TITLE_MAX,
    WORDS_MAX,
    CallContent,
    CallRules,
)
from matchmaker.programmes.operations.dates import Note, PhaseDates
from matchmaker.programmes.words import (
    AGGREGATE_LABELS,
    CALL_KIND_LABELS,
    CHANGE_LABELS,
    ENTRANT_LABELS,
    OTHERS_LABELS,
    SUBJECT_LABELS,
)
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.forms import SectorsField
from matchmaker.taxonomy.queries import regions_for_choice
from matchmaker.web.forms import (
    LineField,
    MaxLength,
    NeededLater,
    WholeNumberField,
    clean_prose,
)
from matchmaker.web.language import localised
from matchmaker.web.versions import VersionedForm

STEPS = tuple(PhaseKind)


def _choices(labels: Any) -> list[Any]:
    return [SelectChoice(one.value, label) for one, label in labels.items()]


def _prose(label: Any, most: int, *validators: Any) -> TextAreaField:
    limits = [*validators, MaxLength(most, show=False)]
    return TextAreaField(label, filters=[clean_prose], validators=limits)


def _provinces() -> list[Any]:
    rows = (row for row in regions_for_choice() if row.level is RegionLevel.PROVINCE)
    return [SelectChoice(row.code, localised(row)) for row in rows]


class CallForm(VersionedForm):
    """What a call is and says. Once published, only its words can be changed."""

    kind = RadioField(
        _("征集的种类"),
        choices=_choices(CALL_KIND_LABELS),
        default=CallKind.PILOTS.value,
        validators=[InputRequired(_("请选择征集的种类。"))],
    )
    subject_type = SelectField(
        _("领航者的类型"), choices=[SelectChoice("", _("未选择")), *_choices(SUBJECT_LABELS)]
    )
    programme_type = SelectField(
        _("服务商的类别"),
        choices=[
            SelectChoice("", _("未选择")),
            *(SelectChoice(value, label) for value, label in PROGRAMME_TYPES.items()),
        ],
    )
    prefix = LineField(
        _("编号前缀"), validators=[InputRequired(_("请写编号前缀。")), MaxLength(PREFIX_MAX)]
    )
    title_zh = LineField(
        _("中文标题"), validators=[InputRequired(_("请写中文标题。")), MaxLength(TITLE_MAX)]
    )
    title_en = LineField(_("英文标题"), validators=[NeededLater(), MaxLength(TITLE_MAX)])
    summary_zh = _prose(_("中文摘要"), SUMMARY_MAX, NeededLater())
    summary_en = _prose(_("英文摘要"), SUMMARY_MAX, NeededLater())
    text_zh = _prose(_("中文正文"), TEXT_MAX, NeededLater())
    text_en = _prose(_("英文正文"), TEXT_MAX, NeededLater())

    call: Call | None = None

    @classmethod
    def of(cls, call: Call) -> "CallForm":
        """Give a form that shows a call, or what was just posted."""
        form = cls(obj=call, version=str(call.version))
        form.call = call
        if call.state is not CallState.DRAFT:
            del form.kind, form.subject_type, form.programme_type, form.prefix
        return form

    def content(self) -> CallContent:
        """Give what was typed; for a published call its kind and prefix stay."""
        words: dict[str, Any] = {
            name: self[name].data or ""
            for name in ("title_zh", "title_en", "summary_zh", "summary_en", "text_zh", "text_en")
        }
        if self.call is not None and "kind" not in self:
            return CallContent(kind=self.call.kind, prefix=self.call.prefix, **words)
        subject, programme = self.subject_type.data, self.programme_type.data
        return CallContent(
            kind=CallKind(self.kind.data),
            prefix=self.prefix.data or "",
            subject_type=SubjectType(subject) if subject else None,
            programme_type=ProgrammeType(programme) if programme else None,
            **words,
        )


class RulesForm(VersionedForm):
    """Who may submit, how much, and how it is reviewed."""

    entrant = RadioField(_("谁可以申报"), choices=_choices(ENTRANT_LABELS))
    sectors = SectorsField(
        _("限定行业"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    regions = SelectMultipleField(
        _("限定省份"),
        choices=_provinces,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    entries_most = WholeNumberField(_("每个单位最多申报"))
    may_be_joint = BooleanField(_("可以联合申报"))
    needs_recommendation = BooleanField(_("要由省级推荐单位推荐"))
    is_blind = BooleanField(_("匿名评审：评审人看不到申报单位"))
    reviews_wanted = WholeNumberField(_("每份材料由几人评审"))
    others_seen = RadioField(_("评审人能看到别人的意见"), choices=_choices(OTHERS_LABELS))
    aggregate = RadioField(_("几个人的总分合成为"), choices=_choices(AGGREGATE_LABELS))
    valid_months = WholeNumberField(_("入选后有效"))

    @classmethod
    def of(cls, call: Call) -> "RulesForm":
        """Give a form that shows the rules of a call, or what was just posted."""
        values: dict[str, Any] = {
            "entrant": call.entrant.value,
            "others_seen": call.others_seen.value,
            "aggregate": call.aggregate.value,
            "sectors": [row.code for row in call.sectors],
        }
        names = ("regions", "entries_most", "may_be_joint", "needs_recommendation", "is_blind",
                 "reviews_wanted", "valid_months")  # fmt: skip
        values |= {name: getattr(call, name) for name in names}
        return cls(version=str(call.version), **values)

    def content(self) -> CallRules:
        """Give what was chosen."""
        return CallRules(
            entrant=Entrant(self.entrant.data),
            sectors=self.sectors.sectors,
            regions=tuple(self.regions.data or ()),
            entries_most=self.entries_most.data or 0,
            may_be_joint=self.may_be_joint.data,
            needs_recommendation=self.needs_recommendation.data,
            is_blind=self.is_blind.data,
            others_seen=OthersSeen(self.others_seen.data),
            aggregate=Aggregate(self.aggregate.data),
            reviews_wanted=self.reviews_wanted.data or 0,
            valid_months=self.valid_months.data or 0,
        )


class PhaseRow(Form):
    """When a step starts and ends; without a start it does not take place."""

    starts_at = MomentField(_("开始"))
    ends_at = MomentField(_("截止"))


class PhasesForm(VersionedForm):
    """The dates of all steps, in their order."""

    phases = FieldList(FormField(PhaseRow), min_entries=len(STEPS), max_entries=len(STEPS))

    @classmethod
    def of(cls, call: Call) -> "PhasesForm":
        """Give a form that shows the dates of a call, or what was just posted."""
        known = {row.kind: row for row in call.phases}
        rows = [
            {
                "starts_at": known[kind].starts_at if kind in known else None,
                "ends_at": known[kind].ends_at if kind in known else None,
            }
            for kind in STEPS
        ]
        return cls(phases=rows, version=str(call.version))

    @property
    def shown(self) -> list[tuple[PhaseKind, Any]]:
        """Give the steps with their fields."""
        return list(zip(STEPS, (entry.form for entry in self.phases), strict=True))

    def content(self) -> list[PhaseDates]:
        """Give the steps that have a start; raises DomainError for an end without one."""
        if any(row.ends_at.data and not row.starts_at.data for _kind, row in self.shown):
            raise DomainError(_("填了截止时间的阶段，也要填开始时间。"), field="phases")
        return [
            PhaseDates(kind, row.starts_at.data, row.ends_at.data)
            for kind, row in self.shown
            if row.starts_at.data
        ]


class MovedPhasesForm(PhasesForm):
    """The dates of a published call, with the reason for moving them."""

    reason = RadioField(
        _("改动的原因"),
        choices=_choices(CHANGE_LABELS),
        validators=[InputRequired(_("请选择改动的原因。"))],
    )
    words_zh = _prose(_("改动说明"), WORDS_MAX, InputRequired(_("请写改动说明，所有人都会看到。")))
    words_en = _prose(_("英文改动说明"), WORDS_MAX)

    def note(self) -> Note:
        """Give why the dates move."""
        reason = ChangeReason(self.reason.data)
        return Note(reason, self.words_zh.data or "", self.words_en.data or "")


class PublishForm(VersionedForm):
    """Only the version that was seen."""


class CancelForm(VersionedForm):
    """Why a call is called off."""

    words = _prose(_("取消的原因"), WORDS_MAX, InputRequired(_("请写取消的原因，所有人都会看到。")))
