"""Keeping a record of which demands and providers rankings brought together."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import structlog
from sqlalchemy import func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from matchmaker import clock
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.models import Offering
from matchmaker.db import UTCDateTime, db, own_transaction
from matchmaker.demands.models import Demand
from matchmaker.matching.models import MatchedPair, StandingPlace
from matchmaker.matching.queries.pairs import is_news
from matchmaker.matching.queries.standings import in_portions

log = structlog.get_logger()
_COLUMNS = ("demand_id", "provider_id", "tenths", "matched_at")


def pair_standings(demands: Collection[int]) -> None:
    """Record the providers whose offerings stand among the best of some demands.

    What is on record stays as it is. Nobody is paired with a demand of their own.
    """
    best = (
        select(
            StandingPlace.demand_id,
            Offering.organisation_id,
            func.max(StandingPlace.tenths),
            literal(clock.now(), UTCDateTime),
        )
        .join(Offering, Offering.id == StandingPlace.offering_id)
        .join(Demand, Demand.id == StandingPlace.demand_id)
        .where(Demand.organisation_id.is_distinct_from(Offering.organisation_id))
        .group_by(StandingPlace.demand_id, Offering.organisation_id)
    )
    for some in in_portions(demands):
        db.session.execute(
            _new_only().from_select(_COLUMNS, best.where(StandingPlace.demand_id.in_(some)))
        )


def note_seen(demand: Demand, fits: Mapping[int, float]) -> bool:
    """Record that a demand's own people were shown providers, by number with the best fit (points).

    What was seen before stays as it is. Gives whether anything was new. Like the ranking itself
    this is written after the page is made, in a transaction of its own that keeps nobody from it.
    """
    number, own = demand.id, demand.organisation_id
    shown = {provider: round(points * 10) for provider, points in fits.items() if provider != own}
    if not is_news(number, shown):
        return False
    now = clock.now()
    rows: list[dict[str, Any]] = [
        {"demand_id": number, "provider_id": provider, "tenths": tenths, "matched_at": now}
        for provider, tenths in sorted(shown.items())
    ]
    try:
        with own_transaction() as session:
            session.execute(_new_only().values(rows))
            session.execute(
                update(MatchedPair)
                .where(
                    MatchedPair.demand_id == number,
                    MatchedPair.provider_id.in_(shown),
                    MatchedPair.seen_at.is_(None),
                )
                .values(seen_at=now)
            )
    except OperationalError:
        log.exception("pairs_not_recorded", demand=number)
        return False
    return True


def move_pairs(provider: Organisation, organisation: Organisation) -> None:
    """Hand the pairs of a profile nobody had claimed to the organisation that claimed it.

    Where that is paired with the same demand already, its own pair stays and the other is left.
    """
    paired = select(MatchedPair.demand_id).where(MatchedPair.provider_id == organisation.id)
    db.session.execute(
        update(MatchedPair)
        .where(MatchedPair.provider_id == provider.id, MatchedPair.demand_id.not_in(paired))
        .values(provider_id=organisation.id)
    )


def _new_only() -> Any:
    """An insert that leaves alone what is there: two processes may record the same pair."""
    inserts: dict[str, Callable[..., Any]] = {
        "sqlite": sqlite.insert, "postgresql": postgresql.insert,
    }  # fmt: skip
    return inserts[db.session.get_bind().dialect.name](MatchedPair).on_conflict_do_nothing()
