"""A figure typed beside its metric: read in the metric's unit, or refused with a reason."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from config import Settings
from matchmaker.app import create_app
from matchmaker.matching.scoring.reading.typed import (
    POSSIBLE,
    FigureError,
    TypedFigure,
    read_figure,
)
from matchmaker.taxonomy.enums import Metric, Operator
from matchmaker.taxonomy.words import metric_figure


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    instance = tmp_path_factory.mktemp("typed")
    environ = {"MATCHMAKER_ENV": "test", "INSTANCE_PATH": str(instance)}
    return create_app(Settings.from_environ(environ | {"SECRET_KEY": "test-secret" * 4}))


@pytest.mark.parametrize(
    ("metric", "typed", "op", "value", "value2"),
    [
        ("latency", "20", "<=", 20, None),
        ("latency", "20毫秒", "<=", 20, None),
        ("latency", "0.02s", "<=", 20, None),
        ("latency", "≤ ２０ ｍｓ", "<=", 20, None),
        ("latency", "<10ms", "<", 10, None),
        ("latency", "10-20ms", "range", 10, 20),
        ("latency", "10-20", "range", 10, 20),
        ("latency", "= 8.3 毫秒", "=", 8.3, None),
        ("ul_rate", "1Gbps", ">=", 1000, None),
        ("ul_rate", "200M", ">=", 200, None),
        ("dl_rate", "1 Gbps 以上", ">=", 1000, None),
        ("reliability", "99.99%", ">=", 99.99, None),
        ("reliability", "99.99", ">=", 99.99, None),
        ("reliability", "五个9", ">=", 99.999, None),
        ("packet_loss", "万分之一", "<=", 0.01, None),
        ("positioning", "10厘米", "<=", 0.1, None),
        ("positioning", "亚米级", "<=", 1, None),
        ("connections", "2500个", ">=", 2500, None),
        ("connections", "1万台", ">=", 10000, None),
        ("density", "100万/平方公里", ">=", 1e6, None),
        ("mobility", "120km/h", ">=", 120, None),
        ("coverage_area", "3000平方米", ">=", 0.003, None),
        ("coverage_length", "800米", ">=", 0.8, None),
        ("temperature", "-40~70℃", "range", -40, 70),
        ("temperature", "-40", "<=", -40, None),
        ("temperature", "-40-70", "range", -40, 70),
        ("battery_life", "2天", ">=", 48, None),
        ("sync", "300ns", "<=", 0.3, None),
        ("ip_rating", "IP67", "=", 67, None),
        ("ip_rating", "ip68", "=", 68, None),
        ("ip_rating", "IPX7", "=", 7, None),
        ("ip_rating", "65", "=", 65, None),
        ("security_level", "三级", "=", 3, None),
        ("security_level", "等保2.0三级", "=", 3, None),
        ("security_level", "等保三级及以上", ">=", 3, None),
        ("explosion_proof", "是", "=", 1, None),
        ("explosion_proof", "Ex d", "=", 1, None),
    ],
)
def test_figure_is_read_in_the_unit_of_its_metric(
    metric: str, typed: str, op: str, value: float, value2: float | None
) -> None:
    assert read_figure(Metric(metric), typed) == TypedFigure(Operator(op), value, value2)


@pytest.mark.parametrize(
    ("metric", "typed", "code"),
    [
        ("latency", "", "unreadable"),
        ("latency", "很快", "unreadable"),
        ("latency", "20ms 30ms 40ms", "unreadable"),
        ("latency", "20毫秒，30毫秒", "unreadable"),
        ("latency", "2" * 41, "unreadable"),
        ("latency", "20Mbps", "unit"),
        ("ul_rate", "20ms", "unit"),
        ("latency", "-5ms", "impossible"),
        ("reliability", "101%", "impossible"),
        ("reliability", "999", "impossible"),
        ("positioning", "0", "impossible"),
        ("temperature", "-300℃", "impossible"),
        ("connections", "0", "impossible"),
        ("ip_rating", "IPXX", "unreadable"),
        ("ip_rating", "IP", "unreadable"),
        ("security_level", "高", "unreadable"),
        ("explosion_proof", "不", "unreadable"),
    ],
)
def test_what_is_no_figure_of_the_metric_is_refused(metric: str, typed: str, code: str) -> None:
    with pytest.raises(FigureError) as caught:
        read_figure(Metric(metric), typed)

    assert caught.value.code == code


@given(st.sampled_from(Metric), st.text(max_size=60))
def test_any_text_is_read_or_refused(metric: Metric, typed: str) -> None:
    try:
        figure = read_figure(metric, typed)
    except FigureError:
        return
    low, high = POSSIBLE[metric]
    assert low <= figure.value <= high
    assert (figure.value2 is not None) == (figure.op is Operator.RANGE)


@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("metric", Metric)
def test_figure_shown_in_the_box_is_read_back_unchanged(
    site: Flask, metric: Metric, locale: str
) -> None:
    codes = {Metric.IP_RATING: 67.0, Metric.SECURITY_LEVEL: 3.0, Metric.EXPLOSION_PROOF: 1.0}
    if metric in codes:
        ops = (
            [Operator.EQUAL]
            if metric is Metric.EXPLOSION_PROOF
            else [Operator.EQUAL, Operator.AT_LEAST]
        )
        figures = [TypedFigure(op, codes[metric]) for op in ops]
    else:
        ops = [op for op in Operator if op is not Operator.RANGE]
        figures = [
            TypedFigure(op, value)
            for op in ops
            for value in (0.05, 8.3, 99.999)
            if value >= POSSIBLE[metric][0]
        ]
        figures.append(TypedFigure(Operator.RANGE, 20.0, 60.0))
        figures += (
            [TypedFigure(Operator.RANGE, -40.0, 70.0)] if metric is Metric.TEMPERATURE else []
        )

    with site.test_request_context(), force_locale(locale):
        for figure in figures:
            words = metric_figure(metric, figure.op, figure.value, figure.value2)
            sign = "= " if figure.op is Operator.EQUAL and metric not in codes else ""
            assert read_figure(metric, sign + words) == figure
