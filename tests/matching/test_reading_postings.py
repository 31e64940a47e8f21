"""Budget, dates and capabilities are read from a posting."""

from datetime import date

import pytest
from factories.matching import VOCABULARY

from matchmaker.matching.scoring.reading.capabilities import read_capabilities
from matchmaker.matching.scoring.reading.dates import read_deadline, read_duration_days
from matchmaker.matching.scoring.reading.money import read_budget


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("预算区间为220万至260万元", (220, 260)),
        ("最高限价286万元", (None, 286)),
        ("预算不超过人民币四百二十万元", (None, 420)),
        ("总概算0.18亿元", (1800, 1800)),
        ("投标保证金10万元", None),
        ("年营业额3亿元", None),
        ("预算300万元以上", (300, None)),
    ],
)
def test_budget_is_read_in_wan(text: str, expected: tuple[float | None, float | None]) -> None:
    budget = read_budget(text)
    assert (budget and (budget.min_wan, budget.max_wan)) == expected


def test_month_means_its_last_day_and_the_last_phase_counts() -> None:
    deadline = read_deadline("一期2026年2月底上线，二期2026年9月完成。")
    assert deadline is not None
    assert deadline.day == date(2026, 9, 30)


def test_closing_date_of_a_call_is_no_deadline() -> None:
    assert read_deadline("报名截止时间为2026年5月20日前") is None
    assert read_deadline("2026年2月31日前上线") is None


@pytest.mark.parametrize(
    ("text", "days"),
    [("合同签订后8个月内完成", 240), ("建设期一年半", 545), ("服务期三年，质保五年", None)],
)
def test_time_to_build_is_read(text: str, days: int | None) -> None:
    duration = read_duration_days(text)
    assert (duration and duration.days) == days


def test_capabilities_wanted_are_read_as_written() -> None:
    text = "已有MEC机房，不考虑切片，优选RedCap；校园数据不出校。"
    read = read_capabilities(text, VOCABULARY)
    assert [one.words for one in read] == ["RedCap", "校园数据不出校"]
