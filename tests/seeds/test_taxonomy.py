"""Sectors, scenes, needs, capabilities, standards, regions, industries."""

from collections import Counter

import pytest
from factories.seeds_copy import SeedsCopy

from seeds.files import (
    NeedSeed,
    SceneSeed,
    SeedError,
    read_capabilities,
    read_firm_sizes,
    read_industries,
    read_neighbours,
    read_regions,
    read_sectors,
    read_standards,
    scenes_by_slug,
)


@pytest.fixture(scope="module")
def scenes() -> dict[str, SceneSeed]:
    return scenes_by_slug(read_sectors())


def need(scene: SceneSeed, metric: str) -> NeedSeed:
    return next(row for row in scene.needs if row.metric == metric)


def test_taxonomy_is_complete(scenes: dict[str, SceneSeed]) -> None:
    kinds = Counter(row.kind for row in read_capabilities())

    assert (len(read_sectors()), len(scenes), len(read_standards())) == (25, 229, 108)
    assert kinds == {"category": 14, "item": 95, "deployment": 3, "feature": 22, "security": 36}
    assert (len(read_industries()), len(read_firm_sizes())) == (97, 30)


def test_regions_are_34_provinces_333_prefectures_and_32_counties() -> None:
    levels = Counter(row.level for row in read_regions())

    assert levels == {"province": 34, "prefecture": 333, "county": 32}


def test_neighbours_are_mutual_and_cover_every_province() -> None:
    neighbours = read_neighbours()

    provinces = {row.code for row in read_regions() if row.level == "province"}
    assert set(neighbours) == provinces
    assert neighbours["320000"] == ("310000", "330000", "340000", "370000")
    assert all(code in neighbours[other] for code in neighbours for other in neighbours[code])


def test_regions_stand_after_the_one_above_them() -> None:
    seen: set[str | None] = {None}
    for region in read_regions():
        assert region.parent in seen
        seen.add(region.code)


def test_scene_of_a_source_carries_its_name_and_keywords(scenes: dict[str, SceneSeed]) -> None:
    scene = scenes["mining-unmanned-truck"]

    assert (scene.name_zh, scene.sector, scene.leader_type) == ("无人矿卡", "mining", "mine")
    assert "矿卡自动驾驶" in scene.aliases
    assert scene.is_sourced
    assert "YD/T 4778-2024" in {row.code for row in read_standards() if scene.slug in row.scenes}


def test_figure_read_in_a_source_is_official(scenes: dict[str, SceneSeed]) -> None:
    found = need(scenes["power-differential-protection"], "sync")

    assert (found.op, found.value, found.unit) == ("<=", 10, "us")
    assert (found.basis, found.is_official) == ("seen", True)


def test_unverified_figure_is_not_official(scenes: dict[str, SceneSeed]) -> None:
    found = need(scenes["power-differential-protection"], "availability")

    assert (found.basis, found.is_official) == ("inferred", False)


def test_figure_whose_profile_was_chosen_here_is_not_official(
    scenes: dict[str, SceneSeed],
) -> None:
    found = need(scenes["collaborative-design"], "latency")

    assert (found.basis, found.is_official) == ("seen", False)


def test_two_figures_are_a_range(scenes: dict[str, SceneSeed]) -> None:
    found = need(scenes["port-crane-remote"], "ul_rate")

    assert (found.op, found.value, found.value2, found.unit) == ("range", 20, 60, "Mbps")


def test_every_need_names_its_source(scenes: dict[str, SceneSeed]) -> None:
    needs = [row for scene in scenes.values() for row in scene.needs]

    assert all(row.source for row in needs)
    assert {row.basis for row in needs if row.is_official} == {"seen", "seen-secondary"}


def test_metric_stands_once_in_a_scene(scenes: dict[str, SceneSeed]) -> None:
    for scene in scenes.values():
        metrics = [row.metric for row in scene.needs]
        assert len(set(metrics)) == len(metrics)


