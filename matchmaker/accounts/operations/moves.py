"""Changes of state of accounts and invitations, with the dates that belong to them."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.enums import (
    ACCOUNT_TRANSITIONS,
    INVITATION_TRANSITIONS,
    AccountState,
    InvitationState,
)
from matchmaker.accounts.models import Account, Invitation
from matchmaker.errors import ConflictError


def move_account(account: Account, target: AccountState) -> None:
    """Change the state of an account. Raises ConflictError where the table does not allow it."""
    if target not in ACCOUNT_TRANSITIONS[account.state]:
        raise ConflictError(_("这个账号现在的状态不允许这样做，请刷新页面查看。"))
    account.state = target
    account.confirmed_at = account.confirmed_at or clock.now()


def move_invitation(invitation: Invitation, target: InvitationState) -> None:
    """Answer an invitation or take it back. Raises ConflictError for one with an answer."""
    if target not in INVITATION_TRANSITIONS[invitation.state]:
        raise ConflictError(_("这份邀请已经有结果了。"))
    invitation.state, invitation.answered_at = target, clock.now()
