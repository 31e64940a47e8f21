"""Who tends what insight holds, and who sees how demands and providers come together."""

from typing import Final

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import is_staff

TENDERS: Final = frozenset({StaffRole.CURATOR, StaffRole.ADMINISTRATOR})
READERS: Final = TENDERS | {StaffRole.MODERATOR, StaffRole.AUDITOR}


def may_see_figures(_actor: Account | None, _thing: object = None) -> bool:
    """Everybody."""
    return True


def may_tend_figures(actor: Account | None, _thing: object = None) -> bool:
    """Curators and administrators."""
    return is_staff(actor) and actor is not None and actor.staff_role in TENDERS


def may_see_insight(actor: Account | None, _thing: object = None) -> bool:
    """Staff but reviewers: whoever scores submissions need not know who was awarded what."""
    return is_staff(actor) and actor is not None and actor.staff_role in READERS
