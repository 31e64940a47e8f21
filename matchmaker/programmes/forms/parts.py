"""Forms of the questions, criteria and quotas of a call: rows, with buttons for more of them."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs

from matchmaker.programmes.enums import CHOOSING, QuestionKind
from matchmaker.programmes.forms.fields import is_blank
from matchmaker.programmes.models import Call
from matchmaker.programmes.operations.parts import (
    CRITERIA_MOST,
    HINT_MAX,
    LABEL_MAX,
    QUESTIONS_MOST,
    QUOTAS_MOST,
    UNIT_MAX,
    CriterionGiven,
    QuestionGiven,
    QuotaGiven,
)
from matchmaker.programmes.words import QUESTION_KIND_LABELS
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.queries import regions_for_choice, sectors_in_order
from matchmaker.web.forms import (
    AmountField,
    GrowingForm,
    LineField,
    MaxLength,
    WholeNumberField,
    clean_prose,
)
from matchmaker.web.language import localised
from matchmaker.web.versions import VersionedForm

SPARE = 10  # rows past the most allowed are read, so that nothing typed is lost
NEW_ROWS = 3
OPTIONS_MAX = 6000
BETWEEN = "|"


class QuestionRow(Form):
    """One question; a row without words says nothing."""

    key = HiddenField()
    place = WholeNumberField(_("次序"))
    kind = SelectField(
        _("回答的类型"),
        choices=[SelectChoice(one.value, label) for one, label in QUESTION_KIND_LABELS.items()],
        default=QuestionKind.TEXT.value,
    )
    label_zh = LineField(_("题目"), validators=[MaxLength(LABEL_MAX)])
    label_en = LineField(_("英文题目"), validators=[MaxLength(LABEL_MAX)])
    hint_zh = LineField(_("填写提示"), validators=[MaxLength(HINT_MAX)])
    hint_en = LineField(_("英文提示"), validators=[MaxLength(HINT_MAX)])
    is_required = BooleanField(_("必答"))
    is_identifying = BooleanField(_("会透露申报单位，匿名评审时隐去"))
    most_letters = WholeNumberField(_("最多字数"))
    unit = LineField(_("单位"), validators=[MaxLength(UNIT_MAX)])
    minimum = AmountField(_("最小值"))
    maximum = AmountField(_("最大值"))
    options = TextAreaField(
        _("选项"), filters=[clean_prose], validators=[MaxLength(OPTIONS_MAX, show=False)]
    )

    def given(self) -> QuestionGiven:
        """Give the question."""
        kind = QuestionKind(self.kind.data)
        low, high = self.minimum.data, self.maximum.data
        return QuestionGiven(
            key=self.key.data or "",
            kind=kind,
            label_zh=self.label_zh.data or "",
            label_en=self.label_en.data or "",
            hint_zh=self.hint_zh.data or "",
            hint_en=self.hint_en.data or "",
            is_required=self.is_required.data,
            is_identifying=self.is_identifying.data,
            most_letters=self.most_letters.data,
            unit=self.unit.data or "",
            minimum=float(low) if low is not None else None,
            maximum=float(high) if high is not None else None,
            options=_options(self.options.data or "") if kind in CHOOSING else (),
        )


def _options(text: str) -> tuple[tuple[str, str], ...]:
    """Read one option a line: Chinese, then English behind a bar."""
    pairs = (line.replace("｜", BETWEEN).partition(BETWEEN) for line in text.splitlines())
    return tuple((zh.strip(), en.strip()) for zh, _bar, en in pairs if zh.strip())


class QuestionsForm(VersionedForm, GrowingForm):
    """What the form of a call asks."""

    questions = FieldList(FormField(QuestionRow), max_entries=QUESTIONS_MOST + SPARE)
    more = SubmitField(_("再加几题"))

    @classmethod
    def of(cls, call: Call) -> "QuestionsForm":
        """Give a form that shows the questions and some blank rows, or what was just posted."""
        rows = [
            {
                "key": row.key,
                "place": place,
                "kind": row.kind.value,
                "options": "\n".join(
                    f"{one['zh']} {BETWEEN} {one['en']}" if one["en"] else one["zh"]
                    for one in row.options
                ),
                **{
                    name: getattr(row, name)
                    for name in ("label_zh", "label_en", "hint_zh", "hint_en", "is_required",
                                 "is_identifying", "most_letters", "unit", "minimum", "maximum")
                },
            }
            for place, row in enumerate(call.questions, 1)
        ]  # fmt: skip
        form = cls(questions=rows, version=str(call.version))
        if not form.is_submitted() or form.is_growing:
            blank = {"kind": QuestionKind.TEXT.value, "is_required": True, "most_letters": 500}
            _grow(form.questions, blank)
        return form

    def content(self) -> list[QuestionGiven]:
        """Give the questions in their order; a row whose words were taken out is gone."""
        rows = [entry.form for entry in self.questions]
        said = [row for row in rows if not is_blank(row, "label_zh", "label_en")]
        last = len(rows) + 1
        said.sort(key=lambda row: last if row.place.data is None else row.place.data)
        return [row.given() for row in said]


class CriterionRow(Form):
    """One criterion; a row without words says nothing."""

    label_zh = LineField(_("标准"), validators=[MaxLength(LABEL_MAX)])
    label_en = LineField(_("英文名称"), validators=[MaxLength(LABEL_MAX)])
    hint_zh = LineField(_("评分说明"), validators=[MaxLength(HINT_MAX)])
    hint_en = LineField(_("英文说明"), validators=[MaxLength(HINT_MAX)])
    weight = WholeNumberField(_("权重"))
    most = WholeNumberField(_("满分"), default=10)
    is_veto = BooleanField(_("一票否决：任何评审人给 0 分就暂缓"))


class CriteriaForm(VersionedForm, GrowingForm):
    """What reviewers score."""

    criteria = FieldList(FormField(CriterionRow), max_entries=CRITERIA_MOST + SPARE)
    more = SubmitField(_("再加几项"))

    @classmethod
    def of(cls, call: Call) -> "CriteriaForm":
        """Give a form that shows the criteria and some blank rows, or what was just posted."""
        names = ("label_zh", "label_en", "hint_zh", "hint_en", "weight", "most", "is_veto")
        rows = [{name: getattr(row, name) for name in names} for row in call.criteria]
        form = cls(criteria=rows, version=str(call.version))
        if not form.is_submitted() or form.is_growing:
            _grow(form.criteria, {"most": 10})
        return form

    @property
    def total(self) -> int:
        """The sum of the weights that were typed."""
        return sum(entry.form.weight.data or 0 for entry in self.criteria)

    def content(self) -> list[CriterionGiven]:
        """Give the rows that say something."""
        rows = [entry.form for entry in self.criteria]
        return [
            CriterionGiven(
                label_zh=row.label_zh.data or "",
                label_en=row.label_en.data or "",
                hint_zh=row.hint_zh.data or "",
                hint_en=row.hint_en.data or "",
                weight=row.weight.data or 0,
                most=row.most.data or 0,
                is_veto=row.is_veto.data,
            )
            for row in rows
            if not is_blank(row, "label_zh", "label_en", "weight")
        ]


def _scopes() -> list[tuple[str, str]]:
    provinces = (row for row in regions_for_choice() if row.level is RegionLevel.PROVINCE)
    return [
        ("", str(_("全部"))),
        *((f"sector:{row.code}", localised(row)) for row in sectors_in_order()),
        *((f"region:{row.code}", localised(row)) for row in provinces),
    ]


class QuotaRow(Form):
    """How many of a sector, of a province, or in all; a row without a number says nothing."""

    scope = SelectField(_("范围"), choices=list, validate_choice=True)
    places = WholeNumberField(_("名额"))


class QuotasForm(VersionedForm, GrowingForm):
    """How many may be selected."""

    quotas = FieldList(FormField(QuotaRow), max_entries=QUOTAS_MOST + SPARE)
    more = SubmitField(_("再加几条"))

    @classmethod
    def of(cls, call: Call) -> "QuotasForm":
        """Give a form that shows the quotas and some blank rows, or what was just posted."""
        rows: list[dict[str, Any]] = [
            {
                "places": row.places,
                "scope": f"sector:{row.sector.code}"
                if row.sector
                else f"region:{row.region_code}"
                if row.region_code
                else "",
            }
            for row in call.quotas
        ]
        form = cls(quotas=rows, version=str(call.version))
        if not form.is_submitted() or form.is_growing:
            _grow(form.quotas, {"scope": ""})
        choices = _scopes()
        for entry in form.quotas:
            entry.form.scope.choices = choices
        return form

    def content(self) -> list[QuotaGiven]:
        """Give the rows that say something."""
        sectors = {f"sector:{row.code}": row for row in sectors_in_order()}
        regions = {f"region:{row.code}": row for row in regions_for_choice()}
        rows = [entry.form for entry in self.quotas]
        return [
            QuotaGiven(
                row.places.data or 0, sectors.get(row.scope.data), regions.get(row.scope.data)
            )
            for row in rows
            if not is_blank(row, "places")
        ]


def _grow(rows: Any, blank: dict[str, Any]) -> None:
    for _number in range(NEW_ROWS):
        if len(rows) < rows.max_entries:
            rows.append_entry(blank)
