"""A small vocabulary, a few places, and offerings for tests of the pure ranking."""

from dataclasses import replace

from hypothesis import strategies as st

from matchmaker.matching.scoring import (
    FIRST_MODEL,
    CapabilityEntry,
    ConceptEntry,
    EvidenceRecord,
    OfferingRecord,
    Ranker,
    RegionEntry,
    Regions,
    SceneEntry,
    SectorEntry,
    Vocabulary,
)

YEAR = 2026
NO_FLOOR = replace(FIRST_MODEL, floor=0.0)

VOCABULARY = Vocabulary(
    scenes=[
        SceneEntry(
            "unmanned-truck", "无人矿卡", "mining", ("矿卡自动驾驶", "宽体车"), "卡车自动装运卸"
        ),
        SceneEntry(
            "shearing", "远程综采", "mining", ("采煤机远控", "液压支架"), "地面集中控制采煤机"
        ),
        SceneEntry("crane", "港机远程控制", "port", ("岸桥远控", "龙门吊"), "司机在中控室操作岸桥"),
        SceneEntry("surgery", "远程手术", "health", ("机器人手术",), "医生远程操控手术机器人"),
    ],
    sectors=[
        SectorEntry("mining", "智能矿山", ("露天矿",)),
        SectorEntry("port", "智慧港口", ("码头",)),
        SectorEntry("health", "卫生健康", ("医院",)),
    ],
    capabilities=[CapabilityEntry("slice", "网络切片"), CapabilityEntry("redcap", "轻量化终端")],
    concepts=[
        ConceptEntry("haul-truck", "矿用车辆", "setting", ("矿卡", "矿用卡车", "宽体车")),
        ConceptEntry("driverless", "无人驾驶", "task", ("无人", "自动驾驶", "无人驾驶")),
        ConceptEntry("crane", "起重机械", "setting", ("岸桥", "龙门吊", "行车")),
        ConceptEntry("other-meanings", "另有所指", "mask", ("进行车辆",)),
    ],
)

REGIONS = Regions(
    [
        RegionEntry("320000", "江苏省", "江苏", "华东", "东部"),
        RegionEntry("320100", "南京市", "南京", "华东", "东部"),
        RegionEntry("320200", "无锡市", "无锡", "华东", "东部"),
        RegionEntry("330000", "浙江省", "浙江", "华东", "东部"),
        RegionEntry("410000", "河南省", "河南", "华中", "中部"),
        RegionEntry("440000", "广东省", "广东", "华南", "东部"),
        RegionEntry("220000", "吉林省", "吉林", "东北", "东北"),
        RegionEntry("220200", "吉林市", "吉林", "东北", "东北"),
    ]
)

PHRASES = (
    "无人矿卡编组运输", "矿用卡车自动驾驶改造", "岸桥远程操控", "龙门吊视频回传", "远程手术指导",
    "采煤机地面集中控制", "5G专网覆盖", "时延20ms以内", "上行100Mbps", "降低成本", "提高效率",
    "希望减少现场人员", "瓦斯监测预警", "医院影像会诊",
)  # fmt: skip

texts = st.lists(st.sampled_from(PHRASES), min_size=1, max_size=5).map("，".join)
evidence = st.builds(
    EvidenceRecord,
    case_key=st.integers(1, 6),
    title=st.just("案例"),
    year=st.none() | st.integers(2015, YEAR),
    scenes=st.lists(st.sampled_from(list(VOCABULARY.scene_index)), max_size=2).map(tuple),
    reviewed=st.booleans(),
)
records = st.builds(
    OfferingRecord,
    key=st.integers(1, 30),
    title=st.sampled_from(PHRASES),
    text=texts,
    sector=st.none() | st.sampled_from(["mining", "port", "煤矿"]),
    scenes=st.lists(st.sampled_from([*VOCABULARY.scene_index, "gone"]), max_size=2).map(tuple),
    region=st.none() | st.sampled_from(["320100", "320000", "410000", "440000"]),
    capabilities=st.lists(st.sampled_from(["slice", "redcap", "gone"]), max_size=2).map(tuple),
    evidence=st.lists(evidence, max_size=3).map(tuple),
)


def ranker_of(*offerings: OfferingRecord) -> Ranker:
    """Rank these offerings without a floor."""
    return Ranker(offerings, vocabulary=VOCABULARY, regions=REGIONS, year=YEAR, model=NO_FLOOR)
