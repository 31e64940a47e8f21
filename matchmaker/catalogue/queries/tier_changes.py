"""Reading what staff did to the tier of a provider."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

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
    return _given(TierChange.tier)


def known_calls() -> Sequence[str]:
    """Give the calls that ranked providers, by name."""
    return _given(TierChange.tier_call)


def _given(column: InstrumentedAttribute[str]) -> Sequence[str]:
    named = select(column).where(column != "").distinct()
    return db.session.scalars(named.order_by(column).limit(SUGGESTED)).all()
