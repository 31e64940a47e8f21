"""The form of a submission, made from the questions of its call, and the forms around it."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.accounts.forms.written import SpeakerForm
from matchmaker.engagements.forms.responses import FigureField
from matchmaker.moderation.forms import DecisionForm
from matchmaker.programmes.enums import QuestionKind
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.operations.submissions.partners import NAME_MAX, ROLE_MAX
from matchmaker.programmes.operations.submissions.writing import (
    TITLE_MAX,
    AnswerGiven,
    SubmissionContent,
)
from matchmaker.programmes.queries.entering import OwnThings
from matchmaker.programmes.words import option_words
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.queries import regions_for_choice, sectors_in_order
from matchmaker.web.forms import (
    BaseForm,
    DayField,
    LineField,
    MaxLength,
    NeededLater,
    clean_prose,
)
from matchmaker.web.language import localised
from matchmaker.web.versions import VersionedForm

LINE_MOST = 60  # letters of an answer that is asked for in one line
FEW = 8  # options that are shown all at once
PICKED = (QuestionKind.OFFERING, QuestionKind.CASE, QuestionKind.DEMAND)
YES, NO = "1", "0"


class StartForm(SpeakerForm):
    """For which organisation a person enters."""


class SubmissionForm(VersionedForm):
    """What every submission says; `of` adds a field for each question of the call."""

    title = LineField(_("项目名称"), validators=[NeededLater(), MaxLength(TITLE_MAX)])
    sector = SelectField(_("行业"), validators=[NeededLater()])
    region = SelectField(_("项目所在省份"), validators=[NeededLater()])

    questions: list[CallQuestion]
    own: OwnThings

    @classmethod
    def of(cls, submission: Submission, own: OwnThings) -> "SubmissionForm":
        """Give a form with a field for each question but files, filled with what is stored."""
        call = submission.call
        asked = [one for one in call.questions if one.kind is not QuestionKind.FILE]
        fields = {f"answer_{one.id}": _field(one, own) for one in asked}
        known = {answer.question_id: answer for answer in submission.answers}
        stored = {f"answer_{one.id}": _stored(one, known.get(one.id)) for one in asked}
        sectors = call.sectors or sectors_in_order()
        provinces = [row for row in regions_for_choice() if row.level is RegionLevel.PROVINCE]
        admitted = [row for row in provinces if not call.regions or row.code in call.regions]
        made: type[SubmissionForm] = type(cls.__name__, (cls,), fields)
        form = made(
            version=str(submission.version),
            title=submission.title,
            sector=submission.sector.code if submission.sector else "",
            region=submission.region_code or "",
            **stored,
        )
        form.questions, form.own = asked, own
        form.sector.choices = _choices((row.code, localised(row)) for row in sectors)
        form.region.choices = _choices((row.code, localised(row)) for row in admitted)
        return form

    @property
    def shown(self) -> list[tuple[CallQuestion, Field]]:
        """Give the questions with their fields."""
        return [(one, self[f"answer_{one.id}"]) for one in self.questions]

    def content(self) -> SubmissionContent:
        """Give what was filled in."""
        sectors = {row.code: row for row in sectors_in_order()}
        regions = {row.code: row for row in regions_for_choice()}
        return SubmissionContent(
            title=self.title.data or "",
            sector=sectors.get(self.sector.data or ""),
            region=regions.get(self.region.data or ""),
            answers={one.id: _given(one, field, self.own) for one, field in self.shown},
        )


class SendForm(VersionedForm):
    """The word of who sends that what is said is true."""

    is_true = BooleanField(
        _("我代表单位确认：材料真实、完整，可以提供原件核对。"),
        validators=[InputRequired(_("请先确认材料真实、完整。"))],
    )


class SeenForm(VersionedForm):
    """Only the version that was seen."""


class AnswerFileForm(VersionedForm):
    """A file that answers a question."""

    file = FileField(_("文件"), validators=[FileRequired(_("请选择文件。"))])


class SubmissionPartnerForm(BaseForm):
    """Who enters jointly, and what they do."""

    organisation = LineField(
        _("单位全称"), validators=[InputRequired(_("请填单位全称。")), MaxLength(NAME_MAX)]
    )
    role = LineField(
        _("承担什么"),
        validators=[InputRequired(_("请写这个单位承担什么。")), MaxLength(ROLE_MAX)],
    )


class AcceptanceForm(DecisionForm):
    """What staff decide on a submission; a day only where it is returned."""

    complete_by = DayField(_("补充到哪一天为止"))


class BodyForm(BaseForm):
    """Which organisation recommends submissions of which province."""

    organisation = LineField(
        _("单位全称"), validators=[InputRequired(_("请填单位全称。")), MaxLength(NAME_MAX)]
    )
    region = SelectField(_("省份"), choices=list, validators=[InputRequired(_("请选择一个省份。"))])

    @classmethod
    def ready(cls) -> "BodyForm":
        """Give a form that offers the provinces."""
        form = cls()
        rows = [row for row in regions_for_choice() if row.level is RegionLevel.PROVINCE]
        form.region.choices = _choices((row.code, localised(row)) for row in rows)
        return form


def _choices(pairs: Any) -> list[Any]:
    return [
        SelectChoice("", str(_("请选择"))),
        *(SelectChoice(value, words) for value, words in pairs),
    ]


def _field(question: CallQuestion, own: OwnThings) -> Any:
    label, kind = localised(question, "label"), question.kind
    needed = [NeededLater()] if question.is_required else []
    if kind is QuestionKind.NUMBER:
        return FigureField(label, validators=needed)
    if kind is QuestionKind.DAY:
        return DayField(label, validators=needed)
    if kind in PICKED:
        things: Any = {"offering": own.offerings, "case": own.cases, "demand": own.demands}
        picks = _choices((str(row.id), row.title) for row in things[kind.value])
        return SelectField(label, choices=picks, validators=needed)
    if kind is QuestionKind.TEXT:
        return _text_field(question, label, needed)
    if kind is QuestionKind.YES_NO:
        options = [(YES, str(_("是"))), (NO, str(_("否")))]
    else:
        options = [(one["value"], option_words(one)) for one in question.options]
    return _choice_field(kind, label, options, needed)


def _text_field(question: CallQuestion, label: str, needed: list[Any]) -> Any:
    most = question.most_letters or TITLE_MAX
    if most <= LINE_MOST:
        return LineField(label, validators=[*needed, MaxLength(most)])
    limits = [*needed, MaxLength(most, show=False)]
    return TextAreaField(label, filters=[clean_prose], validators=limits)


def _choice_field(
    kind: QuestionKind, label: str, options: list[tuple[str, str]], needed: list[Any]
) -> Any:
    if kind is QuestionKind.CHOICES:
        return SelectMultipleField(
            label,
            choices=[SelectChoice(value, words) for value, words in options],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validators=needed,
        )
    if len(options) > FEW:
        return SelectField(label, choices=_choices(options), validators=needed)
    return RadioField(
        label,
        choices=[SelectChoice(value, words) for value, words in options],
        validators=needed,
        validate_choice=False,  # nothing is chosen at first; the operation refuses the rest
    )


def _stored(question: CallQuestion, answer: SubmissionAnswer | None) -> Any:
    kind = question.kind
    if answer is None:
        return {QuestionKind.CHOICES: [], QuestionKind.DAY: None}.get(kind, "")
    number = answer.number
    picked = answer.offering_id or answer.case_id or answer.demand_id
    stored: dict[QuestionKind, Any] = {
        QuestionKind.TEXT: answer.text,
        QuestionKind.NUMBER: "" if number is None else f"{number:.12g}",
        QuestionKind.YES_NO: "" if number is None else YES if number else NO,
        QuestionKind.CHOICE: answer.chosen[0] if answer.chosen else "",
        QuestionKind.CHOICES: answer.chosen,
        QuestionKind.DAY: answer.day,
    }
    return stored.get(kind, str(picked or ""))


def _given(question: CallQuestion, field: Any, own: OwnThings) -> AnswerGiven:
    kind, data = question.kind, field.data
    if kind is QuestionKind.TEXT:
        return AnswerGiven(text=data or "")
    if kind is QuestionKind.NUMBER:
        return AnswerGiven(number=field.number)
    if kind is QuestionKind.YES_NO:
        return AnswerGiven(number=float(data) if data in {YES, NO} else None)
    if kind is QuestionKind.DAY:
        return AnswerGiven(day=data)
    if kind in PICKED:
        rows: Any = {"offering": own.offerings, "case": own.cases, "demand": own.demands}
        thing = next((row for row in rows[kind.value] if str(row.id) == data), None)
        picked: Any = {kind.value: thing}
        return AnswerGiven(**picked)
    chosen = data if isinstance(data, list) else [data] if data else []
    return AnswerGiven(chosen=tuple(chosen))
