"""Appointing programme staff from the command line."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import AccountState, LinkPurpose, StaffRole
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.emails import checked_email
from matchmaker.accounts.operations.links import issue_link, new_token, void_links
from matchmaker.accounts.operations.registration import checked_name
from matchmaker.accounts.operations.sessions import end_sessions_of
from matchmaker.accounts.queries import account_by_email
from matchmaker.audit import operations as audit
from matchmaker.errors import ConflictError


def create_staff(
    email: str, name: str, duty: StaffRole = StaffRole.ADMINISTRATOR
) -> tuple[Account, str]:
    """Appoint programme staff; gives the account and the key of the link that sets a password.

    Asking again gives a new link and voids the old one. A person who has an account already
    keeps its password until the link is used, but is signed out everywhere; one that was never
    confirmed loses its password, as nobody knows who chose it. Raises DomainError for a bad
    address or name, ConflictError for a disabled account.
    """
    address, name = checked_email(email), checked_name(name)
    account = account_by_email(address)
    if account is None:
        account = Account(email=address, name=name, staff_role=duty)
        audit.created("account.staff_appointed", account, actor=None)
    else:
        if account.state is AccountState.DISABLED:
            raise ConflictError(_("这个账号已停用，不能设为工作人员。请换一个邮箱。"))
        with audit.change("account.staff_appointed", account, actor=None):
            account.staff_role, account.name = duty, name
        if account.state is AccountState.PENDING:
            account.password_hash = account.password_set_at = None
        end_sessions_of(account)
    void_links(account)
    token = new_token()
    issue_link(account, LinkPurpose.FIRST_SIGN_IN, token)
    return account, token
