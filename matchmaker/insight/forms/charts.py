"""Figures of insight laid out as charts."""

from datetime import date

from matchmaker.insight.enums import Bound
from matchmaker.insight.queries.plans import IndicatorLine
from matchmaker.insight.scoring.units import counted, quantity
from matchmaker.web.charts import LineChart, Point, Shown, Target, line_chart

POINTS_LEAST = 2


def indicator_chart(line: IndicatorLine) -> LineChart | None:
    """Lay out what was observed with the target and the projected line; None for a single point."""
    unit = line.indicator.unit
    if len(line.observations) < POINTS_LEAST:
        return None
    return line_chart(
        [
            Point(
                row.as_of,
                Shown(row.value, quantity(row.value, unit)),
                "" if row.op is Bound.EXACT else row.op.value,
            )
            for row in line.observations
        ],
        target=_target(line),
        ahead=_ahead(line),
        words=lambda value: counted(value, unit),
    )


def _target(line: IndicatorLine) -> Target | None:
    indicator = line.indicator
    if indicator.target is None:
        return None
    year = indicator.target_year
    return Target(
        Shown(indicator.target, quantity(indicator.target, indicator.unit)),
        date(year, 12, 31) if year else None,
    )


def _ahead(line: IndicatorLine) -> tuple[date, float] | None:
    """Give where the line leads, if it starts at the newest figure of all."""
    found = line.projection
    if found.day is None or found.points is None or line.indicator.target is None:
        return None
    newest = max(row.as_of for row in line.observations)
    return (found.day, line.indicator.target) if found.points[1][0] == newest else None
