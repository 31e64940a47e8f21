"""Indicators with their observations, and the key cities."""

from datetime import date

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import IndicatorSeed, SeedError, read_cities, read_indicators


@pytest.fixture(scope="module")
def indicators() -> dict[str, IndicatorSeed]:
    return {row.slug: row for row in read_indicators()}


def test_plans_set_the_targets_of_their_documents(indicators: dict[str, IndicatorSeed]) -> None:
    penetration = indicators["y27-ml-industry"]

    assert (penetration.op, penetration.target, penetration.unit) == (">=", 45, "%")
    assert (penetration.plan, penetration.target_year) == ("yangfan-2027", 2027)
    assert penetration.source == "P2024"


def test_observations_come_in_the_unit_of_the_indicator(
    indicators: dict[str, IndicatorSeed],
) -> None:
    latest = indicators["y27-vpn"].observations[-1]

    assert indicators["y27-vpn"].unit == "万个"
    assert (latest.as_of, latest.op, latest.value) == (date(2025, 9, 30), ">", 6.4)


def test_observation_with_an_inferred_date_is_not_official(
    indicators: dict[str, IndicatorSeed],
) -> None:
    total = indicators["bs-total"]

    assert [row.is_official for row in total.observations] == [True] * 6 + [False]
    assert (total.plan, total.target) == ("", None)


def test_month_without_day_counts_as_its_last_day(indicators: dict[str, IndicatorSeed]) -> None:
    assert indicators["trial-tourism"].observations[0].as_of == date(2024, 3, 31)


def test_target_may_be_a_range_or_words(indicators: dict[str, IndicatorSeed]) -> None:
    centres, coverage = indicators["y21-sec-centres"], indicators["y27-5ga"]

    assert (centres.target, centres.target_max) == (10, 20)
    assert (coverage.target, coverage.target_text) == (None, "全国地级及以上城市")


def test_day_of_an_indicator_is_observed_once_by_a_source() -> None:
    for indicator in read_indicators():
        seen = [(row.as_of, row.source) for row in indicator.observations]
        assert len(set(seen)) == len(seen)


def test_every_indicator_is_named_in_both_languages() -> None:
    assert all(row.name_zh and row.name_en and row.source for row in read_indicators())


def test_cities_are_the_twenty_of_the_table() -> None:
    cities = read_cities()
    chongqing = next(row for row in cities if row.region == "500000")

    assert [row.position for row in cities] == list(range(1, 21))
    assert (chongqing.iot_connections_10k, chongqing.bloom_cup_awards) == (266.35, 37)
    assert {row.region for row in cities if row.user_penetration_pct} == {
        "442000",
        "440400",
        "371400",
    }


def test_unknown_city_is_refused_with_its_line(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace("insight/cities_2025.tsv", "\t120000", "\t999999")

    with pytest.raises(SeedError, match="unknown gbt2260: '999999'") as caught:
        read_cities(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("insight/cities_2025.tsv", line)


def test_fact_about_a_city_outside_the_table_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace("insight/indicators.yaml", "{city: 中山,", "{city: 深圳,")

    with pytest.raises(SeedError, match="深圳 is not in") as caught:
        read_cities(seeds_copy.root)

    assert caught.value.line == line


def test_unit_that_does_not_convert_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace(
        "insight/indicators.yaml", "value: 1655, unit: 个", "value: 1, unit: 家"
    )

    with pytest.raises(SeedError, match="家 does not convert to 个") as caught:
        read_indicators(seeds_copy.root)

    assert caught.value.line == line


def test_observation_without_source_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace(
        "insight/indicators.yaml",
        "value: 414.1, unit: 万个, source: N2024",
        "value: 414.1, unit: 万个",
    )

    with pytest.raises(SeedError, match="source is missing") as caught:
        read_indicators(seeds_copy.root)

    assert caught.value.line == line
