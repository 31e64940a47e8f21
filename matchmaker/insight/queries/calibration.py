"""Fit at the first contact against what came of it.

The pairs are those of the funnel that were contacted (`queries.funnel`). Awarded is who was chosen
and accepted; not awarded is whose engagement was closed without that, for whatever reason. Those
still going on are not settled and count in neither. The fit is the one on record when the
engagement was opened; a provider no ranking listed then has none.
"""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CLOSED
from matchmaker.engagements.models import Engagement
from matchmaker.insight.queries.scope import Asking, Providing, Scope, published_in
from matchmaker.insight.scoring.calibration import Calibration, calibrate
from matchmaker.taxonomy.models import Sector


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The calibration of a scope, and what could not count: still open, or without a fit."""

    scope: Scope
    calibration: Calibration
    open: int
    without_fit: int


def calibrated(scope: Scope) -> Calibrated:
    """Hold fit against outcome for a scope: one question."""
    is_awarded = Engagement.agreed_at.is_not(None)
    end = case((is_awarded, "awarded"), (Engagement.state.in_(CLOSED), "closed"), else_="open")
    is_of_provider = [Providing.size == scope.provider_size] if scope.provider_size else []
    counted = (
        select(Engagement.fit_tenths, end, func.count())
        .join(Demand, Demand.id == Engagement.demand_id)
        .join(Asking, Asking.id == Demand.organisation_id)
        .join(Providing, Providing.id == Engagement.provider_id)
        .outerjoin(Sector, Sector.id == Demand.sector_id)
        .where(*published_in(scope), *is_of_provider)
        .group_by(Engagement.fit_tenths, end)
    )
    ends: dict[str, dict[int, int]] = {"awarded": {}, "closed": {}}
    is_open = without_fit = 0
    for fit, came_to, number in db.session.execute(counted):
        if came_to == "open":
            is_open += number
        elif fit is None:
            without_fit += number
        else:
            ends[came_to][fit] = number
    return Calibrated(scope, calibrate(ends["awarded"], ends["closed"]), is_open, without_fit)
