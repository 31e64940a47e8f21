"""What a submission says, question by question."""

from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaker.programmes.enums import CHOOSING, QuestionKind
from matchmaker.programmes.models import CallQuestion
from matchmaker.programmes.models.submissions import Submission, SubmissionAnswer
from matchmaker.programmes.scoring.completeness import is_answered
from matchmaker.programmes.words import option_words
from matchmaker.web.filters import day, figure


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question with its answer in words; "" where nothing answers it."""

    question: CallQuestion
    answer: SubmissionAnswer | None
    words: str


def answered(submission: Submission) -> list[AnsweredQuestion]:
    """Give the questions of the call in their order, each with what is answered."""
    known = {answer.question_id: answer for answer in submission.answers}
    return [
        AnsweredQuestion(
            question, known.get(question.id), answer_words(question, known.get(question.id))
        )
        for question in submission.call.questions
    ]


def answer_words(question: CallQuestion, answer: SubmissionAnswer | None) -> str:
    """Say an answer in the reader's language: a figure with its unit, a choice by its words."""
    if answer is None or not is_answered(question, answer):
        return ""
    if question.kind in CHOOSING:
        names = {option["value"]: option_words(option) for option in question.options}
        return _("；").join(names.get(value, value) for value in answer.chosen)
    thing = answer.offering or answer.case or answer.demand
    said = {
        QuestionKind.TEXT: answer.text,
        QuestionKind.NUMBER: f"{figure(answer.number)} {question.unit}".strip(),
        QuestionKind.YES_NO: _("是") if answer.number else _("否"),
        QuestionKind.DAY: day(answer.day),
        QuestionKind.FILE: answer.attachment.name if answer.attachment else "",
    }
    return thing.title if thing is not None else said[question.kind]
