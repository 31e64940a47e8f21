"""Figures written down once a day stay what they were."""

from datetime import UTC, datetime, timedelta

import pytest
from factories.catalogue import offering, provider
from factories.demands import open_demand

from matchmaker import clock
from matchmaker.db import db
from matchmaker.insight.operations.snapshots import take_snapshots
from matchmaker.insight.queries.gaps import gap_totals
from matchmaker.insight.queries.snapshots import history

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("session")


def test_a_day_is_written_down_once_and_does_not_change_with_the_data() -> None:
    with clock.at(NOON):
        open_demand()
        assert take_snapshots() > 0
        assert take_snapshots() == 0
        before = [(day, data["all"]["demands"]) for day, data in history("gaps")]

    with clock.at(NOON + timedelta(hours=1)):
        offering(provider())
        db.session.expire_all()
        again = [(day, data["all"]["demands"]) for day, data in history("gaps")]
    assert before == again == [(NOON.date(), 1)]


def test_another_day_is_another_row_and_kinds_stand_apart() -> None:
    counts = iter(range(9))
    kinds = {"steps": lambda: {"n": next(counts)}}
    for day in range(3):
        with clock.at(NOON + timedelta(days=day)):
            take_snapshots(kinds)
            take_snapshots({"other": dict})
    with clock.at(NOON + timedelta(days=2)):
        assert [data["n"] for _day, data in history("steps")] == [0, 1, 2]
        assert [data["n"] for _day, data in history("steps", days=1)] == [1, 2]


def test_totals_are_plain_data_for_everything_and_each_sector() -> None:
    open_demand()
    found = gap_totals()
    assert found["all"] == found["sectors"]["mining"]
    assert found["all"]["demands"] == 1
