"""Who may change a watch, and what may be watched."""

from matchmaker.accounts.models import Account
from matchmaker.watches.enums import OFFERED
from matchmaker.watches.models import Watch


def may_edit(actor: Account | None, watch: Watch) -> bool:
    """The person whose watch it is."""
    return actor is not None and watch.account_id == actor.id


def may_delete(actor: Account | None, watch: Watch) -> bool:
    """The person whose watch it is; one the site offers can only be paused, or it came back."""
    return may_edit(actor, watch) and watch.kind not in OFFERED
