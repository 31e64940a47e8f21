"""Reading the taxonomy."""

import pytest
from factories.taxonomy import capability, plain_sector, province
from flask import g
from flask_babel import force_locale

from matchmaker.db import db
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.queries import (
    Chosen,
    Named,
    capabilities_with_slugs,
    capability_choices,
    capability_groups,
    chosen_from,
    region_named,
    region_prefix,
    sector_choices,
    sectors_with_scenes,
)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [("440000", "44"), ("371000", "3710"), ("440300", "4403"), ("429004", "429004")],
)
def test_region_prefix_ends_where_the_region_does(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    "words", ["440300", "深圳", "深圳市", "广东深圳", "广东省 深圳市", "深圳\x00"]
)
def test_region_is_found_as_people_write_it(words: str) -> None:
    province("440000", "广东省", ("440300", "深圳市"))

    found = region_named(words)

    assert found is not None
    assert found.code == "440300"


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("words", ["", " ", "火星", "深" * 41, "广东火星", "%", "44"])
def test_unknown_region_is_not_found(words: str) -> None:
    province("440000", "广东省", ("440300", "深圳市"))

    assert region_named(words) is None


@pytest.mark.usefixtures("session")
def test_filter_is_read_from_the_address() -> None:
    plain_sector("mining", "矿山", "无人矿卡")
    province("440000", "广东省", ("440300", "深圳市"))
    capability("mec", "边缘计算")

    chosen = chosen_from({"scene": "mining-1", "region": "深圳", "capability": " mec "})

    assert chosen.scene is not None
    assert (chosen.sector, chosen.scene.slug) == (chosen.scene.sector, "mining-1")
    assert chosen.region is not None
    assert chosen.region.code == "440300"
    assert chosen.capability is not None
    assert chosen.unknown == ()


@pytest.mark.usefixtures("session")
def test_scene_decides_the_sector() -> None:
    plain_sector("mining", "矿山", "无人矿卡")
    plain_sector("port", "港口")

    chosen = chosen_from({"sector": "port", "scene": "mining-1"})

    assert chosen.sector is not None
    assert chosen.sector.code == "mining"


@pytest.mark.usefixtures("session")
def test_unknown_values_are_cleaned_and_named() -> None:
    chosen = chosen_from({"sector": "\x00a\n b", "scene": "x" * 300, "region": "火星", "page": "2"})

    assert chosen == Chosen(unknown=("a b", "x" * 80, "火星"))


@pytest.mark.usefixtures("session")
def test_choices_are_named_in_the_language_of_the_reader() -> None:
    plain_sector("mining", "矿山")
    capability("mec", "边缘计算")

    with force_locale("en"):
        sectors, capabilities = sector_choices(), capability_choices()

    assert sectors == [Named("mining", "Mining")]
    assert capabilities[0].capabilities == [Named("mec", "边缘计算")]


@pytest.mark.usefixtures("session")
def test_capability_choices_stand_under_category_then_kind() -> None:
    chip = capability("chip", "芯片", CapabilityKind.CATEGORY, position=1)
    capability("rf-chip", "射频芯片", CapabilityKind.ITEM, parent_id=chip.id, position=2)
    capability("alone", "没有归类", CapabilityKind.ITEM, position=3)
    capability("slice", "网络切片", position=4)

    found = [
        (group.kind, group.category, [choice.value for choice in group.capabilities])
        for group in capability_choices()
    ]

    assert found == [
        (CapabilityKind.ITEM, "芯片", ["chip", "rf-chip"]),
        (CapabilityKind.ITEM, "", ["alone"]),
        (CapabilityKind.FEATURE, "", ["slice"]),
    ]


@pytest.mark.usefixtures("session")
def test_capabilities_are_grouped_by_category_then_kind() -> None:
    chip = capability("chip", "芯片", CapabilityKind.CATEGORY, position=1)
    inside = capability("rf-chip", "射频芯片", CapabilityKind.ITEM, parent_id=chip.id, position=2)
    feature = capability("slice", "网络切片", position=3)
    alone = capability("alone", "没有归类", CapabilityKind.ITEM, position=4)

    groups = [(group.kind, group.category, group.capabilities) for group in capability_groups()]

    assert groups == [
        (CapabilityKind.ITEM, chip, (inside,)),
        (CapabilityKind.ITEM, None, (alone,)),
        (CapabilityKind.FEATURE, None, (feature,)),
    ]


@pytest.mark.usefixtures("session")
def test_capabilities_unknown_or_unreadable_are_left_out() -> None:
    known = capability("slice", "网络切片")

    assert capabilities_with_slugs(["slice", "nothing", "\x00", "x" * 500]) == [known]


@pytest.mark.usefixtures("session")
def test_sectors_are_read_again_after_a_rollback() -> None:
    plain_sector("mining", "矿山", "无人矿卡")
    db.session.commit()
    before = sectors_with_scenes()
    db.session.rollback()

    after = sectors_with_scenes()

    assert [sector.name_zh for sector in after] == ["矿山"]
    assert g.sectors_with_scenes is not before
