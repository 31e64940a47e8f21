"""Which providers take part in a demand, and so see what others do not."""

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.demands.models import Demand, DemandGuest


def invite_guest(demand: Demand, organisation: Organisation) -> DemandGuest:
    """Let a provider see a demand, whatever its visibility; again changes nothing."""
    for guest in demand.guests:
        if guest.organisation_id == organisation.id:
            return guest
    guest = DemandGuest(organisation=organisation, organisation_id=organisation.id)
    demand.guests.append(guest)
    return guest


def accept_guest(demand: Demand, organisation: Organisation) -> None:
    """Tell a provider whose demand it is: both sides want to talk."""
    guest = invite_guest(demand, organisation)
    guest.accepted_at = guest.accepted_at or clock.now()
