"""Criteria, scores and the award, as forms."""

from collections.abc import Sequence
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

from matchmaker.engagements.enums import ENTERPRISE_REASONS, CloseReason
from matchmaker.engagements.forms.opening import words_field
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.evaluation import POINTS_MOST, Criterion, Evaluation
from matchmaker.engagements.operations.award import ANSWER_DAYS, Reason
from matchmaker.engagements.operations.evaluation import (
    CRITERIA_MOST,
    NAME_MAX,
    CriterionGiven,
)
from matchmaker.engagements.operations.moves import WORDS_MAX
from matchmaker.engagements.words import REASON_LABELS
from matchmaker.web.forms import BaseForm, LineField, MaxLength, WholeNumberField, clean_prose

OTHERS_MOST = 500
# What most demands are weighed on, to begin with.
TEMPLATE = (
    (_("满足要求的程度"), 40),
    (_("方案与佐证"), 25),
    (_("价格"), 20),
    (_("交付与服务"), 15),
)
_REASONS = [
    SelectChoice("", _("请选择")),
    *(SelectChoice(one.value, REASON_LABELS[one]) for one in ENTERPRISE_REASONS),
]


class CriterionRow(Form):
    """One criterion; a blank row says nothing."""

    name = LineField(_("标准"), validators=[MaxLength(NAME_MAX)])
    weight = WholeNumberField(_("权重"))


class CriteriaForm(BaseForm):
    """What responses are scored on."""

    criteria = FieldList(FormField(CriterionRow), min_entries=CRITERIA_MOST, max_entries=20)
    save = SubmitField(_("保存标准"))
    start = SubmitField(_("保存并开始评分"))

    @classmethod
    def of(cls, evaluation: Evaluation | None) -> "CriteriaForm":
        """Give a form that shows the criteria, or the four most demands begin with."""
        rows: list[dict[str, Any]] = (
            [{"name": row.name, "weight": row.weight} for row in evaluation.criteria]
            if evaluation
            else [{"name": str(name), "weight": weight} for name, weight in TEMPLATE]
        )
        return cls(criteria=rows)

    def content(self) -> list[CriterionGiven]:
        """Give the rows that say something."""
        rows = [entry.form for entry in self.criteria]
        return [
            CriterionGiven(row.name.data or "", row.weight.data or 0)
            for row in rows
            if row.name.data or row.weight.data
        ]


class ScoreRow(Form):
    """One person's points on one criterion."""

    criterion = HiddenField()
    points = SelectField(
        _("得分"),
        choices=[
            SelectChoice("", _("未评")),
            *(SelectChoice(str(number), str(number)) for number in range(POINTS_MOST + 1)),
        ],
    )


class ScoresForm(BaseForm):
    """One person's points on all criteria, and a note for their own eyes."""

    scores = FieldList(FormField(ScoreRow), max_entries=20)
    note = TextAreaField(
        _("备注"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )

    rows: Sequence[Criterion]

    @classmethod
    def of(cls, criteria: Sequence[Criterion], given: dict[int, int], note: str) -> "ScoresForm":
        """Give a form that shows what a person gave before."""
        form = cls(
            note=note,
            scores=[
                {"criterion": str(row.id), "points": str(given.get(row.id, ""))} for row in criteria
            ],
        )
        form.rows = criteria
        return form

    @property
    def shown(self) -> list[tuple[Criterion, Any]]:
        """Give the criteria with their fields."""
        entries = {entry.form.criterion.data: entry.form for entry in self.scores}
        return [(row, entries[str(row.id)]) for row in self.rows if str(row.id) in entries]

    def content(self) -> dict[int, int]:
        """Give the points by criterion."""
        return {row.id: int(form.points.data) for row, form in self.shown if form.points.data}


class OtherRow(Form):
    """Why one provider is not chosen."""

    engagement = HiddenField()
    reason = SelectField(_("原因"), choices=_REASONS)
    words = LineField(_("补充说明"), validators=[MaxLength(WORDS_MAX, show=False)])


class OthersForm(BaseForm):
    """A reason for everybody who is not chosen."""

    others = FieldList(FormField(OtherRow), max_entries=OTHERS_MOST)

    engagements: Sequence[Engagement]

    def about(self, engagements: Sequence[Engagement]) -> None:
        """List who is to learn why; also those who came while the person was writing."""
        self.engagements = engagements
        there = {entry.form.engagement.data for entry in self.others}
        for row in engagements:
            if str(row.id) not in there:
                self.others.append_entry({"engagement": str(row.id), "reason": "", "words": ""})

    @property
    def shown(self) -> list[tuple[Engagement, Any]]:
        """Give the engagements with their fields."""
        entries = {entry.form.engagement.data: entry.form for entry in self.others}
        return [(row, entries[str(row.id)]) for row in self.engagements]

    def reasons(self) -> dict[int, Reason]:
        """Give the reasons by engagement."""
        return {
            row.id: Reason(
                CloseReason(form.reason.data) if form.reason.data else None,
                form.words.data or "",
            )
            for row, form in self.shown
        }


class AwardForm(OthersForm):
    """Words to the chosen provider, how long it may think, and what the others learn."""

    words = words_field(_("给选定供应商的话"))
    answer_days = WholeNumberField(_("请对方几天内确认"), default=ANSWER_DAYS)
    tells_now = BooleanField(_("现在就告诉其他供应商"))


class RefusalForm(BaseForm):
    """Why a provider does not accept an award."""

    words = words_field(_("不接受的原因"))
