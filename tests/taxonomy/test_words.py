"""Metrics and their figures in words, in both languages."""

import pytest
from flask import Flask
from flask_babel import force_locale

from config import Settings
from matchmaker.app import create_app
from matchmaker.matching.scoring.reading.metrics import METRICS
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.words import (
    CODES,
    OWN_WORDS,
    metric_figure,
    metric_label,
    metric_line,
    operator_label,
    unit_label,
)

UNITS_IN_ENGLISH = {
    "ms": "ms",
    "Mbps": "Mbps",
    "%": "%",
    "m": "m",
    "count": None,
    "per_km2": "per km²",
    "km/h": "km/h",
    "km2": "km²",
    "km": "km",
    "C": "℃",
    "h": "h",
    "us": "µs",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("words")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    app = create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))
    del app.extensions[OWN_WORDS]  # the built-in words, without a database
    return app


@pytest.mark.parametrize(
    ("metric", "op", "value", "value2", "zh", "en"),
    [
        ("latency", "<=", 20.0, None, "时延 ≤ 20 毫秒", "Latency ≤ 20 ms"),
        ("reliability", ">=", 99.9999, None, "可靠性 ≥ 99.9999%", "Reliability ≥ 99.9999%"),
        ("ul_rate", "range", 20.0, 60.0, "上行速率 20–60 Mbps", "Uplink rate 20–60 Mbps"),
        ("rate", ">", 1000.0, None, "速率 > 1,000 Mbps", "Data rate > 1,000 Mbps"),
        ("positioning", "<", 0.07, None, "定位精度 < 7 厘米", "Positioning accuracy < 7 cm"),
        ("positioning", "<=", 0.003, None, "定位精度 ≤ 3 毫米", "Positioning accuracy ≤ 3 mm"),
        ("positioning", "range", 0.5, 1.0, "定位精度 0.5–1 米", "Positioning accuracy 0.5–1 m"),
        (
            "temperature",
            "range",
            -40.0,
            70.0,
            "工作温度 -40 到 70 ℃",
            "Working temperature -40 to 70 ℃",
        ),
        ("coverage_area", ">=", 0.003, None, "覆盖面积 ≥ 3,000 平方米", "Area covered ≥ 3,000 m²"),
        ("packet_loss", "<=", 0.0001, None, "丢包率 ≤ 0.0001%", "Packet loss ≤ 0.0001%"),
        ("ip_rating", "=", 67.0, None, "IP67", "IP67"),
        ("ip_rating", ">=", 7.0, None, "IPX7及以上", "IPX7 or higher"),
        ("security_level", "=", 3.0, None, "等保三级", "MLPS level 3"),
        ("security_level", ">=", 2.0, None, "等保二级及以上", "MLPS level 2 or higher"),
        ("explosion_proof", "=", 1.0, None, "防爆", "Explosion-proof"),
        ("explosion_proof", "=", 0.0, None, "非防爆", "Not explosion-proof"),
    ],
)
def test_line_reads_well_in_both_languages(
    site: Flask, metric: str, op: str, value: float, value2: float | None, zh: str, en: str
) -> None:
    line = (Metric(metric), Operator(op), value, value2)

    with site.test_request_context():
        assert metric_line(*line) == zh
        with force_locale("en"):
            assert metric_line(*line) == en


def test_every_metric_and_operator_has_words(site: Flask) -> None:
    with site.test_request_context():
        assert all(metric_label(metric) for metric in Metric)
        assert len({operator_label(op) for op in Operator}) == len(Operator)
        assert all(metric_figure(metric, Operator.EQUAL, 1.0) for metric in Metric)


@pytest.mark.parametrize("metric", [metric for metric in Metric if metric not in CODES])
def test_unit_shown_is_the_unit_figures_are_stored_in(site: Flask, metric: Metric) -> None:
    stored = UNITS_IN_ENGLISH[METRICS[metric].unit]

    with site.test_request_context(), force_locale("en"):
        assert stored is None or unit_label(metric) == stored
