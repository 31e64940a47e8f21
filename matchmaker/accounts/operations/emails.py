"""E-mail addresses as they are stored and compared."""

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _

from matchmaker.errors import DomainError

MAX_LENGTH = 254  # RFC 5321


def email_key(text: str) -> str:
    """Fold what was typed for looking an account up; garbage simply finds nobody."""
    return unicodedata.normalize("NFC", text).strip().lower()


def checked_email(text: str) -> str:
    """Give the address as stored: normalised, lower case. Raises DomainError for a bad one."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError:
        raise DomainError(
            _("邮箱地址不正确。请按 name@example.com 的格式填写。"), field="email"
        ) from None
    return email_key(found.normalized)
