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
from matchmaker.matching.scoring.records import ABROAD, Promise, Requirement
from matchmaker.taxonomy.enums import Metric, Operator, RequirementKind

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
    capabilities=[
        CapabilityEntry("slice", "网络切片", kind="feature"),
        CapabilityEntry("terminals", "终端", kind="category"),
        CapabilityEntry("redcap", "轻量化终端", kind="item", parent="terminals"),
        CapabilityEntry("virtual", "虚拟专网", kind="deployment"),
        CapabilityEntry("mixed", "混合专网", kind="deployment"),
        CapabilityEntry("gateway", "安全网关", kind="security"),
    ],
    concepts=[
        ConceptEntry("haul-truck", "矿用车辆", "setting", ("矿卡", "矿用卡车", "宽体车")),
        ConceptEntry("driverless", "无人驾驶", "task", ("无人", "自动驾驶", "无人驾驶")),
        ConceptEntry("crane", "起重机械", "setting", ("岸桥", "龙门吊", "行车")),
        ConceptEntry("other-meanings", "另有所指", "mask", ("进行车辆",)),
    ],
)

REGIONS = Regions(
    [
        RegionEntry("320000", "江苏省", "江苏", "华东", "东部", ("330000",)),
        RegionEntry("320100", "南京市", "南京", "华东", "东部"),
        RegionEntry("320200", "无锡市", "无锡", "华东", "东部"),
        RegionEntry("330000", "浙江省", "浙江", "华东", "东部", ("320000",)),
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
figures = st.sampled_from([0.0, 1.0, 3.0, 5.0, 7.0, 10.0, 20.0, 50.0, 54.0, 65.0, 67.0, 68.0, 99.9])
signed = figures | figures.map(lambda value: -value)
metrics = st.sampled_from(list(Metric))
capability_slugs = st.sampled_from([*VOCABULARY.capabilities, "gone"])
standard_codes = st.sampled_from(["GB/T 1", "YD/T 2"])
places = st.sampled_from(
    ["320000", "320100", "320200", "330000", "410000", "440000", "999999", "x"]
)
evidence_kinds = {
    "evidence": st.sampled_from(["case", "test-report", "certificate", "statement"]),
    "reviewed": st.booleans(),
    "valid_until": st.none() | st.sampled_from(["2026-01-31", "2026-02-01", "2030-01-01"]),
}


@st.composite
def typed(draw: st.DrawFn) -> dict[str, object]:
    """Draw what a line is about, and its figure."""
    kind = draw(
        st.sampled_from(
            [RequirementKind.METRIC] * 3 + [RequirementKind.CAPABILITY, RequirementKind.STANDARD]
        )
    )
    if kind is RequirementKind.CAPABILITY:
        return {"kind": kind, "subject": draw(capability_slugs)}
    if kind is RequirementKind.STANDARD:
        return {"kind": kind, "subject": draw(standard_codes)}
    op = draw(st.sampled_from(list(Operator)))
    low, high = sorted([draw(signed), draw(signed)])
    return {
        "kind": kind,
        "subject": draw(metrics).value,
        "op": op,
        "value": low,
        "value2": high if op is Operator.RANGE else None,
    }


@st.composite
def promise_lines(draw: st.DrawFn) -> Promise:
    """Draw a promise with its evidence."""
    proof = {name: draw(strategy) for name, strategy in evidence_kinds.items()}
    return Promise(**draw(typed()), **proof, source="报告")  # type: ignore[arg-type]


@st.composite
def requirement_lines(draw: st.DrawFn) -> Requirement:
    """Draw a requirement of any kind."""
    is_must = draw(st.booleans())
    key = str(draw(st.integers(0, 99)))
    match draw(st.sampled_from(["typed", "typed", "typed", "region", "budget", "time"])):
        case "region":
            place = draw(places | st.just(ABROAD))
            return Requirement(key, RequirementKind.REGION, place, must=is_must)
        case "budget":
            ends = draw(st.none() | figures), draw(st.none() | figures)
            return Requirement(
                key, RequirementKind.BUDGET, value=ends[0], value2=ends[1], must=is_must
            )
        case "time":
            return Requirement(
                key, RequirementKind.TIME, value2=draw(st.none() | figures), must=is_must
            )
        case _:
            return Requirement(key, **draw(typed()), must=is_must)  # type: ignore[arg-type]


def ends_of(
    values: st.SearchStrategy[float],
) -> st.SearchStrategy[tuple[float | None, float | None]]:
    """Draw from–to, in order, either end open."""
    pairs = st.tuples(values, values).map(sorted)
    return st.tuples(pairs, st.booleans(), st.booleans()).map(
        lambda drawn: (drawn[0][0] if drawn[1] else None, drawn[0][1] if drawn[2] else None)
    )


records = st.builds(
    OfferingRecord,
    key=st.integers(1, 30),
    title=st.sampled_from(PHRASES),
    text=texts,
    sector=st.none() | st.sampled_from(["mining", "port", "煤矿"]),
    scenes=st.lists(st.sampled_from([*VOCABULARY.scene_index, "gone"]), max_size=2).map(tuple),
    region=st.none() | st.sampled_from(["320100", "320000", "410000", "440000"]),
    capabilities=st.lists(capability_slugs, max_size=2).map(tuple),
    evidence=st.lists(evidence, max_size=3).map(tuple),
    promises=st.lists(promise_lines(), max_size=4).map(tuple),
    served=st.lists(places, max_size=2).map(tuple),
    nationwide=st.booleans(),
    abroad=st.booleans(),
    price_wan=ends_of(figures),
    lead_days=ends_of(st.integers(1, 60)),
    claimed=st.booleans(),
)


def ranker_of(*offerings: OfferingRecord) -> Ranker:
    """Rank these offerings without a floor."""
    return Ranker(offerings, vocabulary=VOCABULARY, regions=REGIONS, year=YEAR, model=NO_FLOOR)
