"""Who decides on what waits."""

from typing import Final, Protocol

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account

DECIDING: Final = frozenset({StaffRole.MODERATOR, StaffRole.CURATOR, StaffRole.ADMINISTRATOR})


class Concerned(Protocol):
    """An organisation that is concerned: its number is all that is asked for."""

    id: int


def may_moderate(actor: Account | None, _thing: object = None) -> bool:
    """Moderators, curators and administrators, while their account is active."""
    return actor is not None and actor.is_staff and actor.staff_role in DECIDING


def may_decide_for(actor: Account | None, organisation: Concerned | None) -> bool:
    """Whoever moderates, but not on what concerns an organisation they belong to."""
    if actor is None or not may_moderate(actor):
        return False
    return organisation is None or organisation.id not in actor.organisation_ids
