"""Applications to be verified and claims that wait for staff."""

from factories.people import organisation
from factories.uploads import PDF, upload

from matchmaker.accounts.enums import OrganisationState, PartKind
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.operations.verification import (
    VerificationContent,
    save_verification,
    submit_verification,
)
from matchmaker.catalogue.enums import ClaimState, ProviderType
from matchmaker.catalogue.models import Claim, ProviderProfile
from matchmaker.catalogue.operations.claims import make_claim
from matchmaker.db import db


def waiting_verification(owner: Account, of: Organisation | None = None) -> Verification:
    """Hand in an application of an organisation, the owner's first by default, with its papers."""
    mine = of or owner.memberships[0].organisation
    papers = {
        PartKind.LICENCE: upload(PDF, "营业执照.pdf"),
        PartKind.AUTHORISATION: upload(PDF, "授权书.pdf"),
    }
    filled = VerificationContent(
        legal_name=mine.name, uscc="91110000600037341L", contact_name="赵工",
        contact_position="主任", contact_phone="0477-8123456", files=papers,
    )  # fmt: skip
    row = save_verification(mine, filled, seen_version=0, actor=owner)
    submit_verification(row, actor=owner)
    db.session.flush()
    return row


def two_claims(owner: Account) -> list[Claim]:
    """Make a claim that waits for staff, and one that was sent back."""
    mine, claims = owner.memberships[0].organisation, []
    for name in ("甲方通信", "乙方通信"):
        known = organisation(name, state=OrganisationState.UNCLAIMED, uscc=None)
        db.session.add(ProviderProfile(organisation=known, type=ProviderType.VENDOR))
        paper = upload(PDF, "证明.pdf")
        claims.append(make_claim(known, mine, "我们就是这家单位，附更名通知。", paper, actor=owner))
    claims[1].state = ClaimState.RETURNED
    db.session.flush()
    return claims
