"""Words of the site that name metrics: added to the built-in ones, literal, and only then."""

import pytest

from matchmaker.matching.scoring.reading.own_words import DIMENSIONS
from matchmaker.matching.scoring.reading.requirements import read_requirements
from matchmaker.matching.scoring.vocabulary import MetricWords
from matchmaker.taxonomy.enums import Metric

WORDS = (
    MetricWords("latency", ("响应时间",)),
    MetricWords("sync", ("环路耗时", "a.b+")),
    MetricWords("jitter", is_retired=True),
    MetricWords("ul_rate", ("上送能力",)),
    MetricWords("availability", ("在岗比",)),
    MetricWords("positioning", ("落点差",)),
    MetricWords("mobility", ("跑车速度",)),
    MetricWords("connections", ("挂点数",)),
    MetricWords("coverage_area", ("铺网范围",)),
    MetricWords("security_level", ("密保",)),
    MetricWords("explosion_proof", ("防燃爆型",)),
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("环路耗时不超过20ms", ("sync", "<=", 20_000.0)),
        ("响应时间不超过20ms", ("latency", "<=", 20.0)),
        ("A.B+不超过20ms", ("sync", "<=", 20_000.0)),
        ("上送能力不低于50Mbps", ("ul_rate", ">=", 50.0)),
        ("在岗比不低于99.9%", ("availability", ">=", 99.9)),
        ("落点差不超过30米", ("positioning", "<=", 30.0)),
        ("跑车速度120公里/小时", ("mobility", ">=", 120.0)),
        ("挂点数不少于300个", ("connections", ">=", 300.0)),
        ("铺网范围3平方公里", ("coverage_area", ">=", 3.0)),
        ("密保三级", ("security_level", "=", 3.0)),
        ("设备须为防燃爆型", ("explosion_proof", "=", True)),
    ],
)
def test_a_word_of_the_site_names_its_metric(
    text: str, read: tuple[str, str, float | bool]
) -> None:
    assert [(row.metric, row.op, row.value) for row in read_requirements(text, WORDS)] == [read]
    assert read[0] not in {row.metric for row in read_requirements(text)}


def test_words_are_literal_and_latin_ones_whole() -> None:
    words = (MetricWords("ul_rate", ("a.b", "up")),)

    assert [row.metric for row in read_requirements("axb 50Mbps", words)] == ["rate"]
    assert [row.metric for row in read_requirements("setup 50Mbps", words)] == ["rate"]
    assert [row.metric for row in read_requirements("UP 50Mbps", words)] == ["ul_rate"]


def test_a_retired_metric_is_not_read() -> None:
    text = "时延不超过20ms，抖动不超过5ms"

    assert [row.metric for row in read_requirements(text, WORDS)] == ["latency"]
    assert [row.metric for row in read_requirements(text)] == ["latency", "jitter"]


def test_each_metric_is_found_by_a_figure_or_by_words_alone() -> None:
    codes = {"ip_rating", "explosion_proof", "security_level"}

    assert {metric.value for metric in Metric} - codes == set(DIMENSIONS)
