"""One of everything the pages of insight show."""

from datetime import date

from matchmaker.db import db
from matchmaker.insight.models import CityFigure, Indicator, Observation


def figures(source: str) -> None:
    """Add an indicator with an observation, and a row of the table of key cities."""
    indicator = Indicator(
        slug="penetration", plan="sail-2027", plan_zh="扬帆行动", name_zh="渗透率",
        name_en="Penetration", unit="%", target=85, target_year=2027, source=source,
    )  # fmt: skip
    indicator.observations = [Observation(as_of=date(2025, 9, 30), value=80.5, source=source)]
    city = CityFigure(
        region_code="150600", as_of=date(2025, 6, 30), position=1, traffic_share_pct=60.0,
        base_stations_per_10k=40.0, iot_connections_10k=900.0, bloom_cup_awards=3, source=source,
    )  # fmt: skip
    db.session.add_all([indicator, city])
