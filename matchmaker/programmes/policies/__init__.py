"""Who sees and runs a call."""

from typing import Final

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.models import Call

RUNNING: Final = frozenset({StaffRole.CURATOR})


def may_run_calls(actor: Account | None, _thing: object = None) -> bool:
    """Curators, while their account is active."""
    return actor is not None and actor.is_staff and actor.staff_role in RUNNING


def may_see_call(actor: Account | None, call: Call) -> bool:
    """Everybody, once it was published; before that who runs calls."""
    return call.state is not CallState.DRAFT or may_run_calls(actor)
