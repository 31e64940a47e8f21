"""Who decides on what waits."""

from typing import Final, Protocol

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account

DECIDING: Final = frozenset({StaffRole.MODERATOR})
FINDING_PEOPLE: Final = frozenset({StaffRole.MODERATOR, StaffRole.ADMINISTRATOR})


class Concerned(Protocol):
    """An organisation that is concerned: its number is all that is asked for."""

    id: int


def may_moderate(actor: Account | None, _thing: object = None) -> bool:
    """Moderators, while their account is active: deciding is nobody else's duty."""
    return _has_duty(actor, DECIDING)


def may_find_people(actor: Account | None, _thing: object = None) -> bool:
    """Moderators, who look into reports, and administrators, who give roles and help sign in."""
    return _has_duty(actor, FINDING_PEOPLE)


def may_decide_for(actor: Account | None, organisation: Concerned | None) -> bool:
    """Whoever moderates, but not on what concerns an organisation they belong to."""
    return may_moderate(actor) and has_no_part_in(actor, organisation)


def has_no_part_in(actor: Account | None, organisation: Concerned | None) -> bool:
    """Whether a person does not belong to an organisation: nobody rules on their own."""
    return actor is not None and (
        organisation is None or organisation.id not in actor.organisation_ids
    )


def _has_duty(actor: Account | None, roles: frozenset[StaffRole]) -> bool:
    return actor is not None and actor.is_staff and actor.staff_role in roles
