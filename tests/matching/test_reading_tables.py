"""Tables pasted from a sheet or a page are read by the headings of their columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.scoring.reading.requirements import read_requirements
from matchmaker.matching.scoring.reading.tables import with_headings


def read(text: str) -> list[tuple[object, ...]]:
    return [
        (one.metric, one.op, one.value, text[one.start : one.end])
        for one in read_requirements(text)
    ]


def test_a_column_names_the_figures_below_it_and_gives_their_unit() -> None:
    text = "业务\t时延(ms)\t上行(Mbps)\n远程控制\t20\t≥50\n视频\t≤200\t100"
    assert read(text) == [
        ("latency", "<=", 20.0, "20"),
        ("ul_rate", ">=", 50.0, "50"),
        ("latency", "<=", 200.0, "200"),
        ("ul_rate", ">=", 100.0, "100"),
    ]


def test_a_column_of_units_counts_for_its_row() -> None:
    text = "指标\t单位\t要求值\n时延\tms\t≤20\n可靠性\t%\t99.99"
    assert read(text) == [("latency", "<=", 20.0, "20"), ("reliability", ">=", 99.99, "99.99")]


def test_lines_with_strokes_are_a_table_too() -> None:
    text = "| 业务 | 上行 |\n|---|---|\n| 远控 | 50Mbps |"
    assert read(text) == [("ul_rate", ">=", 50.0, "50Mbps")]


def test_rows_that_name_their_metric_need_no_heading() -> None:
    text = "指标\t要求\n时延\t≤20ms\n上行\t≥100Mbps"
    assert [one[0] for one in read(text)] == ["latency", "ul_rate"]
    assert with_headings(text)[0] == text


@pytest.mark.parametrize(
    "text", ["", "\t", "|\n|", "时延\t", "\t时延(ms)\n\t\n", "a\tb\r\n1\t2\r\n"]
)
def test_tables_without_content_are_no_trouble(text: str) -> None:
    assert read(text) == []


CELLS = ("时延(ms)", "上行", "单位", "ms", "20", "≥50Mbps", "远控", "\t", "|", "\n", " ", "8km")


@given(st.lists(st.sampled_from(CELLS), max_size=40).map("".join))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    headed, places = with_headings(text)
    assert len(headed) == len(places)
    assert all(0 <= place < len(text) for place in places)
    for one in read_requirements(text):
        assert 0 <= one.start < one.end <= len(text)
        assert any(sign.isdigit() for sign in text[one.start : one.end])
