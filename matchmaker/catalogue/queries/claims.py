"""Reading claims: one's own, and what waits for staff."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import Account
from matchmaker.catalogue.enums import CLAIM_UNDECIDED, ClaimState
from matchmaker.catalogue.models import Claim
from matchmaker.db import db

DECIDED = (ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.RETURNED)
WHOLE = (
    joinedload(Claim.provider),
    joinedload(Claim.organisation),
    joinedload(Claim.claimant),
    joinedload(Claim.attachment),
)


def claim_by_id(claim_id: int) -> Claim | None:
    """Find a claim with its two organisations and its file."""
    return db.session.scalars(select(Claim).where(Claim.id == claim_id).options(*WHOLE)).first()


def undecided_claims_of(account: Account) -> int:
    """Count the claims somebody has running."""
    statement = select(func.count(Claim.id)).where(
        Claim.claimant_id == account.id, Claim.state.in_(CLAIM_UNDECIDED)
    )
    return db.session.scalar(statement) or 0


def own_claim_to(provider_id: int, actor: Account) -> Claim | None:
    """Find the running claim of a person's organisations to a profile."""
    return db.session.scalars(
        select(Claim).where(
            Claim.provider_id == provider_id,
            Claim.organisation_id.in_(actor.organisation_ids),
            Claim.state.in_(CLAIM_UNDECIDED),
        )
    ).first()


def others_claiming(claim: Claim) -> list[Claim]:
    """Give the other running claims to the same profile."""
    return list(
        db.session.scalars(
            select(Claim)
            .where(
                Claim.provider_id == claim.provider_id,
                Claim.id != claim.id,
                Claim.state.in_(CLAIM_UNDECIDED),
            )
            .options(*WHOLE)
            .order_by(Claim.id)
        )
    )


def claims_to(provider_id: int) -> list[Claim]:
    """Give every claim to a profile, the newest first."""
    statement = select(Claim).where(Claim.provider_id == provider_id).options(*WHOLE)
    return list(db.session.scalars(statement.order_by(Claim.id.desc())))


def waiting_claims() -> Select[Claim]:
    """Select what waits for staff, the longest waiting first."""
    return (
        select(Claim)
        .where(Claim.state == ClaimState.SUBMITTED)
        .options(*WHOLE)
        .order_by(Claim.submitted_at, Claim.id)
    )


def decided_claims() -> Select[Claim]:
    """Select what staff have decided or sent back, the latest first."""
    return (
        select(Claim)
        .where(Claim.state.in_(DECIDED))
        .options(*WHOLE)
        .order_by(Claim.updated_at.desc(), Claim.id.desc())
    )


def next_waiting_claim(after: Claim) -> int | None:
    """Give the number of the claim staff look at after this one, if any waits."""
    found = db.session.scalars(waiting_claims().where(Claim.id != after.id).limit(1)).first()
    return found.id if found else None
