"""Who may see and change a demand."""

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for
from matchmaker.demands.enums import EDITABLE, PUBLIC, DemandState
from matchmaker.demands.models import Demand


def may_see(actor: Account | None, demand: Demand) -> bool:
    """Public demands are for everybody; the others for their people and for staff.

    What a suspended organisation posted is not public while it is suspended.
    """
    owner = demand.organisation
    if demand.state in PUBLIC and not (owner and owner.state is OrganisationState.SUSPENDED):
        return True
    if demand.state is DemandState.PASTED:
        return False  # its address is the key; a number is not
    return actor is not None and (actor.is_staff or is_own(actor, demand))


def may_edit(actor: Account | None, demand: Demand) -> bool:
    """The author, and owners and editors of the organisation."""
    if actor is None or demand.state not in EDITABLE:
        return False
    return _is_author(actor, demand) or _writes_for(actor, demand.organisation)


def may_publish(actor: Account | None, demand: Demand) -> bool:
    """Whoever may edit it, while it is not public."""
    return may_edit(actor, demand) and demand.state is not DemandState.OPEN


def may_withdraw(actor: Account | None, demand: Demand) -> bool:
    """Whoever may edit it, while it is public."""
    return may_edit(actor, demand) and demand.state is DemandState.OPEN


def is_own(actor: Account, demand: Demand) -> bool:
    """The author, and everybody in the organisation."""
    return _is_author(actor, demand) or any(
        membership.organisation_id == demand.organisation_id for membership in actor.memberships
    )


def _is_author(actor: Account, demand: Demand) -> bool:
    # An author who left the organisation has no say in what it posted.
    return demand.author_id == actor.id and demand.organisation_id is None


def _writes_for(actor: Account, organisation: Organisation | None) -> bool:
    return organisation is not None and may_act_for(actor, organisation)
