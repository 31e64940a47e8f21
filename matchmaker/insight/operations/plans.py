"""Everything that changes indicators: each `put_…` adds or changes one row, harmless to repeat."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from matchmaker.audit import operations as audit
from matchmaker.audit.operations import HasId
from matchmaker.insight.models.cities import CityFigure
from matchmaker.insight.models.plans import Indicator, Observation

Values = Mapping[str, Any]


def put_indicator(row: Indicator, values: Values, *, actor: HasId | None) -> bool:
    """Add or change an indicator and its target."""
    return audit.put("indicator", row, values, actor=actor)


def put_observation(
    indicator: Indicator, as_of: date, source: str, values: Values, *, actor: HasId | None
) -> bool:
    """Add or change what a source says of an indicator on a day.

    What staff corrected or removed is left as it is, whatever day and source it has by now.
    """
    key = f"{indicator.slug}/{as_of.isoformat()}/{source}"
    row = next(
        (
            seen
            for seen in indicator.observations
            if seen.key == key or (seen.as_of, seen.source) == (as_of, source)
        ),
        None,
    )
    if row is None:
        row = Observation()
    elif row.edited_at is not None:
        return False
    known = {"indicator": indicator, "key": key, "as_of": as_of, "source": source}
    return audit.put("observation", row, {**known, **values}, actor=actor)


def put_city_figure(row: CityFigure, values: Values, *, actor: HasId | None) -> bool:
    """Add or change a city's row."""
    return audit.put("city_figure", row, values, actor=actor)
