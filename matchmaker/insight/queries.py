"""Reading indicators and the table of key cities."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.insight.models import CityFigure, Indicator, Observation
from matchmaker.insight.scoring import is_met, progress

# What the city table can be sorted by; figures fall, names rise.
CITY_ORDERS: dict[str, Any] = {
    "number": CityFigure.position,
    "traffic": CityFigure.traffic_share_pct.desc(),
    "stations": CityFigure.base_stations_per_10k.desc(),
    "iot": CityFigure.iot_connections_10k.desc(),
    "awards": CityFigure.bloom_cup_awards.desc(),
}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its latest observation.

    `progress` is observed ÷ target (the lower end of a range), None without either.
    """

    indicator: Indicator
    latest: Observation | None
    progress: float | None

    @property
    def is_met(self) -> bool:
        """Whether the observation reaches the target, as the plan and the source word it."""
        is_more = self.latest is not None and self.latest.op == ">"
        return is_met(self.progress, wants_more=self.indicator.op == ">", is_more=is_more)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The indicators of one plan; those of no plan are only observed."""

    plan: str
    name_zh: str
    source: str
    lines: Sequence[IndicatorLine]


def plan_tables() -> list[PlanTable]:
    """Give the plans, the one that reaches furthest first, then what is only observed."""
    statement = select(Indicator).options(selectinload(Indicator.observations))
    ordered = statement.order_by(
        (Indicator.plan == ""),
        Indicator.target_year.desc(),
        Indicator.plan.desc(),
        Indicator.position,
        Indicator.id,
    )
    return [
        PlanTable(plan, rows[0].plan_zh, rows[0].source, [_line(row) for row in rows])
        for plan, found in groupby(db.session.scalars(ordered), key=lambda row: row.plan)
        if (rows := list(found))
    ]


def indicator_line(slug: str) -> IndicatorLine | None:
    """Give one indicator with its latest observation; None where it was never loaded."""
    statement = select(Indicator).where(Indicator.slug == slug)
    row = db.session.scalars(statement.options(selectinload(Indicator.observations))).first()
    return _line(row) if row is not None else None


def city_figures(order: str) -> Sequence[CityFigure]:
    """List the newest table of key cities in one of `CITY_ORDERS`."""
    newest = select(func.max(CityFigure.as_of)).scalar_subquery()
    statement = (
        select(CityFigure)
        .where(CityFigure.as_of == newest)
        .options(joinedload(CityFigure.region))
        .order_by(CITY_ORDERS[order], CityFigure.position)
    )
    return db.session.scalars(statement).all()


def _line(indicator: Indicator) -> IndicatorLine:
    latest = indicator.observations[-1] if indicator.observations else None
    observed = latest.value if latest else None
    return IndicatorLine(indicator, latest, progress(observed, indicator.target))
