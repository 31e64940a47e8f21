"""The pages of sectors, scenes, standards and capabilities."""

import pytest
from factories.catalogue import case, offering, provider
from factories.demands import open_demand
from factories.reading import MOST_QUERIES, addresses, card_titles, queries, table_rows
from factories.taxonomy import capability, plain_sector, standard, typical_need
from flask import Flask
from flask.testing import FlaskClient

from matchmaker import clock
from matchmaker.catalogue.enums import OfferingState
from matchmaker.db import db
from matchmaker.demands.enums import RequirementSource
from matchmaker.demands.models import Requirement
from matchmaker.matching.models import DemandStanding, StandingPlace
from matchmaker.taxonomy.enums import CapabilityKind, Trust
from matchmaker.taxonomy.models import Industry


def test_empty_pages_say_what_comes_here(client: FlaskClient) -> None:
    assert "还没有行业" in client.get("/sectors").text
    assert "还没有标准" in client.get("/standards").text
    assert "还没有能力目录" in client.get("/capabilities").text


def test_sectors_are_listed_with_what_each_holds(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        plain_sector("port", "港口")
        supplier = provider()
        for state in OfferingState:
            offering(supplier, state=state, sector=mining)
        case(sector=mining)
        open_demand(sector=mining)
        db.session.commit()

    rows = table_rows(client.get("/sectors").text)

    assert rows == [
        ["矿山", "2", "1 矿山的方案", "1 矿山的案例", "1 矿山的需求"],
        ["港口", "0", "0", "0", "0"],
    ]


def test_sector_lists_its_scenes_with_counts(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        mining.scenes[0].is_sourced = True
        other = plain_sector("port", "港口", "岸桥远控")
        offering(provider(), sector=mining, scenes=[mining.scenes[0], other.scenes[0]])
        case(scenes=[mining.scenes[1]])
        db.session.commit()

    rows = table_rows(client.get("/sectors/mining").text)

    assert rows == [
        ["无人矿卡", "1 无人矿卡的方案", "0", "0"],
        ["视频监控 平台归纳", "0", "1 视频监控的案例", "0"],
    ]


def test_sector_marks_inferred_industries_as_a_suggestion(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        db.session.add(
            Industry(
                code="06",
                section="B",
                name_zh="煤炭开采和洗选业",
                name_en="Coal",
                section_zh="采矿业",
                section_en="Mining",
            )
        )
        plain_sector("mining", "矿山").industries = ["06"]
        db.session.commit()

    page = client.get("/sectors/mining").text

    assert '煤炭开采和洗选业 (06) <span class="trust">平台建议值</span>' in page
    assert "这个行业还没有场景" in page


@pytest.mark.parametrize(
    "path", ["/sectors/unknown", "/sectors/Mining", "/sectors/-", "/scenes/unknown", "/scenes/a_b"]
)
def test_unknown_entry_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_scene_shows_figures_with_source_and_trust(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        scene = plain_sector("mining", "矿山", "无人矿卡").scenes[0]
        typical_need(scene)
        typical_need(
            scene, metric="availability", op=">=", value=99.9999, unit="%", is_official=False
        )
        typical_need(
            scene, metric="ul_rate", op="range", value=20, value2=60, unit="Mbps",
            trust=Trust.SECONDARY, source="https://example.org/a 表2",
        )  # fmt: skip
        db.session.commit()

    rows = table_rows(client.get("/scenes/mining-1").text)

    assert rows == [
        ["时延", "≤ 20 毫秒", "有出处", "示例规范 表1"],
        ["可用性", "≥ 99.9999%", "平台建议值", "示例规范 表1"],
        ["上行速率", "20–60 Mbps", "转引", "example.org（打开其他网站） 表2"],
    ]


def test_scene_without_content_says_what_comes_here(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡")
        db.session.commit()

    page = client.get("/scenes/mining-1").text

    for words in ("还没有典型需求", "还没有方案", "还没有案例", "还没有公开的需求"):
        assert words in page


def test_sector_sums_up_what_its_scenes_ask_and_lists_standards(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡", "视频监控")
        typical_need(mining.scenes[0], value=20)
        typical_need(mining.scenes[1], value=100, is_official=False)
        standard("YD/T 1-2024", "矿山5G专网", scenes=mining.scenes[:1])
        standard("YD/T 2-2024", "别的行业", sectors=[plain_sector("port", "港口")])
        db.session.commit()

    page = client.get("/sectors/mining").text

    rows = table_rows(page)
    assert ["时延", "≤ 20–100 毫秒", "2", "平台建议值"] in rows
    assert ["YD/T 1-2024", "矿山5G专网", "行业标准", ""] in rows
    assert "别的行业" not in page


def test_scene_lists_supply_demand_and_standards(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        scene = mining.scenes
        scene[0].aliases = ["矿卡自动驾驶"]
        scene[0].capabilities = [capability("mec", "边缘计算")]
        supplier = provider()
        offering(supplier, "没有佐证的方案", sector=mining, scenes=scene)
        offering(supplier, "有佐证的方案", sector=mining, scenes=scene, cases=[case(scenes=scene)])
        offering(supplier, "草稿", OfferingState.DRAFT, sector=mining, scenes=scene)
        open_demand(sector=mining, scenes=scene)
        standard("YD/T 1-2024", "矿山5G专网", scenes=scene)
        db.session.commit()

    page = client.get("/scenes/mining-1").text

    assert card_titles(page) == [
        "有佐证的方案",
        "没有佐证的方案",
        "某露天矿无人运输",
        "矿卡无人驾驶改造",
    ]
    assert "/offerings?capability=mec" in addresses(page)
    assert table_rows(page) == [["YD/T 1-2024", "矿山5G专网", "行业标准", "0", ""]]
    assert "矿卡自动驾驶" in page


def test_scene_shows_ten_offerings_and_leads_to_all(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        for number in range(11):
            offering(provider(f"单位{number}"), f"方案{number}", scenes=mining.scenes)
        db.session.commit()

    page = client.get("/scenes/mining-1").text

    assert len(card_titles(page)) == 10
    assert "看全部 11 个方案" in page
    assert "/offerings?scene=mining-1" in addresses(page)


def test_standards_are_filtered_by_level_sector_and_words(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining, port = plain_sector("mining", "矿山", "无人矿卡"), plain_sector("port", "港口")
        standard("GB/T 1", "矿山通用", "national", sectors=[mining])
        standard("YD/T 2", "矿卡遥控", scenes=mining.scenes)
        standard("YD/T 3", "切片要求", is_general=True)
        standard("YD/T 4", "岸桥远控", sectors=[port])
        db.session.commit()

    def codes(query: str) -> list[str]:
        return [row[0] for row in table_rows(client.get(f"/standards?{query}").text)]

    assert codes("") == ["GB/T 1", "YD/T 2", "YD/T 3", "YD/T 4"]
    assert codes("sector=mining") == ["GB/T 1", "YD/T 2", "YD/T 3"]
    assert codes("level=national") == ["GB/T 1"]
    assert codes("q=yd/t+远控") == ["YD/T 4"]
    assert codes("q=100%25") == []


def test_unknown_filter_values_are_dropped_and_named(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        standard("YD/T 3", "切片要求")
        db.session.commit()

    page = client.get("/standards?level=imaginary&sector=%00nowhere").text

    assert "没有“nowhere”、“imaginary”这样的条件" in page
    assert [row[0] for row in table_rows(page)] == ["YD/T 3"]


def test_standards_beyond_the_last_page_are_not_found(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        for number in range(51):
            standard(f"YD/T {number:03}", "切片要求")
        db.session.commit()

    assert len(table_rows(client.get("/standards?page=2").text)) == 1
    assert client.get("/standards?page=3").status_code == 404


def test_capabilities_stand_under_their_kind(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        chip = capability("chip", "芯片", CapabilityKind.CATEGORY)
        capability("rf-chip", "射频芯片", CapabilityKind.ITEM, parent_id=chip.id)
        capability("slice", "网络切片", source="P2021 23", is_sourced=True)
        capability("dlp", "数据防泄漏", CapabilityKind.SECURITY, aliases=["DLP"])
        db.session.commit()

    page = client.get("/capabilities").text

    assert {"/offerings?capability=chip", "/offerings?capability=rf-chip"} <= set(addresses(page))
    assert table_rows(page) == [
        ["网络切片", "", "P2021 23"],
        ["数据防泄漏 平台归纳", "DLP", ""],
    ]
    assert "/sources#P2021" in addresses(page)


def test_english_pages_use_english_names(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        plain_sector("mining", "矿山", "无人矿卡")
        db.session.commit()
    client.set_cookie("lang", "en")

    assert "<h1>Mining</h1>" in client.get("/sectors/mining").text
    assert "<h1>Scene 1</h1>" in client.get("/scenes/mining-1").text


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_need_few_queries_however_much_they_show(
    app: Flask, client: FlaskClient, rows: int
) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", *(f"场景{number}" for number in range(rows)))
        for number in range(rows):
            supplier = provider(f"单位{number}")
            offering(supplier, scenes=mining.scenes[:1], sector=mining)
            case(scenes=mining.scenes[:1], parts=[(supplier, "网络")])
            open_demand(scenes=mining.scenes[:1], sector=mining)
            capability(f"c-{number}", f"能力{number}")
            standard(f"YD/T {number}", "名称", sectors=[mining], scenes=mining.scenes[:1])
            plain_sector(f"s-{number}", f"行业{number}")
        db.session.commit()

    app.config["KEEP_ANSWERS"] = False
    for path in ("/sectors", "/sectors/mining", "/scenes/mining-1", "/standards", "/capabilities"):
        client.get(path)  # names that are kept are read once
        with queries(app) as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= MOST_QUERIES, path


def test_scene_says_what_is_missing(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡", "视频监控", "远程操控")
        first, second, third = mining.scenes
        wanted, _owner = open_demand(sector=mining, scenes=[first])
        wanted.requirements = [
            Requirement(
                kind="capability",
                capability=capability("mec", "边缘计算"),
                source=RequirementSource.STATED,
            ),
            Requirement(
                kind="metric", metric="latency", op="<=", value=20, source=RequirementSource.STATED
            ),
        ]
        supplier = provider()
        offering(supplier, scenes=[first])
        offering(supplier, scenes=[third])
        other, _owner = open_demand(sector=mining, scenes=[second])
        for row in (wanted, other):
            head = DemandStanding(demand_id=row.id, model_number=1, version=1, stood_at=clock.now())
            db.session.add(head)
        db.session.commit()
        number = wanted.id

    page = client.get("/scenes/mining-1").text
    assert "其中 1 条需求还没有达到门槛" in page
    assert f"/demands/{number}/matches" in addresses(page)
    assert "时延（1 条需求）、边缘计算（1 条需求）" in page
    assert "还没有一个方案标注用于这个场景" in client.get("/scenes/mining-2").text
    assert "有 1 个方案，现在没有公开的需求" in client.get("/scenes/mining-3").text
    sector_page = client.get("/sectors/mining").text
    assert "有需求，没有方案" in sector_page
    assert "1 条需求没有合适的方案" in sector_page
    assert "/scenes/mining-2" in addresses(page)  # its neighbour


def test_a_demand_with_a_match_above_the_floor_is_no_gap(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        mining = plain_sector("mining", "矿山", "无人矿卡")
        wanted, _owner = open_demand(sector=mining, scenes=mining.scenes)
        row = offering(provider(), scenes=mining.scenes)
        db.session.add(
            DemandStanding(demand_id=wanted.id, model_number=1, version=1, stood_at=clock.now())
        )
        db.session.flush()
        db.session.add(StandingPlace(demand_id=wanted.id, offering_id=row.id, rank=1, tenths=1000))
        db.session.commit()

    assert "排过名的 1 条需求都有达到门槛" in client.get("/scenes/mining-1").text
    assert "没有合适的方案" not in client.get("/sectors/mining").text
