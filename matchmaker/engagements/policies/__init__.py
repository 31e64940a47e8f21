"""Who may see an engagement, and who may take which step."""

from typing import Final, Protocol

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.policies import is_public
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.policies import may_see as may_see_demand
from matchmaker.engagements.enums import EngagementState, Side
from matchmaker.engagements.models import Engagement

OVERSEEING: Final = frozenset({StaffRole.MODERATOR, StaffRole.AUDITOR})


class HasEngagement(Protocol):
    """Anything that belongs to an engagement."""

    @property
    def engagement(self) -> Engagement: ...


def is_enterprise_side(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody in the organisation that posted the demand."""
    return _is_member(actor, engagement.demand.organisation_id)


def is_provider_side(actor: Account | None, engagement: Engagement) -> bool:
    """Everybody in the providing organisation."""
    return _is_member(actor, engagement.provider_id)


def may_see(actor: Account | None, engagement: Engagement) -> bool:
    """Both sides, moderators, who answer reports, and auditors."""
    if actor is None:
        return False
    return (
        (actor.is_staff and actor.staff_role in OVERSEEING)
        or is_enterprise_side(actor, engagement)
        or is_provider_side(actor, engagement)
    )


def may_see_named(actor: Account | None, named: HasEngagement) -> bool:
    """What an engagement rests on: whoever sees the engagement."""
    return may_see(actor, named.engagement)


def speaks_as(actor: Account | None, engagement: Engagement, side: Side) -> bool:
    """Owners and editors of a side."""
    if side is Side.PROVIDER:
        return may_act_for(actor, engagement.provider)
    organisation = engagement.demand.organisation
    return organisation is not None and may_act_for(actor, organisation)


def speaks_as_enterprise(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the organisation that posted the demand."""
    return speaks_as(actor, engagement, Side.ENTERPRISE)


def speaks_as_provider(actor: Account | None, engagement: Engagement) -> bool:
    """Owners and editors of the provider."""
    return speaks_as(actor, engagement, Side.PROVIDER)


def is_for_enterprise(actor: Account | None, demand: Demand) -> bool:
    """Owners and editors of the organisation that posted a demand."""
    return demand.organisation is not None and may_act_for(actor, demand.organisation)


def may_invite_to(actor: Account | None, demand: Demand) -> bool:
    """Whoever acts for the organisation of an open demand."""
    return demand.state is DemandState.OPEN and is_for_enterprise(actor, demand)


def may_invite(actor: Account | None, offering: Offering) -> bool:
    """Any signed-in person, for a public offering that is not their own organisation's."""
    return (
        actor is not None
        and is_public(offering)
        and not _is_member(actor, offering.organisation_id)
    )


def may_offer(actor: Account | None, demand: Demand) -> bool:
    """Any signed-in person who sees an open demand and is outside the organisation."""
    return (
        actor is not None
        and demand.state is DemandState.OPEN
        and may_see_demand(actor, demand)
        and not _is_member(actor, demand.organisation_id)
    )


def may_offer_as(actor: Account, organisation: Organisation, demand: Demand) -> bool:
    """Whoever acts for another organisation than the one that posted the demand."""
    return organisation.id != demand.organisation_id and may_act_for(actor, organisation)


def may_answer(actor: Account | None, engagement: Engagement) -> bool:
    """Accept or decline: the side that was asked."""
    side = engagement.waits_for
    return (
        engagement.state in {EngagementState.INVITED, EngagementState.OFFERED}
        and side is not None
        and speaks_as(actor, engagement, side)
    )


def may_withdraw(actor: Account | None, engagement: Engagement) -> bool:
    """Whoever asked, before the answer; afterwards the provider, until an award is accepted."""
    if engagement.state is EngagementState.INVITED:
        return speaks_as_enterprise(actor, engagement)
    return engagement.state in {
        EngagementState.OFFERED, EngagementState.TALKING, EngagementState.AWARDED,
    } and speaks_as_provider(actor, engagement)  # fmt: skip


def may_end(actor: Account | None, engagement: Engagement) -> bool:
    """The enterprise while both talk; what was agreed is stopped as a project."""
    return engagement.state is EngagementState.TALKING and speaks_as_enterprise(actor, engagement)


def may_reopen(actor: Account | None, engagement: Engagement) -> bool:
    """Whoever closed it may take that back while the demand is open."""
    if engagement.demand.state is not DemandState.OPEN:
        return False
    match engagement.state:
        case EngagementState.DECLINED:
            side = Side.ENTERPRISE if engagement.opened_by_provider else Side.PROVIDER
        case EngagementState.WITHDRAWN:
            # An invitation is taken back by the enterprise; all else by the provider.
            is_invitation = not engagement.opened_by_provider and engagement.accepted_at is None
            side = Side.ENTERPRISE if is_invitation else Side.PROVIDER
        case EngagementState.NOT_CHOSEN | EngagementState.ENDED:
            side = Side.ENTERPRISE
        case _:
            return False
    return speaks_as(actor, engagement, side)


def _is_member(actor: Account | None, organisation_id: int | None) -> bool:
    return actor is not None and organisation_id in actor.organisation_ids
