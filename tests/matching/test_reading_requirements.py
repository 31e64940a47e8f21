"""Typed requirements are read from Chinese text, and only what is wanted of the network."""

import json
from pathlib import Path
from typing import Any

import pytest

from matchmaker.matching.scoring.reading.requirements import ReadRequirement, read_requirements

DEVELOPMENT = Path(__file__).parent.parent / "data" / "eval" / "requirements_dev.jsonl"
LOOSE = {"battery_life", "coverage_area"}  # months, years and 亩 were converted


def short(text: str) -> list[tuple[object, ...]]:
    return [
        (one.metric, one.op, one.value, one.value2, one.must) for one in read_requirements(text)
    ]


def is_same(read: ReadRequirement, row: dict[str, Any]) -> bool:
    def near(one: object, other: object) -> bool:
        if isinstance(other, str | bool) or not isinstance(one, int | float):
            return one == other
        return one == pytest.approx(other, rel=0.03 if row["metric"] in LOOSE else 0.01)

    if read.metric != row["metric"]:
        return False
    if (read.op == "range") == (row["op"] == "range"):
        firsts = [row["value"], *row.get("value_also_ok", [])]
        return any(near(read.value, v) for v in firsts) and near(read.value2, row.get("value2"))
    return any(near(read.value, v) for v in row.get("value_also_ok", []))


def test_development_set_is_read_as_measured() -> None:
    hits = extra = missed = sides = musts = 0
    for line in DEVELOPMENT.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        left = list(read_requirements(row["text"]))
        for wanted in row["requirements"]:
            match = next((one for one in left if is_same(one, wanted)), None)
            if match is None:
                missed += 1
                continue
            left.remove(match)
            hits += 1
            sides += match.op in {wanted["op"], *wanted.get("op_also_ok", [])}
            musts += match.must in {wanted["must"], *wanted.get("must_also_ok", [])}
        optional = row.get("requirements_optional", [])
        extra += sum(not any(is_same(one, o) for o in optional) for one in left)
    assert hits / (hits + extra) >= 0.98
    assert hits / (hits + missed) >= 0.98
    assert sides / hits >= 0.98
    assert musts / hits >= 0.98


@pytest.mark.parametrize(
    "text",
    [
        "年产值35亿元，员工2000人，厂区占地1500亩。",
        "目前4G时延为80ms，上行仅12Mbps。",
        "采购CPE终端50台，质保3年，2小时到场。",
        "参考某兄弟矿项目时延15ms、上行200Mbps的做法。",
        "对时延不作要求，不考虑切片。",
        "质检准确率要求99.5%以上，采集周期100ms。",
        "",
        "5G、4G、WiFi 6与2.6GHz频段。",
    ],
)
def test_what_is_no_requirement_is_left_out(text: str) -> None:
    assert short(text) == []


def test_of_a_change_only_the_target_counts() -> None:
    assert short("上行从30Mbps提升到150Mbps，时延由100ms降至30ms以下") == [
        ("ul_rate", ">=", 150.0, None, None),
        ("latency", "<=", 30.0, None, None),
    ]


def test_only_the_part_to_be_covered_counts() -> None:
    assert short("全矿巷道120公里需覆盖，本期只覆盖其中40公里。") == [
        ("coverage_length", ">=", 40.0, None, None)
    ]


def test_each_direction_is_a_requirement_of_its_own() -> None:
    assert [one[0] for one in short("上下行各≥50M")] == ["ul_rate", "dl_rate"]


def test_a_prohibition_holds_in_its_clause_and_a_duty_in_its_sentence() -> None:
    assert [one[4] for one in short("时延不得超过20ms，抖动≤5ms")] == [True, None]
    assert [one[4] for one in short("时延应≤20ms，抖动≤5ms；丢包率≤0.1%")] == [True, True, None]
    assert [one[4] for one in short("须满足：①上行≥100Mbps；②时延≤15ms。")] == [True, True]


def test_a_wish_is_no_condition_and_applications_are_no_duty() -> None:
    assert short("最好时延≤20ms")[0][4] is False
    assert short("供应商的应用响应：时延≤20ms")[0][4] is None


def test_codes_are_read_with_their_side() -> None:
    assert short("防护等级IP67及以上，等保三级，隔爆设备") == [
        ("ip_rating", ">=", "IP67", None, None),
        ("security_level", "=", 3.0, None, None),
        ("explosion_proof", "=", True, None, None),
    ]


def test_places_are_those_of_the_text_as_written() -> None:
    text = "５Ｇ网络时延≤２０ｍｓ。"
    (read,) = read_requirements(text)
    assert text[read.start : read.end] == "２０ｍｓ"
