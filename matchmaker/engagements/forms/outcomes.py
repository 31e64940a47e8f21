"""Telling what came of an agreed project, measuring and rating it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import FileField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker import clock
from matchmaker.engagements.enums.outcomes import Stage
from matchmaker.engagements.models.outcomes import OutcomeEffect
from matchmaker.engagements.operations.closing import WORDS_MAX
from matchmaker.engagements.operations.outcomes import (
    UNIT_MAX,
    WHAT_MAX,
    EffectContent,
    StageContent,
)
from matchmaker.engagements.words.outcomes import STAGE_LABELS
from matchmaker.web.forms import AmountField, BaseForm, DayField, LineField, MaxLength, clean_prose

_POINTS = [
    SelectChoice("5", _("5 很好")),
    SelectChoice("4", _("4 好")),
    SelectChoice("3", _("3 一般")),
    SelectChoice("2", _("2 差")),
    SelectChoice("1", _("1 很差")),
]
_RATED = InputRequired(_("请选 1 到 5 分。"))


class StageForm(BaseForm):
    """The stage that was reached, and when."""

    stage = SelectField(_("到了哪一步"), validators=[InputRequired(_("请选择到了哪一步。"))])
    reached_on = DayField(_("日期"), validators=[InputRequired(_("请写日期。"))])
    value_wan = AmountField(_("合同金额"))
    next_on = DayField(_("下一步计划在哪天"))

    @classmethod
    def among(cls, stages: Sequence[Stage], *, is_new: bool = False) -> "StageForm":
        """Offer the stages that may follow; a new form takes nothing from what was posted."""
        first = {"stage": stages[0].value if stages else "", "reached_on": clock.today()}
        form = cls(formdata=None, data=first) if is_new else cls(data=first)
        form.stage.choices = [SelectChoice(one.value, STAGE_LABELS[one]) for one in stages]
        if Stage.CONTRACTED not in stages:
            del form.value_wan
        if Stage.ACCEPTED in stages:
            del form.next_on
        return form

    def content(self) -> StageContent:
        """Give what was typed."""
        return StageContent(
            stage=Stage(self.stage.data),
            reached_on=self.reached_on.data or clock.today(),
            next_on=self.next_on.data if self.next_on else None,
            value_wan=self.value_wan.data if self.value_wan else None,
        )


class EffectForm(BaseForm):
    """Something to measure: what, from which figure to which."""

    what = LineField(
        _("衡量什么"), validators=[InputRequired(_("请写要衡量什么。")), MaxLength(WHAT_MAX)]
    )
    start = AmountField(_("项目前"))
    target = AmountField(_("希望达到"), validators=[InputRequired(_("请写希望达到的数值。"))])
    unit = LineField(_("单位"), validators=[MaxLength(UNIT_MAX)])

    def content(self) -> EffectContent:
        """Give what was typed."""
        start, target = self.start.data, self.target.data
        return EffectContent(
            what=self.what.data or "",
            start=None if start is None else float(start),
            target=None if target is None else float(target),
            unit=self.unit.data or "",
        )


class MeasureForm(BaseForm):
    """The figure that was reached, when it was measured, and a file that shows it."""

    reached = AmountField(_("实际达到"), validators=[InputRequired(_("请写实际达到的数值。"))])
    measured_on = DayField(_("测量日期"), validators=[InputRequired(_("请写测量的日期。"))])
    file = FileField(_("佐证文件"))

    @classmethod
    def of(cls, effect: OutcomeEffect) -> "MeasureForm":
        """Give a form that says what was measured so far."""
        return cls(reached=effect.reached, measured_on=effect.measured_on or clock.today())

    @property
    def figure(self) -> float | None:
        return None if self.reached.data is None else float(self.reached.data)


class RatingForm(BaseForm):
    """One to five points on three things, and words."""

    answers = RadioField(_("沟通是否及时、坦诚"), choices=_POINTS, validators=[_RATED])
    reliability = RadioField(_("是否说到做到"), choices=_POINTS, validators=[_RATED])
    result = RadioField(_("结果是否令人满意"), choices=_POINTS, validators=[_RATED])
    words = TextAreaField(
        _("想说的话"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )

    @property
    def points(self) -> tuple[int | None, int | None, int | None]:
        """The three points."""
        answers, reliability, result = (
            int(field.data) if field.data else None
            for field in (self.answers, self.reliability, self.result)
        )
        return answers, reliability, result
