"""How well a demand is told, and how alike two are."""

import pytest

from matchmaker.demands.enums import QualityPoint
from matchmaker.demands.scoring import NEARLY_THE_SAME, Told, likeness, quality_of

GOOD = (
    "目前40台矿卡靠人驾驶，夜班事故隐患多，招工难。方案由调度员和安全员使用，约30人。"
    "按照今年的安全生产要求，年底前要实现编组无人运行。"
)


def test_a_demand_that_tells_everything_meets_all_points() -> None:
    told = Told(title="40台矿卡无人驾驶改造", text=GOOD, has_budget=True, lines=7, musts=6)

    assert quality_of(told).unmet == ()


@pytest.mark.parametrize(
    ("title", "text", "point"),
    [
        ("5G应用项目需求", GOOD, QualityPoint.SUMMARY),
        ("矿卡无人驾驶", "为了年底前投产，由调度员使用。", QualityPoint.PROBLEM),
        ("矿卡无人驾驶", "夜间事故多，为了安全要尽快改。", QualityPoint.USERS),
        ("矿卡无人驾驶", "司机夜间驾驶事故多。", QualityPoint.WHY_NOW),
    ],
)
def test_what_the_words_leave_out_is_named(title: str, text: str, point: QualityPoint) -> None:
    assert point in quality_of(Told(title=title, text=text)).unmet


@pytest.mark.parametrize(
    ("lines", "musts", "is_met"), [(0, 0, False), (3, 0, True), (6, 6, True), (9, 7, False)]
)
def test_more_than_six_musts_or_no_line_at_all_is_named(
    lines: int, musts: int, *, is_met: bool
) -> None:
    quality = quality_of(Told(title="矿卡", text=GOOD, lines=lines, musts=musts))

    assert (QualityPoint.MUSTS in quality.met) is is_met


def test_a_goal_says_why_and_a_figure_in_the_text_is_a_budget() -> None:
    quality = quality_of(Told(title="矿卡", text="预算300万元。", has_goals=True))

    assert {QualityPoint.WHY_NOW, QualityPoint.BUDGET} <= set(quality.met)


def test_nothing_meets_nothing() -> None:
    assert quality_of(Told(title="", text="")).met == ()


def test_likeness_ignores_marks_width_and_case_but_not_another_subject() -> None:
    same = likeness(GOOD, GOOD.replace("，", " ").replace("40", "４０"))
    other = likeness(GOOD, "车间里的质检相机要把高清图像实时传到边缘服务器，误检率要低。")

    assert same == 1.0
    assert other < 0.05
    assert likeness(GOOD, GOOD + "请尽快联系。") > NEARLY_THE_SAME
    assert likeness("", "") == 0.0
