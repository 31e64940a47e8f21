"""Who weighs responses, who awards, and who answers an award."""

from matchmaker.accounts.models import Account
from matchmaker.demands.enums import CloseReason, DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import LIVE, EngagementState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.policies import (
    is_for_enterprise,
    speaks_as_enterprise,
    speaks_as_provider,
)

AWARDABLE = frozenset({EngagementState.OFFERED, EngagementState.TALKING})


def may_evaluate(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the enterprise, while the engagement is live."""
    return engagement.state in LIVE and speaks_as_enterprise(actor, engagement)


def may_weigh(actor: Account | None, demand: Demand) -> bool:
    """Owners and editors of the enterprise, while the demand can still be awarded."""
    return is_undecided(demand) and is_for_enterprise(actor, demand)


def is_undecided(demand: Demand) -> bool:
    """Open, or closed by the calendar alone: who responded in time still waits for an answer."""
    return demand.state is DemandState.OPEN or (
        demand.state is DemandState.CLOSED and demand.close_reason is CloseReason.EXPIRED
    )


def may_award(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the enterprise, to whoever offered or talks."""
    return (
        is_undecided(engagement.demand)
        and engagement.state in AWARDABLE
        and speaks_as_enterprise(actor, engagement)
    )


def may_answer_award(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the chosen provider."""
    return engagement.state is EngagementState.AWARDED and speaks_as_provider(actor, engagement)


def may_take_back(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the enterprise, until the provider accepts."""
    return engagement.state is EngagementState.AWARDED and speaks_as_enterprise(actor, engagement)
