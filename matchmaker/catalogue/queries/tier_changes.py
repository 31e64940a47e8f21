"""Reading what staff did to the tier of a provider."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import ProviderProfile, TierChange
from matchmaker.db import db

SUGGESTED = 30


@dataclass(frozen=True, slots=True)
class TierLine:
    """One change of a tier and the name of who made it; "" for who is not known any more."""

    change: TierChange
    by: str


def tier_history(profile: ProviderProfile) -> list[TierLine]:
    """Give the changes of a provider's tier, newest first."""
    rows = db.session.execute(
        select(TierChange, Account.name)
        .outerjoin(Account, Account.id == TierChange.actor_id)
        .where(TierChange.profile_id == profile.id)
        .order_by(TierChange.id.desc())
    )
    return [TierLine(row[0], row[1] or "") for row in rows]


def known_tiers() -> Sequence[str]:
    """Give names of tiers to choose from: those given before, whether or not they still count."""
    named = select(TierChange.tier).where(TierChange.tier != "").distinct()
    return db.session.scalars(named.order_by(TierChange.tier).limit(SUGGESTED)).all()


def known_calls() -> Sequence[str]:
    """Give the calls that ranked providers, by name."""
    named = select(TierChange.tier_call).where(TierChange.tier_call != "").distinct()
    return db.session.scalars(named.order_by(TierChange.tier_call).limit(SUGGESTED)).all()
