"""Asking about a demand, and answering."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # older stubs
from wtforms.validators import InputRequired

from matchmaker.accounts.models import Organisation
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.forms.responses import LONGEST_FIGURE, FigureField
from matchmaker.engagements.models.questions import (
    ANSWER_MAX,
    QUESTION_MAX,
    DemandQuestion,
    ProviderQuestion,
)
from matchmaker.engagements.words.responses import LINE_ANSWER_LABELS
from matchmaker.web.forms import BaseForm, MaxLength, clean_prose, number_from

LONGEST_SEEN: Final = 200
SHOWN_WORDS: Final = 120  # of a question one can choose


class AskForm(BaseForm):
    """A question, and for which organisation one asks."""

    organisation = SelectField(_("代表哪个单位"), validators=[InputRequired(_("请选择单位。"))])
    words = TextAreaField(
        _("问题"),
        filters=[clean_prose],
        validators=[
            InputRequired(_("请写下要问的问题。")),
            MaxLength(QUESTION_MAX, show=False),
        ],
    )

    # The numbers of near questions the page has shown; with one more in between it is shown too.
    seen = HiddenField(validators=[MaxLength(LONGEST_SEEN, show=False)])

    organisations: dict[str, Organisation]

    def has_seen(self, questions: Iterable[DemandQuestion]) -> bool:
        """Say whether the page showed all of some questions before it was sent."""
        return {str(row.id) for row in questions} <= set((self.seen.data or "").split())

    @property
    def status(self) -> HTTPStatus:
        """Give the status of the page; that it shows near questions first is no refusal."""
        return super().status if self.errors else HTTPStatus.OK

    @classmethod
    def speaking_for(cls, organisations: Sequence[Organisation]) -> "AskForm":
        """Offer the person's organisations; a single one is chosen already."""
        form = cls(organisation=str(organisations[0].id) if len(organisations) == 1 else "")
        form.organisation.choices = [
            *([SelectChoice("", _("请选择"))] if len(organisations) != 1 else []),
            *(SelectChoice(str(row.id), row.name) for row in organisations),
        ]
        form.organisations = {str(row.id): row for row in organisations}
        return form

    @property
    def chosen(self) -> Organisation:
        """The organisation one asks for."""
        return self.organisations[self.organisation.data or ""]


class AnswerForm(BaseForm):
    """The answer to a question, or why there is none."""

    answer = TextAreaField(
        _("答复"),
        filters=[clean_prose],
        validators=[InputRequired(_("请写下答复。")), MaxLength(ANSWER_MAX, show=False)],
    )


class MergeForm(BaseForm):
    """Which question stands for one that asks the same."""

    other = RadioField(
        _("并入哪一个提问"),
        validators=[InputRequired(_("请选择一个提问。"))],
        validate_choice=False,  # merged meanwhile, it leads to the one that stands for it
    )

    @classmethod
    def among(cls, questions: Sequence[DemandQuestion]) -> "MergeForm":
        """Offer other questions of the demand."""
        form = cls()
        form.other.choices = [SelectChoice(str(row.id), _opening(row.words)) for row in questions]
        return form

    @property
    def chosen(self) -> int:
        """The number of the chosen question, 0 for what is no number."""
        return number_from(self.other.data or "") or 0


def _opening(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else f"{words[:SHOWN_WORDS]}…"


class ConfirmForm(BaseForm):
    """What a provider answers to a requirement it was asked about."""

    answer = SelectField(_("能否满足"))
    figure = FigureField(_("能做到的数值"), validators=[MaxLength(LONGEST_FIGURE, show=False)])
    words = TextAreaField(
        _("补充说明"), filters=[clean_prose], validators=[MaxLength(QUESTION_MAX, show=False)]
    )

    @classmethod
    def of(cls, question: ProviderQuestion) -> "ConfirmForm":
        """Begin with what was answered before."""
        form = cls(
            answer=question.answer.value if question.answer else "",
            figure="" if question.figure is None else f"{question.figure:.12g}",
            words=question.answer_words,
        )
        form.answer.choices = [
            SelectChoice("", _("请选择")),
            *(SelectChoice(one.value, LINE_ANSWER_LABELS[one]) for one in LineAnswer),
        ]
        return form

    @property
    def chosen(self) -> LineAnswer | None:
        """The chosen answer."""
        return LineAnswer(self.answer.data) if self.answer.data else None
