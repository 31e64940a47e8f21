"""Who may write, see and answer for a response."""

from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import may_act_for
from matchmaker.demands.enums import PUBLISHED_ONCE, DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums.responses import PartnerState, ResponseState
from matchmaker.engagements.models.responses import Response, ResponsePartner
from matchmaker.engagements.policies import is_for_enterprise, may_offer


def takes_responses(demand: Demand) -> bool:
    """Whether responses can be written, changed and submitted today."""
    return demand.state is DemandState.OPEN and not demand.is_expired


def may_respond(actor: Account | None, demand: Demand) -> bool:
    """Any signed-in person who sees an open demand and is outside the organisation."""
    return may_offer(actor, demand) and takes_responses(demand)


def may_write(actor: Account | None, response: Response) -> bool:
    """Whoever acts for the provider, while the demand takes responses."""
    return takes_responses(response.demand) and may_act_for(actor, response.provider)


def may_withdraw_response(actor: Account | None, response: Response) -> bool:
    """Whoever may write it, once it is submitted."""
    return response.state is ResponseState.SUBMITTED and may_write(actor, response)


def may_see_partnership(actor: Account | None, partner: ResponsePartner) -> bool:
    """The partner's own people, and the provider's."""
    concerned = {partner.organisation_id, partner.response.provider_id}
    return actor is not None and not concerned.isdisjoint(actor.organisation_ids)


def may_answer_partnership(actor: Account | None, partner: ResponsePartner) -> bool:
    """Whoever acts for the partner, until it said no."""
    return (
        partner.state is not PartnerState.DECLINED
        and takes_responses(partner.response.demand)
        and may_act_for(actor, partner.organisation)
    )


def may_remove_partner(actor: Account | None, partner: ResponsePartner) -> bool:
    """Whoever may write the response."""
    return may_write(actor, partner.response)


def may_compare(actor: Account | None, demand: Demand) -> bool:
    """Owners and editors of the organisation that posted the demand."""
    return demand.state in PUBLISHED_ONCE and is_for_enterprise(actor, demand)
