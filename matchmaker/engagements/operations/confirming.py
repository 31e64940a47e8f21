"""Questions to a provider: what its offering leaves open becomes something it is asked."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.queries import requirement_words
from matchmaker.engagements.enums import LIVE, EngagementState, Side
from matchmaker.engagements.enums.responses import LineAnswer
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.questions import QUESTION_MAX, ProviderQuestion
from matchmaker.engagements.operations.notifying import tell
from matchmaker.engagements.operations.opening import invite_provider
from matchmaker.engagements.policies import may_invite_to
from matchmaker.engagements.policies.questions import may_confirm
from matchmaker.engagements.queries.questions import asked_in
from matchmaker.engagements.queries.responses import asked_lines
from matchmaker.engagements.queries.rows import engagement_of
from matchmaker.engagements.scoring.weighing import answer_of
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words


def ask_provider(
    demand: Demand, offering: Offering, requirements: Iterable[Requirement], *, actor: Account
) -> list[ProviderQuestion]:
    """Ask the provider of an offering about requirements of a demand; give what is new.

    The provider is invited where the two are not engaged yet. Each requirement is asked once,
    however often somebody presses the button. Raises DomainError for a demand one does not speak
    for, no requirement of it, and what keeps a provider from being invited; ConflictError where
    the engagement is closed.
    """
    if not may_invite_to(actor, demand):
        raise DomainError(_("只能为本单位开放中的需求提问。"))
    own = {row.id for row in asked_lines(demand)}
    wanted = [row for row in requirements if row.id in own]
    if not wanted:
        raise DomainError(_("这些要求已经改动，请刷新页面再问。"))
    engagement = _engaged(demand, offering, actor)
    known = {question.requirement_id for question in asked_in(engagement)}
    made = [_asked(engagement, row, actor) for row in wanted if row.id not in known]
    new = [question for question in made if question is not None]
    if new:
        words = "\n".join(question.words for question in new)
        tell(engagement, Side.PROVIDER, NoticeKind.PROVIDER_ASKED, words=words)
    return new


def confirm(
    question: ProviderQuestion,
    answer: LineAnswer | None,
    figure: float | None,
    words: str,
    *,
    actor: Account,
) -> None:
    """Answer as the provider; a figure alone answers where the requirement says one.

    `figure` is in the unit of the metric. Raises ConflictError once the engagement is closed and
    DomainError where nothing is answered.
    """
    if not may_confirm(actor, question):
        raise ConflictError(_("这条对接现在的状态不允许这样做，请刷新页面查看。"))
    row = question.requirement
    said = checked_words(words, QUESTION_MAX)
    given = answer or (answer_of(row.op, row.value, row.value2, figure) if row else None)
    if given is None:
        raise DomainError(_("请选择能否满足，或填写能做到的数值。"), field="answer")
    with audit.change("provider_question.answered", question, actor=actor):
        question.answer = given
        question.figure = figure if row is not None and row.metric is not None else None
        question.answer_words = said
        question.answered_at = clock.now()
    words = "\n".join(filter(None, [question.words, said]))
    tell(question.engagement, Side.ENTERPRISE, NoticeKind.PROVIDER_CONFIRMED, words=words)


def _engaged(demand: Demand, offering: Offering, actor: Account) -> Engagement:
    """Give the engagement with a provider, or begin it."""
    known = engagement_of(demand, offering.organisation_id)
    if known is not None and known.state in LIVE:
        return known
    if known is not None and known.state is not EngagementState.WITHDRAWN:
        raise ConflictError(_("与这家的对接已经结束；要再问，请先在对接页恢复。"))
    try:
        return invite_provider(demand, offering.organisation, offering=offering, actor=actor)
    except ConflictError:  # pressed twice at once: the other one has begun it
        begun = engagement_of(demand, offering.organisation_id)
        if begun is None:
            raise
        return begun


def _asked(engagement: Engagement, row: Requirement, actor: Account) -> ProviderQuestion | None:
    question = ProviderQuestion(
        engagement=engagement, requirement=row, words=requirement_words(row)[:QUESTION_MAX]
    )
    try:
        with db.session.begin_nested():
            audit.created("provider_question.asked", question, actor=actor)
    except IntegrityError:  # pressed twice at once
        return None
    return question