def test_item_knows_its_category() -> None:
    capabilities = {row.slug: row for row in read_capabilities()}

    assert capabilities["redcap-module"].parent == "module"
    assert capabilities["sec-zero-trust"].group_zh == "接入与身份"


def test_general_standard_names_no_sector() -> None:
    slicing = next(row for row in read_standards() if row.code == "YD/T 3973-2021")

    assert (slicing.is_general, slicing.sectors, slicing.year) == (True, (), 2021)
    assert slicing.capabilities == ("slice",)


def test_edition_that_is_no_year_is_kept_as_written() -> None:
    v2x = next(row for row in read_standards() if row.code == "3GPP TS 22.186")

    assert (v2x.year, v2x.edition) == (None, "R15+")


@pytest.mark.parametrize(
    ("old", "new", "row", "problem"),
    [
        ("[vpn-hybrid", "[none", "- slug: collaborative-design", "unknown network: none"),
        ("slug: cloud-plc", "slug: fault-diagnosis", "- slug: fault-diagnosis", "already stands"),
        ("{profile: xr-", "{profile: no-", "needs: {profile: no-interactive", "unknown profile"),
        ("{profile: xr-", "{speed: 1, profile: xr-", "needs: {speed", "unknown figure: speed"),
        ("dl_mbps: [100, 1000], rel", "dl_mbps: [9, 1], rel", "dl_mbps: [9, 1]", "not a range"),
        ("gbt4754: ['44']", "gbt4754: ['98']", "- code: power", "unknown gbt4754: 98"),
        ("origin: [M1]", "origin: [M9]", "- slug: collaborative-design", "unknown origin: M9"),
    ],
)
def test_broken_scene_names_file_and_line(
    seeds_copy: SeedsCopy, old: str, new: str, row: str, problem: str
) -> None:
    scenes = seeds_copy.root / "taxonomy/scenes.yaml"
    head, sectors = scenes.read_text(encoding="utf-8").split("\nsectors:\n")
    scenes.write_text(f"{head}\nsectors:\n{sectors.replace(old, new, 1)}", encoding="utf-8")

    with pytest.raises(SeedError, match=problem) as caught:
        read_sectors(seeds_copy.root)

    lines = scenes.read_text(encoding="utf-8").splitlines()
    assert caught.value.file == "taxonomy/scenes.yaml"
    assert row in lines[caught.value.line - 1]


def test_capability_without_source_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace(
        "taxonomy/capabilities.yaml", ', source: "P2021 23; YD/T 3973-2021"', ""
    )

    with pytest.raises(SeedError, match="source is missing") as caught:
        read_capabilities(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("taxonomy/capabilities.yaml", line)


def test_standard_twice_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.append(
        "taxonomy/standards.tsv", "YD/T 3973-2021\t切片\tindustry\t*\t\tslice\t2021\tsomewhere"
    )

    with pytest.raises(SeedError, match="already stands in line") as caught:
        read_standards(seeds_copy.root)

    assert (caught.value.file, caught.value.line) == ("taxonomy/standards.tsv", line)


def test_scene_that_names_an_unlisted_standard_is_refused(seeds_copy: SeedsCopy) -> None:
    seeds_copy.replace("taxonomy/scenes.yaml", "VDA 5050", "VDA 9999")

    with pytest.raises(SeedError, match="not listed here: VDA 9999"):
        read_standards(seeds_copy.root)


def test_region_under_an_unknown_province_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.append(
        "taxonomy/regions.tsv", "999900\t2\t某市\t某\t\tMou\t990000\tprefecture_city\t华北\t东部"
    )

    with pytest.raises(SeedError, match="unknown parent: '990000'") as caught:
        read_regions(seeds_copy.root)

    assert caught.value.line == line


def test_firm_size_with_bounds_out_of_order_is_refused(seeds_copy: SeedsCopy) -> None:
    line = seeds_copy.replace(
        "taxonomy/firm_size_2017.tsv", "人\t1000\t300\t20", "人\t300\t1000\t20"
    )

    with pytest.raises(SeedError, match="bounds are not in order") as caught:
        read_firm_sizes(seeds_copy.root)

    assert caught.value.line == line
