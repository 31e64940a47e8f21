"""What people agree to, and take back."""

from sqlalchemy import select

from matchmaker import clock
from matchmaker.accounts.enums import CONSENT_VERSIONS, ConsentChannel, ConsentDocument
from matchmaker.accounts.models import Account, Consent
from matchmaker.audit import operations as audit
from matchmaker.db import db


def give_consent(
    account: Account, document: ConsentDocument, channel: ConsentChannel, *, actor: Account | None
) -> None:
    """Keep that a person agreed to a document as it reads today; agreeing again adds nothing."""
    version = CONSENT_VERSIONS[document]
    if any(row.consent_version == version for row in _standing(account, document)):
        return
    withdraw_consent(account, document, actor=actor)  # of an earlier version: this one replaces it
    row = Consent(
        account_id=account.id, document=document, consent_version=version, channel=channel
    )
    audit.created("consent.given", row, actor=actor)
    if document is ConsentDocument.PRIVACY_NOTICE:
        account.privacy_version = version
    else:
        account.shares_phone = True


def withdraw_consent(account: Account, document: ConsentDocument, *, actor: Account | None) -> None:
    """Keep that a person took back what they agreed to."""
    for row in _standing(account, document):
        with audit.change("consent.withdrawn", row, actor=actor):
            row.withdrawn_at = clock.now()
    if document is ConsentDocument.PRIVACY_NOTICE:
        account.privacy_version = ""
    else:
        account.shares_phone = False


def _standing(account: Account, document: ConsentDocument) -> list[Consent]:
    return list(
        db.session.scalars(
            select(Consent).where(
                Consent.account_id == account.id,
                Consent.document == document,
                Consent.withdrawn_at.is_(None),
            )
        )
    )
