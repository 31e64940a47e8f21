"""Reading the plans with their indicators, and the platform's own counts beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from matchmaker import clock
from matchmaker.db import db
from matchmaker.insight.enums import LOWER_BOUNDS, Bound
from matchmaker.insight.models.plans import Indicator, Observation
from matchmaker.insight.scoring.plans import is_met, progress
from matchmaker.insight.scoring.projection import Projection, disagree, project
from matchmaker.programmes.documents import public_showcases
from matchmaker.programmes.queries.pool import TARGET as PROVIDERS
from matchmaker.programmes.queries.pool import growth

SHOWCASES: Final = "y27-pilots"  # the indicator that says how many showcases there are to be
SOURCES_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with what was observed of it, the earliest first; removed ones are left out.

    `progress` is observed ÷ target (the lower end of a range), None without either.
    """

    indicator: Indicator
    observations: Sequence[Observation]
    latest: Observation | None
    progress: float | None
    projection: Projection
    disputed: frozenset[int]  # numbers of observations other sources of the same day differ from

    @property
    def is_met(self) -> bool:
        """Whether the observation reaches the target, as the plan and the source word it."""
        return _is_met(self.indicator, self.latest, self.progress)

    @property
    def is_least(self) -> bool:
        """Whether the progress is a lower bound: the source says more than, or at least."""
        return self.latest is not None and self.latest.op in LOWER_BOUNDS

    @property
    def is_past(self) -> bool:
        """Whether the projected day has passed without a new figure."""
        return self.projection.day is not None and self.projection.day < clock.today()

    @property
    def is_in_time(self) -> bool:
        """Whether the projected day lies within the year of the target."""
        day, year = self.projection.day, self.indicator.target_year
        return day is not None and year is not None and day.year <= year


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The indicators of one plan; those of no plan are only observed."""

    plan: str
    name_zh: str
    source: str
    lines: Sequence[IndicatorLine]

    @property
    def measured(self) -> Sequence[IndicatorLine]:
        """The indicators with a figure as target and an observation."""
        return [line for line in self.lines if line.progress is not None]

    @property
    def met(self) -> Sequence[IndicatorLine]:
        """The indicators whose target is reached."""
        return [line for line in self.lines if line.is_met]


def plan_tables() -> list[PlanTable]:
    """Give the plans, the one that reaches furthest first, then what is only observed."""
    ordered = _indicators().order_by(
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


def indicator_line(indicator: str) -> IndicatorLine | None:
    """Give one indicator with what was observed of it; None where it was never loaded."""
    row = db.session.scalars(_indicators().where(Indicator.slug == indicator)).first()
    return _line(row) if row is not None else None


def observation_by_id(observation_id: int) -> Observation | None:
    """Find an observation with its indicator, removed or not."""
    return db.session.scalars(
        select(Observation)
        .join(Observation.indicator)
        .where(Observation.id == observation_id)
        .options(contains_eager(Observation.indicator))
    ).first()


def all_observations(slug: str = "") -> Select[Observation]:
    """Select what was observed, of one indicator or all, by plan and day; removed ones not."""
    statement = (
        select(Observation)
        .join(Observation.indicator)
        .where(Observation.removed_at.is_(None))
        .options(contains_eager(Observation.indicator))
        .order_by(
            (Indicator.plan == ""),
            Indicator.target_year.desc(),
            Indicator.plan.desc(),
            Indicator.position,
            Indicator.id,
            Observation.as_of,
            Observation.id,
        )
    )
    return statement.where(Indicator.slug == slug) if slug else statement


def known_sources() -> Sequence[str]:
    """List the sources most observations name, to be chosen from."""
    return db.session.scalars(
        select(Observation.source)
        .group_by(Observation.source)
        .order_by(func.count().desc(), Observation.source)
        .limit(SOURCES_MOST)
    ).all()


def known_names(indicator: Indicator) -> Sequence[str]:
    """List what sources called the figures of an indicator, the latest first."""
    latest_first = sorted(indicator.observations, key=lambda row: row.as_of, reverse=True)
    return list(dict.fromkeys(row.named for row in latest_first if row.named))


def own_counts() -> dict[str, int]:
    """Count what the platform itself holds of what a plan counts, by slug of the indicator.

    Showcases published here, providers in the pool: the platform's own and nothing official.
    """
    shown = public_showcases().order_by(None).subquery()
    return {
        SHOWCASES: db.session.scalar(select(func.count()).select_from(shown)) or 0,
        PROVIDERS: growth(clock.today()).providers,
    }


def _indicators() -> Select[Indicator]:
    return select(Indicator).options(selectinload(Indicator.observations))


def _line(indicator: Indicator) -> IndicatorLine:
    shown = [row for row in indicator.observations if row.removed_at is None]
    latest = max(shown, key=lambda row: (row.as_of, row.is_official, row.id), default=None)
    share = progress(latest.value if latest else None, indicator.target)
    return IndicatorLine(
        indicator,
        shown,
        latest,
        share,
        project(
            shown,
            indicator.target,
            is_met=_is_met(indicator, latest, share),
            wants_more=indicator.op == Bound.MORE,
        ),
        frozenset(
            row.id
            for row in shown
            if any(disagree(row, other) for other in shown if other is not row)
        ),
    )


def _is_met(indicator: Indicator, latest: Observation | None, share: float | None) -> bool:
    is_more = latest is not None and latest.op == Bound.MORE
    return is_met(share, wants_more=indicator.op == Bound.MORE, is_more=is_more)
