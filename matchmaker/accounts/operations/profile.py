"""What people change about their own account."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.registration import checked_name
from matchmaker.audit import operations as audit
from matchmaker.errors import DomainError
from matchmaker.web.language import LOCALES


def edit_account(*, name: str, locale: str, actor: Account) -> None:
    """Change one's own name and the language of pages and mails. Raises DomainError."""
    name = checked_name(name)
    if locale not in LOCALES:
        raise DomainError(_("请选择中文或英文。"), field="locale")
    with audit.change("account.edited", actor, actor=actor):
        actor.name, actor.locale = name, locale
