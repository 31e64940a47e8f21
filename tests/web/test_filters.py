"""How figures, money, dates and facts are written, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from config import Settings
from matchmaker.app import create_app
from matchmaker.web.filters import day, facts_line, figure, moment, money_wan


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("filters")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    return create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))


@pytest.mark.parametrize(
    ("low", "high", "zh"),
    [
        (None, None, "面议"),
        (None, "50", "50 万元以内"),
        ("1200.50", None, "1,200.5 万元以上"),
        ("30", "30.00", "30 万元"),
        ("30", "50", "30–50 万元"),
        ("0", None, "0 万元以上"),
    ],
)
def test_money_says_range_ceiling_floor_or_that_it_is_open(
    site: Flask, low: str | None, high: str | None, zh: str
) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]

    with site.test_request_context():
        assert money_wan(*ends) == zh


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""),
        (99.9999, "99.9999"),
        (20.0, "20"),
        (Decimal(1200000), "1,200,000"),
        (0.00001, "0.00001"),
        (-40.5, "-40.5"),
    ],
)
def test_figure_is_whole_and_never_rounded(
    site: Flask, value: float | Decimal | None, said: str
) -> None:
    with site.test_request_context():
        assert figure(value) == said


def test_days_and_moments_follow_the_reader_and_the_zone(site: Flask) -> None:
    late = datetime(2026, 11, 20, 20, 5, tzinfo=UTC)  # already the 21st in China

    with site.test_request_context():
        assert (day(date(2026, 1, 2)), day(None)) == ("2026年1月2日", "")
        assert (moment(late), moment(None)) == ("2026-11-21 04:05", "")
        with force_locale("en"):
            assert day(date(2026, 1, 2)) == "Jan 2, 2026"


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"b": 1, "a": "x", "none": None, "no": "", "empty": []}, "a: x; b: 1"),
        ({"text": "长" * 200}, "text: " + "长" * 80),
        ({"scenes": [3, 4]}, "scenes: [3, 4]"),
        (
            {"promises": [{"metric": "latency", "value": 20.0}, {"metric": "sync", "value": 1.0}]},
            "promises: latency 20.0 | sync 1.0",
        ),
    ],
)
def test_facts_stand_in_one_line_without_what_is_empty(values: dict[str, Any], line: str) -> None:
    assert facts_line(values) == line


def test_line_of_many_rows_is_cut() -> None:
    assert len(facts_line({"promises": [{"note": "长" * 100}] * 40})) == len("promises: ") + 400
