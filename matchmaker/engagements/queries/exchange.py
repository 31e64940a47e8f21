"""What goes on around a demand, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.accounts.models import Account
from matchmaker.demands.enums import PUBLISHED_ONCE
from matchmaker.demands.models import Demand
from matchmaker.engagements import policies
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import Response
from matchmaker.engagements.policies.responses import may_compare, may_respond
from matchmaker.engagements.queries.questions import Asked, asked_on
from matchmaker.engagements.queries.responses import SizeCount, counts_by_size, own_responses
from matchmaker.engagements.queries.rows import own_engagements


@dataclass(frozen=True, slots=True)
class Exchange:
    """Counts for everybody; buttons, engagements and responses of the person in hand."""

    counts: Sequence[SizeCount]
    engagements: Sequence[Engagement]
    responses: Sequence[Response]
    asked: Asked
    may_respond: bool
    may_offer: bool
    may_compare: bool


def exchange_on(demand: Demand, actor: Account | None) -> Exchange | None:
    """Gather what goes on around a demand; None where nothing can."""
    if demand.state not in PUBLISHED_ONCE:
        return None
    return Exchange(
        counts=counts_by_size(demand),
        engagements=own_engagements(actor, demand) if actor else (),
        responses=own_responses(actor, demand) if actor else (),
        asked=asked_on(demand, actor),
        may_respond=may_respond(actor, demand),
        may_offer=policies.may_offer(actor, demand),
        may_compare=may_compare(actor, demand),
    )
