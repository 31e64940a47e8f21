"""Who may tend the work the site does on its own."""

from matchmaker.accounts.enums import StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.policies import is_staff
from matchmaker.jobs.models import OutboxRow


def may_tend_jobs(actor: Account | None, _job: OutboxRow | None = None) -> bool:
    """Administrators."""
    return is_staff(actor) and actor is not None and actor.staff_role is StaffRole.ADMINISTRATOR


def may_report(actor: Account | None, _thing: object) -> bool:
    """Whoever is signed in, of what everybody may see."""
    return actor is not None
