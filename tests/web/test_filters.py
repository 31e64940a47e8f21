"""How figures, money, dates and facts are written, in both languages."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from config import ROOT, Settings
from matchmaker.app import create_app
from matchmaker.web.filters import (
    day,
    exact_moment,
    facts_line,
    figure,
    file_size,
    fixed,
    moment,
    money_wan,
    percent,
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("filters")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    return create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (None, None, "面议", "To be agreed"),
        (None, "50", "50 万元以内", "Up to CNY 500,000"),
        ("1200.50", None, "1,200.5 万元以上", "From CNY 12.005 million"),
        ("30", "30.00", "30 万元", "CNY 300,000"),
        ("30", "150", "30–150 万元", "CNY 300,000 to CNY 1.5 million"),
        ("0", None, "0 万元以上", "From CNY 0"),
        ("200000", "200000", "200,000 万元", "CNY 2 billion"),
    ],
)
def test_money_says_range_ceiling_floor_or_that_it_is_open(
    site: Flask, low: str | None, high: str | None, zh: str, en: str
) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]

    with site.test_request_context():
        assert money_wan(*ends) == zh
        with force_locale("en"):
            assert money_wan(*ends) == en


def test_shares_and_sizes_are_rounded_as_asked(site: Flask) -> None:
    with site.test_request_context():
        assert [percent(0.126), percent(0.126, 1), percent(12)] == ["13%", "12.6%", "1,200%"]
        assert [fixed(2, 1), fixed(1234.56, 1), fixed(-0.04, 1)] == ["2.0", "1,234.6", "0.0"]
        sizes = (0, 1023, 1024, 1025, 3_500_000)
        assert [file_size(size) for size in sizes] == ["0 B", "1,023 B", "1 KB", "2 KB", "3.3 MB"]


def test_templates_write_figures_and_dates_through_the_filters() -> None:
    unfiltered = re.compile(
        r"filesizeformat|strftime|isoformat|"
        r"\"%\.\df(?:%%)?\" *\| *format|\| *round(?:\(\d\))? *(?:\}\}|\) *\}\}|,)"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "<rect" not in line and "<progress" not in line  # places of shapes, not words
        for match in unfiltered.finditer(line)
    ]

    assert found == []


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
            assert moment(late) == "Nov 21, 2026, 04:05"
            assert exact_moment(late.replace(second=9)) == "Nov 21, 2026, 04:05:09"


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
