"""Everything that changes indicators: each `put_…` adds or changes one row, harmless to repeat."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.insight.models import CityFigure, Indicator, Observation

Values = Mapping[str, Any]


def put_indicator(row: Indicator, values: Values, *, actor: HasId | None) -> bool:
    """Add or change an indicator and its target."""
    return audit.put("indicator", row, values, actor=actor)


def put_observation(
    indicator: Indicator, as_of: date, source: str, values: Values, *, actor: HasId | None
) -> bool:
    """Add or change what a source says of an indicator on a day."""
    row = (
        next(
            (
                seen
                for seen in indicator.observations
                if (seen.as_of, seen.source) == (as_of, source)
            ),
            None,
        )
        or Observation()
    )
    known = {"indicator": indicator, "as_of": as_of, "source": source}
    return audit.put("observation", row, {**known, **values}, actor=actor)


def put_city_figure(row: CityFigure, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a city's row."""
    return audit.put("city_figure", row, values, actor=actor)
