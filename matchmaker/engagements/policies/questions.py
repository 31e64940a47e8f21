"""Who asks about a demand, who answers, and who sees what was asked."""

from datetime import timedelta
from typing import Final

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.demands import policies as demands
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import LIVE
from matchmaker.engagements.enums.responses import QuestionState
from matchmaker.engagements.models.questions import DemandQuestion, ProviderQuestion
from matchmaker.engagements.policies import may_offer, speaks_as_provider

CLOSES_BEFORE: Final = timedelta(days=3)  # whoever asks last can still use the answer


def takes_questions(demand: Demand) -> bool:
    """Open demands, until three days before the last day for responses."""
    if demand.state is not DemandState.OPEN:
        return False
    return demand.closes_on is None or clock.today() <= demand.closes_on - CLOSES_BEFORE


def may_ask(actor: Account | None, demand: Demand) -> bool:
    """Any signed-in person who sees the demand and is outside the organisation."""
    return takes_questions(demand) and may_offer(actor, demand)


def may_answer_for(actor: Account | None, demand: Demand) -> bool:
    """Whoever writes for an open demand; also after the last day to ask."""
    return demand.state is DemandState.OPEN and demands.may_edit(actor, demand)


def may_answer_question(actor: Account | None, question: DemandQuestion) -> bool:
    """Answer or decline: whoever writes for the demand, while the question is open."""
    return question.state is QuestionState.OPEN and may_answer_for(actor, question.demand)


def may_merge_question(actor: Account | None, question: DemandQuestion) -> bool:
    """Whoever writes for the demand, until it is answered; once merged they see into which."""
    is_unanswered = question.state in {QuestionState.OPEN, QuestionState.MERGED}
    return is_unanswered and may_answer_for(actor, question.demand)


def may_see_question(actor: Account | None, question: DemandQuestion) -> bool:
    """Of an answered one whoever sees the demand; else its people, staff, and whoever asked.

    Whoever asked the same and was merged into it asked it too. A merged one leads to the other;
    what was taken back nobody sees.
    """
    if question.state is QuestionState.WITHDRAWN or not demands.may_see(actor, question.demand):
        return False
    shown = question.merged_into or question
    if shown.state is QuestionState.ANSWERED:
        return True
    if actor is None:
        return False
    asked = is_asker(actor, shown) or any(is_asker(actor, row) for row in shown.merged)
    return asked or actor.is_staff or demands.is_own(actor, question.demand)


def may_withdraw_question(actor: Account | None, question: DemandQuestion) -> bool:
    """Whoever asked, until it or what stands for it is answered."""
    shown = question.merged_into or question
    return shown.state is QuestionState.OPEN and is_asker(actor, question)


def may_report_question(actor: Account | None, question: DemandQuestion) -> bool:
    """Whoever reads it and did not ask it: once answered everybody, before that the demand's own.

    What was taken back nobody reads any more.
    """
    if actor is None or question.state is QuestionState.WITHDRAWN or is_asker(actor, question):
        return False
    is_own = demands.is_own(actor, question.demand)
    is_public = question.state is QuestionState.ANSWERED
    return is_own or (is_public and demands.may_see(actor, question.demand))


def is_asker(actor: Account | None, question: DemandQuestion) -> bool:
    """Whether a person asked this; colleagues of theirs are not told."""
    return actor is not None and question.asker_id == actor.id


def may_confirm(actor: Account | None, question: ProviderQuestion) -> bool:
    """Answer what the enterprise asked: owners and editors of the provider, while it is live.

    They can say it again when they learn more.
    """
    return question.engagement.state in LIVE and speaks_as_provider(actor, question.engagement)
