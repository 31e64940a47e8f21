"""A posting is understood line by line, each with its place, and proposed as wishes."""

from datetime import date

import pytest
from factories.matching import REGIONS, VOCABULARY
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.scoring.posting import Posting, figure, proposals, read_posting
from matchmaker.matching.scoring.records import ABROAD
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.taxonomy.enums import RequirementKind

INDEX = SceneIndex(VOCABULARY)
TODAY = date(2026, 1, 1)
TEXT = (
    "江苏南京某港口岸桥远控改造：时延不得超过20ms，上下行各≥50Mbps，防护等级IP67；"
    "希望采用网络切片，预算300万元以内，2026年3月2日前上线。"
)


def posting_of(text: str) -> Posting:
    return read_posting(text, vocabulary=VOCABULARY, index=INDEX, regions=REGIONS, today=TODAY)


def test_every_kind_of_line_is_read_and_proposed_as_a_wish() -> None:
    lines = proposals(posting_of(TEXT))
    assert [(line.kind.value, line.subject, line.value, line.value2) for line in lines] == [
        ("metric", "latency", 20.0, None),
        ("metric", "ul_rate", 50.0, None),
        ("metric", "dl_rate", 50.0, None),
        ("metric", "ip_rating", 67.0, None),
        ("capability", "slice", None, None),
        ("region", "320100", None, None),
        ("budget", "", None, 300.0),
        ("time", "", None, 60.0),
    ]
    assert not any(line.must for line in lines)
    assert len({line.key for line in lines}) == len(lines)


def test_a_deadline_that_has_passed_is_no_line() -> None:
    posting = posting_of("2025年3月2日前上线。")
    assert posting.days_left is not None
    assert posting.days_left < 0
    assert proposals(posting) == ()


def test_a_place_outside_china_is_abroad() -> None:
    posting = posting_of("印尼某镍矿无人矿卡项目。")
    assert posting.is_abroad
    (line,) = proposals(posting)
    assert (line.kind, line.subject) == (RequirementKind.REGION, ABROAD)


@pytest.mark.parametrize(
    ("value", "number"), [("IP67", 67), ("IP6X", 60), ("IPX7", 7), ("IP69K", 69), (True, 1)]
)
def test_codes_are_figures_too(value: float | str, number: float) -> None:
    assert figure(value) == number


PIECES = (
    "时延", "≤", "20ms", "上行", "50/下行200Mbps", "不得", "参考", "现有",
    "IP67", "等保", "三级", "江苏", "南京市", "玄武区", "预算", "300", "万元",
    "2026年", "3月", "底", "前上线", "，", "。", "；", "\n", "①", "1.",
    "（", "切片", "数据不出园区", "－", "０", "℃", "零下", "~", "个9", "半年",
    "GB/T 42126", "MB/s",
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read_and_every_line_stands_in_it(text: str) -> None:
    posting = posting_of(text)
    one = (posting.budget, posting.deadline, posting.duration)
    named = [
        *((line.words, line.start, line.end) for line in posting.capabilities),
        *((line.words, line.start, line.end) for line in posting.standards),
        *((line.words, line.start, line.end) for line in posting.regions),
    ]
    spans = [
        *((line.start, line.end) for line in posting.requirements),
        *((line.start, line.end) for line in one if line),
    ]
    assert all(text[start:end] == words for words, start, end in named)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(not line.must for line in proposals(posting))
