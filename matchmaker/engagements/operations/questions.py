"""Questions about a demand: asked with the asker hidden, answered for everybody."""

from datetime import timedelta
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.operations.throttle import check_throttle
from matchmaker.accounts.policies import is_verified
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.operations.telling import tell_owners
from matchmaker.engagements.enums.responses import QUESTION_TRANSITIONS, QuestionState
from matchmaker.engagements.models.questions import ANSWER_MAX, QUESTION_MAX, DemandQuestion
from matchmaker.engagements.operations.holding import hold
from matchmaker.engagements.policies import may_offer_as
from matchmaker.engagements.policies.questions import (
    may_answer_question,
    may_merge_question,
    may_withdraw_question,
    takes_questions,
)
from matchmaker.engagements.queries.questions import listeners_of, same_question
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.notices.operations import notify_all
from matchmaker.web.forms import checked_words

PER_DAY: Final = 10  # of one organisation, about all demands
DAY: Final = timedelta(days=1)
_CHOOSE: Final = _("请选择这条需求的另一个提问，等待答复或已答复的都可以。")
_GONE: Final = _("这个问题已经答复、撤回或并入另一个了，请刷新页面查看。")
PAGE: Final = "engagements.question"


def ask(
    demand: Demand, organisation: Organisation, words: str, *, actor: Account
) -> DemandQuestion:
    """Ask about an open demand for an organisation, which nobody but staff learns.

    Asked again in the same words it is the same question. Raises DomainError for an organisation
    that is not verified or one does not speak for, an empty or too long text, and from three days
    before the last day for responses; TooManyAttemptsError beyond ten a day of one organisation.
    """
    if not takes_questions(demand):
        raise DomainError(_("提问已截止：应答截止前三天起不再接受提问。"))
    if not may_offer_as(actor, organisation, demand):
        raise DomainError(_("您不能代表这个单位，请选择自己的单位。"), field="organisation")
    if not is_verified(organisation):
        raise DomainError(_("提问前需要先完成单位认证。"), field="organisation")
    said = checked_words(words, QUESTION_MAX)
    if not said:
        raise DomainError(_("请写下要问的问题。"), field="words")
    known = same_question(demand, organisation.id, said)
    if known is not None:
        return known
    check_throttle("question", f"organisation:{organisation.id}", PER_DAY, DAY)
    question = DemandQuestion(demand=demand, asker=actor, organisation=organisation, words=said)
    audit.created("question.asked", question, actor=actor)
    tell_owners(demand, NoticeKind.QUESTION_ASKED, words=said)
    return question


def answer(question: DemandQuestion, words: str, *, actor: Account) -> None:
    """Answer a question for everybody who sees the demand, and tell those it concerns."""
    said = _reply(question, words, actor)
    with audit.change("question.answered", question, actor=actor):
        _move(question, QuestionState.ANSWERED)
        question.answer = said
    notify_all(
        listeners_of(question.demand),
        NoticeKind.QUESTION_ANSWERED,
        facts={"title": question.demand.title, "words": f"{question.words}\n{said}"},
        endpoint=PAGE,
        values={"question_id": question.id},
        once=f"question-answered:{question.id}",
    )


def decline(question: DemandQuestion, words: str, *, actor: Account) -> None:
    """Leave a question unanswered, with a word only whoever asked it, or the same, sees."""
    said = _reply(question, words, actor)
    with audit.change("question.declined", question, actor=actor):
        _move(question, QuestionState.DECLINED)
        question.answer = said
    notify_all(
        [question.asker, *(row.asker for row in question.merged)],
        NoticeKind.QUESTION_DECLINED,
        facts={"title": question.demand.title, "words": said},
        endpoint=PAGE,
        values={"question_id": question.id},
        once=f"question-declined:{question.id}",
    )


def withdraw(question: DemandQuestion, *, actor: Account) -> None:
    """Take back what one asked, before the answer.

    Of others who asked the same, the first one's question is open again and stands for the rest.
    """
    _hold(question)
    if not may_withdraw_question(actor, question):
        raise ConflictError(_GONE)
    others = list(question.merged)
    with audit.change("question.withdrawn", question, actor=actor):
        question.merged_into = None
        _move(question, QuestionState.WITHDRAWN)
    for first in others[:1]:
        with audit.change("question.reopened", first, actor=actor):
            first.merged_into = None
            _move(first, QuestionState.OPEN)
        for row in others[1:]:
            row.merged_into = first


def merge(
    question: DemandQuestion, other: DemandQuestion | None, *, actor: Account
) -> DemandQuestion:
    """Let another question of the demand stand for one that asks the same; give that one.

    Of a merged one it is the one that stands for it. What was merged into the question goes with
    it, and everybody who asked is told. Again it changes nothing. Raises ConflictError where the
    question is no longer open or went elsewhere, DomainError where the other one cannot stand for
    it.
    """
    _hold(question)
    if other is None:
        raise DomainError(_CHOOSE, field="other")
    db.session.refresh(other)
    standing = other.merged_into or other
    if question.merged_into_id is not None and question.merged_into_id == standing.id:
        return standing
    if not may_merge_question(actor, question) or question.state is not QuestionState.OPEN:
        raise ConflictError(_GONE)
    is_other = standing.id != question.id and standing.demand_id == question.demand_id
    if not is_other or standing.state not in {QuestionState.OPEN, QuestionState.ANSWERED}:
        raise DomainError(_CHOOSE, field="other")
    moved = [question, *question.merged]
    for row in moved:
        with audit.change("question.merged", row, actor=actor):
            if row is question:
                _move(row, QuestionState.MERGED)
            row.merged_into = standing
    notify_all(
        [row.asker for row in moved],
        NoticeKind.QUESTION_MERGED,
        facts={
            "title": question.demand.title,
            "words": "\n".join(filter(None, (standing.words, standing.answer))),
        },
        endpoint=PAGE,
        values={"question_id": standing.id},
    )
    return standing


def _hold(question: DemandQuestion) -> None:
    # Whoever answers, merges or takes back sees what the others did a moment earlier.
    hold(question.demand)
    db.session.refresh(question)


def _reply(question: DemandQuestion, words: str, actor: Account) -> str:
    _hold(question)
    if not may_answer_question(actor, question):
        raise ConflictError(_GONE)
    said = checked_words(words, ANSWER_MAX, field="answer")
    if not said:
        raise DomainError(_("请写下答复。"), field="answer")
    return said


def _move(question: DemandQuestion, target: QuestionState) -> None:
    if target not in QUESTION_TRANSITIONS[question.state]:
        raise ConflictError(_GONE)
    question.state = target
    is_reply = target in {QuestionState.ANSWERED, QuestionState.DECLINED}
    question.answered_at = clock.now() if is_reply else None
