"""The form of the self-check: made of the points and criteria of one subject type, never stored."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import NumberRange, Optional

from matchmaker.programmes.enums import SubjectType
from matchmaker.programmes.enums.showcases import CriterionKind, Extent
from matchmaker.programmes.models.pilots import PilotCriterion, PilotPoint
from matchmaker.programmes.scoring.self_check import Answer, CheckResult
from matchmaker.programmes.scoring.units import measured
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.programmes.words.showcases import EXTENT_LABELS
from matchmaker.web.forms import AmountField
from matchmaker.web.language import localised

MOST = 1_000_000
YES, NO = "yes", "no"


class CheckForm(Form):
    """Answers by the key of what they answer; everything may stay open."""

    done = BooleanField()  # the answers were sent, be they all blank

    points: Sequence[PilotPoint] = ()
    criteria: Sequence[PilotCriterion] = ()

    @property
    def is_sent(self) -> bool:
        """Whether answers were sent, and not only a type was chosen."""
        return bool(self.done.data)

    def answers(self) -> dict[str, Answer]:
        """Give the answers of a valid form."""
        said: dict[str, Answer] = {}
        for point in self.points:
            given = self[point.key].data
            said[point.key] = Extent(given) if given in set(Extent) else None
        for row in self.criteria:
            said[row.key] = _answer(row, self[row.key].data)
        return said


def check_form(
    points: Sequence[PilotPoint], criteria: Sequence[PilotCriterion], args: MultiDict[str, str]
) -> CheckForm:
    """Make the form of a subject type, filled from the address."""
    fields: dict[str, Any] = {point.key: _extent_field(point) for point in points}
    fields |= {row.key: _field_of(row) for row in criteria}
    made = type("SubjectCheckForm", (CheckForm,), fields)
    form: CheckForm = made(args)
    form.points, form.criteria = points, criteria
    return form


def _extent_field(point: PilotPoint) -> RadioField:
    choices = [SelectChoice(value.value, words) for value, words in EXTENT_LABELS.items()]
    return RadioField(point.text_zh, choices=choices, validators=[Optional()])


def _field_of(row: PilotCriterion) -> Any:
    label = localised(row)
    if row.kind is CriterionKind.FIGURE:
        most = NumberRange(0, MOST, _("请填 0 到 %(most)s 之间的数。", most=MOST))
        return AmountField(label, validators=[Optional(), most])
    if row.kind is CriterionKind.YES_NO:
        choices = [SelectChoice(YES, _("是")), SelectChoice(NO, _("否"))]
    else:
        choices = [SelectChoice(words, words) for words in row.options]
    return RadioField(label, choices=choices, validators=[Optional()])


def _answer(row: PilotCriterion, given: Any) -> Answer:
    if row.kind is CriterionKind.YES_NO:
        return {YES: True, NO: False}.get(given)
    if row.kind is CriterionKind.FIGURE:
        return given if isinstance(given, Decimal) else None
    return str(given) if given else None


def need_of(subject: SubjectType, result: CheckResult) -> str:
    """Write what is missing as a need to match, the platform's suggestions as what they are."""
    lines = [_("我们想建成%(subject)s，自评还缺：", subject=SUBJECT_LABELS[subject])]
    lines += [f"- {gap.point.text_zh}" for gap in result.point_gaps]
    for gap in result.criterion_gaps:
        row = gap.criterion
        if row.kind is CriterionKind.FIGURE:
            wanted = measured(row.suggested, row.unit)
            now = _("未知") if gap.answer is None else measured(gap.answer, row.unit)
            lines.append(
                _(
                    "- %(name)s：现在 %(now)s，想达到 %(wanted)s",
                    name=localised(row),
                    now=now,
                    wanted=wanted,
                )
            )
        else:
            lines.append(f"- {localised(row)}")
    lines.append(_("请提供能补上这些的方案。"))
    return "\n".join(lines)
