"""What is on record of a demand and a provider that a ranking brought together."""

from collections.abc import Collection

from sqlalchemy import func, select

from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.matching.models import MatchedPair, ShownRanking, StandingPlace
from matchmaker.matching.queries.rankings import ShownRanking as RankingPage


def fit_of(demand_id: int, provider_id: int, offering_id: int | None) -> int | None:
    """Give the fit of an offering for a demand as last ranked, in tenths of a point.

    Without an offering it is the best of the provider's. Taken from the standing; for a demand
    without one, from the ranking shown last. None where neither lists it.
    """
    chosen = (
        Offering.organisation_id == provider_id
        if offering_id is None
        else Offering.id == offering_id
    )
    standing = (
        select(func.max(StandingPlace.tenths))
        .join(Offering, Offering.id == StandingPlace.offering_id)
        .where(StandingPlace.demand_id == demand_id, chosen)
    )
    found = db.session.scalar(standing)
    if found is not None:
        return found
    kept = db.session.scalars(
        select(ShownRanking.content)
        .where(ShownRanking.demand_id == demand_id)
        .order_by(ShownRanking.id.desc())
        .limit(1)
    ).first()
    rows = kept["rows"] if kept else []
    keys = set(db.session.scalars(select(Offering.id).where(chosen))) if rows else set()
    return max((round(row[2] * 10) for row in rows if row[0] in keys), default=None)


def is_news(demand_id: int, providers: Collection[int]) -> bool:
    """Say whether some of these providers are not on record as seen by a demand's people."""
    seen = select(func.count()).where(
        MatchedPair.demand_id == demand_id,
        MatchedPair.provider_id.in_(providers),
        MatchedPair.seen_at.is_not(None),
    )
    return bool(providers) and (db.session.scalar(seen) or 0) < len(providers)


def best_fits(shown: RankingPage) -> dict[int, float]:
    """Give the providers a ranking lists, by number, with the points of their best offering."""
    return {match.provider.id: match.score for match in reversed(shown.matches)}
