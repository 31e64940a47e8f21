"""Who may see and change a demand, and who learns whose it is."""

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Account, Organisation
from matchmaker.accounts.policies import may_act_for, may_read_drafts
from matchmaker.demands.enums import EDITABLE, PUBLIC, CloseReason, DemandState, Visibility
from matchmaker.demands.models import Demand, DemandGuest
from matchmaker.moderation.policies import may_decide_for

SHOWN_TO_GUESTS = frozenset({DemandState.OPEN, DemandState.CLOSED})


def may_see(actor: Account | None, demand: Demand) -> bool:
    """Public demands are for everybody; others for their people, staff and the invited.

    Auditors read no drafts of others.

    What a suspended organisation posted is hidden from all but its people while it is suspended. A
    closed demand keeps its page, unless it was cancelled.
    """
    if demand.state is DemandState.PASTED:
        return False  # its address is the key; a number is not
    owner = demand.organisation
    is_hidden = owner is not None and owner.state is OrganisationState.SUSPENDED
    if not is_hidden and (is_public(demand) or _is_kept(demand) or _sees_as_guest(actor, demand)):
        return True
    return reads_as_staff_or_own(actor, demand)


def is_public(demand: Demand) -> bool:
    """Open, or a notice, and not for the invited alone."""
    return demand.state in PUBLIC and demand.visibility is not Visibility.INVITED


def may_see_name(actor: Account | None, demand: Demand) -> bool:
    """Of an anonymous demand only its people, staff and accepted providers learn whose it is."""
    if demand.visibility is not Visibility.ANONYMOUS:
        return True
    if actor is None:
        return False
    guest = guest_of(actor, demand)
    return actor.is_staff or is_own(actor, demand) or bool(guest and guest.accepted_at)


def guest_of(actor: Account | None, demand: Demand) -> DemandGuest | None:
    """Give the provider a person acts for that takes part in a demand, accepted ones first."""
    if actor is None:
        return None
    own = actor.organisation_ids
    found = [guest for guest in demand.guests if guest.organisation_id in own]
    return next((guest for guest in found if guest.accepted_at), found[0] if found else None)


def may_edit(actor: Account | None, demand: Demand) -> bool:
    """The author, and owners and editors of the organisation."""
    return demand.state in EDITABLE and _writes(actor, demand)


def may_submit(actor: Account | None, demand: Demand) -> bool:
    """Whoever may edit a draft."""
    return demand.state is DemandState.DRAFT and _writes(actor, demand)


def may_take_back(actor: Account | None, demand: Demand) -> bool:
    """Whoever writes for it, while it waits for staff."""
    return demand.state is DemandState.IN_REVIEW and _writes(actor, demand)


def may_close(actor: Account | None, demand: Demand) -> bool:
    """Whoever writes for it, while it is open or suspended."""
    is_live = demand.state in {DemandState.OPEN, DemandState.SUSPENDED}
    return is_live and _writes(actor, demand)


def may_reopen(actor: Account | None, demand: Demand) -> bool:
    """Whoever writes for it, once it is closed."""
    return demand.state is DemandState.CLOSED and _writes(actor, demand)


def may_renew(actor: Account | None, demand: Demand) -> bool:
    """Whoever writes for it, while it is open."""
    return demand.state is DemandState.OPEN and _writes(actor, demand)


def may_see_history(actor: Account | None, demand: Demand) -> bool:
    """Its people, and staff; auditors not those of drafts."""
    if demand.state in {DemandState.PASTED, DemandState.NOTICE}:
        return False
    return reads_as_staff_or_own(actor, demand)


def may_review(actor: Account | None, demand: Demand) -> bool:
    """Whoever moderates, but not what their own organisation posts."""
    is_posted = demand.state not in {DemandState.PASTED, DemandState.DRAFT, DemandState.NOTICE}
    return is_posted and may_decide_for(actor, demand.organisation)


def reads_as_staff_or_own(actor: Account | None, demand: Demand) -> bool:
    """Its people, and staff; of drafts staff but auditors."""
    if actor is None:
        return False
    if demand.state is DemandState.DRAFT:
        return is_own(actor, demand) or may_read_drafts(actor, demand.organisation)
    return actor.is_staff or is_own(actor, demand)


def is_own(actor: Account, demand: Demand) -> bool:
    """The author, and everybody in the organisation."""
    return _is_author(actor, demand) or demand.organisation_id in actor.organisation_ids


def _writes(actor: Account | None, demand: Demand) -> bool:
    if actor is None:
        return False
    return _is_author(actor, demand) or _writes_for(actor, demand.organisation)


def _is_kept(demand: Demand) -> bool:
    # Links to what everybody read keep working, unless it was taken back.
    is_over = demand.state is DemandState.CLOSED and demand.visibility is not Visibility.INVITED
    return is_over and demand.close_reason is not CloseReason.CANCELLED


def _sees_as_guest(actor: Account | None, demand: Demand) -> bool:
    return demand.state in SHOWN_TO_GUESTS and guest_of(actor, demand) is not None


def _is_author(actor: Account, demand: Demand) -> bool:
    # An author who left the organisation has no say in what it posted.
    is_own = demand.author_id == actor.id and demand.organisation_id is None
    return is_own and not actor.acts_only_for  # a program of an organisation has nothing personal


def _writes_for(actor: Account, organisation: Organisation | None) -> bool:
    return organisation is not None and may_act_for(actor, organisation)
