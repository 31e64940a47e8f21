"""Reading indicators: progress, and when a target is met."""

from datetime import date

import pytest
from factories.insight import city, indicator, observation

from matchmaker.db import db
from matchmaker.insight.models.cities import CityFigure
from matchmaker.insight.queries.cities import city_table
from matchmaker.insight.queries.plans import plan_tables

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize(
    ("op", "observed_op", "value", "progress", "is_met"),
    [
        (">=", "=", 35, 0.5, False),
        (">=", "=", 70, 1.0, True),
        (">=", ">", 70, 1.0, True),
        (">", "=", 70, 1.0, False),
        (">", ">", 70, 1.0, True),
        (">", "=", 77, 1.1, True),
    ],
)
def test_target_is_met_as_the_plan_words_it(
    op: str, observed_op: str, value: float, progress: float, *, is_met: bool
) -> None:
    observation(indicator(op=op), date(2025, 9, 30), value, op=observed_op)

    line = plan_tables()[0].lines[0]

    assert line.progress == pytest.approx(progress)
    assert line.is_met is is_met


@pytest.mark.parametrize("target", [None, 0.0])
def test_without_target_or_observation_there_is_no_progress(target: float | None) -> None:
    observation(indicator("a", target=target), date(2025, 9, 30), 5)
    indicator("b")

    lines = plan_tables()[0].lines

    assert [(line.progress, line.is_met) for line in lines] == [(None, False), (None, False)]


def test_newest_observation_counts() -> None:
    networks = indicator()
    observation(networks, date(2025, 9, 30), 64)
    observation(networks, date(2023, 12, 31), 29)
    db.session.expire_all()

    latest = plan_tables()[0].lines[0].latest

    assert latest is not None
    assert latest.value == 64


def test_only_the_newest_table_of_cities_is_shown() -> None:
    city("120100", "天津市", 1)
    db.session.add(
        CityFigure(
            region_code="120100",
            as_of=date(2024, 3, 31),
            position=1,
            traffic_share_pct=50,
            base_stations_per_10k=20,
            iot_connections_10k=5,
            bloom_cup_awards=1,
            source="https://example.org/2024",
        )
    )
    db.session.flush()

    assert [row.figure.as_of for row in city_table().rows] == [date(2025, 9, 30)]
