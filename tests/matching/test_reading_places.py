"""Places of delivery are read as written; firms, schools and other projects are none."""

import pytest

from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring.reading.places import read_places
from matchmaker.matching.scoring.reading.requirements import read_requirements
from matchmaker.matching.scoring.reading.standards import read_standards
from matchmaker.matching.scoring.records import ABROAD

REGIONS = seed_regions()
CODES = seed_vocabulary().standards


def places(text: str) -> list[tuple[str, str | None]]:
    return [(place.words, place.code) for place in read_places(text, REGIONS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("山西省长治市襄垣县", [("山西省", "140000"), ("长治市", "140400"), ("襄垣县", None)]),
        ("吉林省吉林市某雪场", [("吉林省", "220000"), ("吉林市", "220200")]),
        ("青海省海南藏族自治州", [("青海省", "630000"), ("海南藏族自治州", "632500")]),
        ("四川凉山州输电线路", [("四川", "510000"), ("凉山州", "513400")]),
        ("上海市浦东新区", [("上海市", "310000"), ("浦东新区", None)]),
        ("江苏泰兴某化工厂", [("江苏", "320000"), ("泰兴", None)]),
        ("项目位于白银", [("白银", "620400")]),
        ("老挝某钾盐矿", [("老挝", ABROAD)]),
    ],
)
def test_each_level_is_a_place(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "由北京科技大学和上海电气提供技术支持",
        "中国铁塔股份有限公司湖南省分公司",
        "参考宁德某工厂的做法",
        "总部设在深圳",
        "年日照2600小时，黄金与白银价格上涨",
        "厂区、园区、矿区和库区",
        "采用东方某品牌",
        "",
    ],
)
def test_what_only_sounds_like_a_place_is_none(text: str) -> None:
    assert places(text) == []


def test_standards_are_found_with_and_without_year_and_part() -> None:
    read = read_standards("应符合GB/T 42126、YD/T 3973-2021和GB 50058；无需IEC 62443认证。", CODES)
    assert [(one.words, one.code) for one in read] == [
        ("GB/T 42126", "GB/T 42126.1-2022"),
        ("YD/T 3973-2021", "YD/T 3973-2021"),
        ("GB 50058", None),
    ]


def test_hundreds_of_lines_are_read_from_one_text() -> None:
    text = "；".join(f"时延≤{number}ms" for number in range(1, 701))
    assert [one.value for one in read_requirements(text)] == [float(n) for n in range(1, 701)]


@pytest.mark.parametrize(
    "piece", ["万", "1", "1,", "不", "-", "(", "数据", "江苏省", "自治", "\t1"]
)
def test_one_piece_over_and_over_is_no_requirement(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    assert read_requirements(text) == ()
    assert len(places(text)) <= 1
