"""One of everything the pages of insight show."""

from datetime import date
from typing import Any

from matchmaker import clock
from matchmaker.db import db
from matchmaker.insight.enums import Bound, CityMeasure
from matchmaker.insight.models.cities import CityFigure, CityObservation
from matchmaker.insight.models.plans import Indicator, Observation


def figures(source: str) -> dict[str, list[Any]]:
    """Add an indicator with observations, one of them removed, and two rows of key cities."""
    indicator = Indicator(
        slug="penetration", plan="sail-2027", plan_zh="扬帆行动", name_zh="渗透率",
        name_en="Penetration", unit="%", target=85, target_year=2027, source=source,
    )  # fmt: skip
    indicator.observations = [
        Observation(as_of=date(2023, 12, 31), value=54.6, source=source),
        Observation(as_of=date(2025, 9, 30), value=80.5, op=Bound.MORE, source=source),
        Observation(
            as_of=date(2025, 6, 30), value=8.5, source=source,
            removed_at=clock.now(), reason="抄错了",
        ),
    ]  # fmt: skip
    cities = [
        CityFigure(
            region_code=code, as_of=date(2025, 6, 30), position=number, traffic_share_pct=60.0,
            base_stations_per_10k=40.0, iot_connections_10k=900.0, bloom_cup_awards=3,
            source=source,
        )
        for number, code in enumerate(("150600",), 1)
    ]  # fmt: skip
    newer = CityObservation(
        region_code="150600", measure=CityMeasure.IOT, as_of=date(2025, 9, 30), value=950.0,
        source=source,
    )  # fmt: skip
    db.session.add_all([indicator, *cities, newer])
    db.session.flush()
    return {
        "indicator": [indicator.slug],
        "table": ["cells"],
        "pain": ["unmet"],
        "observation_id": [row.id for row in indicator.observations],
        "city": [row.region_code for row in cities],
        "figure_id": [newer.id],
    }
