"""The part of a form that says why: coded reasons and words."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from matchmaker.errors import BadRequestError, Words
from matchmaker.moderation.operations import WORDS_MAX
from matchmaker.moderation.words import REPORT_REASONS
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose
from matchmaker.web.versions import VersionedForm

ReasonT = TypeVar("ReasonT", bound=StrEnum)


class DecidingForm(VersionedForm):
    """A form with one button an outcome, each named `outcome`."""

    def decide(self, ways: Mapping[StrEnum, Callable[[], object]]) -> bool:
        """Do what the pressed button stands for; False where that was refused or none pressed."""

        def operation() -> None:
            way = {one.value: way for one, way in ways.items()}.get(request.form.get("outcome", ""))
            if way is None:
                raise BadRequestError(_("请按一个按钮说明您的决定。"))
            way()

        return self.succeeds(operation)


class DecisionForm(DecidingForm):
    """Reasons and words of a decision.

    Make it with `DecisionForm.of(labels, version=row.version)`; `chosen(Kind)` gives the reasons.
    """

    reasons = SelectMultipleField(
        _("原因"),
        choices=[],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    words = TextAreaField(
        _("给对方的说明"),
        filters=[clean_prose],
        validators=[MaxLength(WORDS_MAX, show=False)],
    )

    @classmethod
    def of(
        cls, labels: Mapping[ReasonT, Words], *, version: int = 0, **values: Any
    ) -> "DecisionForm":
        """Give a form that offers the reasons of a slice."""
        form = cls(version=str(version), **values)
        form.reasons.choices = [SelectChoice(code.value, label) for code, label in labels.items()]
        return form

    def chosen(self, kind: type[ReasonT]) -> list[ReasonT]:
        """Give the ticked reasons."""
        return [kind(code) for code in self.reasons.data or ()]


class ReportForm(BaseForm):
    """What is wrong with a public thing."""

    reason = RadioField(
        _("有什么问题"),
        choices=[SelectChoice(reason.value, words) for reason, words in REPORT_REASONS.items()],
        validators=[InputRequired(_("请选择有什么问题。"))],
    )
    words = TextAreaField(
        _("说明"), filters=[clean_prose], validators=[MaxLength(WORDS_MAX, show=False)]
    )


class AnswerForm(DecidingForm):
    """What came of a report."""

    words = TextAreaField(
        _("给举报人的答复"),
        filters=[clean_prose],
        validators=[
            InputRequired(_("请写一两句处理结果，举报人会看到。")),
            MaxLength(WORDS_MAX, show=False),
        ],
    )


class NoteForm(BaseForm):
    """A note for colleagues; its box stands below that of a decision, with a name of its own."""

    note = TextAreaField(
        _("备注"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写备注的内容。")), MaxLength(WORDS_MAX, show=False)],
    )
