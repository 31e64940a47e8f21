"""Indicators, observations and city figures as rows."""

from datetime import date

from factories.taxonomy import province

from matchmaker.db import db
from matchmaker.insight.models.cities import CityFigure
from matchmaker.insight.models.plans import Indicator, Observation
from matchmaker.taxonomy.models import Region


def indicator(slug: str = "y27-vpn", name: str = "5G行业虚拟专网数", **values: object) -> Indicator:
    """Add an indicator of the newer plan with a target of 70, unless told otherwise."""
    defaults: dict[str, object] = {
        "plan": "yangfan-2027",
        "plan_zh": "升级方案",
        "name_en": "Virtual private networks",
        "unit": "个",
        "target": 70.0,
        "target_year": 2027,
        "source": "P2024",
    }
    row = Indicator(slug=slug, name_zh=name, **{**defaults, **values})
    db.session.add(row)
    db.session.flush()
    return row


def observation(of: Indicator, day: date, value: float, **values: object) -> Observation:
    """Add an observation from a source."""
    row = Observation(
        indicator=of, as_of=day, value=value, source=values.pop("source", "E2025"), **values
    )
    db.session.add(row)
    db.session.flush()
    return row


def city(code: str, name: str, position: int, **values: object) -> CityFigure:
    """Add a city's row of the table as of September 2025."""
    parent = f"{code[:2]}0000"
    if code == parent:
        province(code, name)
    elif db.session.get(Region, parent) is None:
        province(parent, f"省{parent}", (code, name))
    defaults: dict[str, object] = {
        "traffic_share_pct": 60.0,
        "base_stations_per_10k": 30.0,
        "iot_connections_10k": 10.0,
        "bloom_cup_awards": 1,
    }
    row = CityFigure(
        region_code=code,
        as_of=date(2025, 9, 30),
        position=position,
        source="E2025",
        **{**defaults, **values},
    )
    db.session.add(row)
    db.session.flush()
    return row
