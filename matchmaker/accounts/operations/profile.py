"""What people change about their own account."""

import re
import unicodedata

from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import ConsentChannel, ConsentDocument
from matchmaker.accounts.models import Account
from matchmaker.accounts.operations.consents import give_consent, withdraw_consent
from matchmaker.accounts.operations.registration import checked_name
from matchmaker.audit import operations as audit
from matchmaker.errors import DomainError
from matchmaker.web.forms import clean_line
from matchmaker.web.language import LOCALES

MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
OTHER = re.compile(r"0\d{9,11}|\+[1-9]\d{6,14}")  # a landline with its area code, or abroad
BETWEEN = str.maketrans("", "", " -()")
PHONE_MAX = 30  # as typed, with what people put between the digits


def edit_account(
    *, name: str, locale: str, phone: str = "", shares_phone: bool = False, actor: Account
) -> None:
    """Change one's own name, number, and the language of pages and mails. Raises DomainError.

    `shares_phone` is the consent to show the number to the other side of an engagement both
    accepted; it stands only with a number and is taken back by leaving it out.
    """
    name, phone = checked_name(name), checked_phone(phone)
    if locale not in LOCALES:
        raise DomainError(_("请选择中文或英文。"), field="locale")
    if phone != actor.phone:
        audit.happened("account.phone_changed", actor, actor=actor)
    with audit.change("account.edited", actor, actor=actor):
        actor.name, actor.locale, actor.phone = name, locale, phone
        if phone and shares_phone:
            sharing = ConsentDocument.PHONE_SHARING
            give_consent(actor, sharing, ConsentChannel.ACCOUNT, actor=actor)
        else:
            withdraw_consent(actor, ConsentDocument.PHONE_SHARING, actor=actor)


def checked_phone(text: str) -> str:
    """Give a number as stored: digits only, +86 left off mobiles; empty for none.

    Takes mobiles of China, landlines with their area code, and numbers abroad with + (E.164).
    Raises DomainError for anything else.
    """
    typed = clean_line(unicodedata.normalize("NFKC", text)).translate(BETWEEN)
    if not typed:
        return ""
    mobile = MOBILE.fullmatch(typed)
    if mobile:
        return mobile[1]
    if OTHER.fullmatch(typed):
        return typed
    raise DomainError(
        _("电话号码不正确。请写手机号，或带区号的座机，例如 010-12345678。"), field="phone"
    )
