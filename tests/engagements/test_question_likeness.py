"""How alike two questions are: pairs as providers put them."""

import pytest

from matchmaker.engagements.scoring.questions import NEAR, likeness

SAME = [
    ("井下基站的供电由谁提供？", "请问井下基站供电由谁提供"),
    ("井下基站的供电由谁提供？", "井下基站由哪一方供电？"),
    ("现场是否有光纤到机房？", "请问现场有没有光纤到机房？"),
    ("上行带宽 100 Mbps 是单台车还是整个矿区？", "上行 100Mbps 的带宽指单台车，还是全矿区合计？"),
    ("数据能否出园区？", "数据可以出园区吗？"),
    ("需要对接哪些既有系统，有没有接口文档？", "要和哪些现有系统对接？接口文档能提供吗？"),
    ("现场踏勘安排在什么时候？", "什么时候可以安排现场踏勘？"),
    ("验收标准是什么？", "按什么标准验收？"),
    ("5G 专网的频段由谁申请？", "５Ｇ专网频段谁来申请？"),
]
# The same thing in other words: pairs of characters do not see it, the demand's people do.
SAID_OTHERWISE = [
    ("矿区有没有现成的光纤？", "矿区是否已有光纤资源？"),
    ("项目预算是否含三年运维？", "预算里包含运维费用吗，包几年？"),
    ("能否接受分期付款？", "付款方式可以分期吗？"),
]
OTHER = [
    ("井下基站的供电由谁提供？", "井下基站的防爆等级是多少？"),
    ("项目预算是否含三年运维？", "项目工期是否含试运行？"),
    ("现场是否有光纤到机房？", "现场是否允许夜间施工？"),
    ("上行带宽 100 Mbps 是单台车还是整个矿区？", "时延 20 ms 是单程还是往返？"),
    ("验收标准是什么？", "付款方式是什么？"),
    ("需要对接哪些既有系统？", "需要哪些资质？"),
    ("数据能否出园区？", "设备能否出租？"),
    ("摄像头由谁采购？", "服务器由谁采购？"),
    ("5G 专网的频段由谁申请？", "5G 专网的运维由谁负责？"),
    ("投标截止时间是哪天？", "踏勘时间是哪天？"),
    ("是否接受联合体投标？", "是否接受进口设备？"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_asks_the_same_is_near_either_way_round(one: str, other: str) -> None:
    assert likeness(one, other) >= NEAR
    assert likeness(other, one) == likeness(one, other)


@pytest.mark.parametrize(("one", "other"), OTHER + SAID_OTHERWISE)
def test_a_common_pattern_alone_makes_no_question_near(one: str, other: str) -> None:
    assert likeness(one, other) < NEAR


def test_the_figure_is_dices_coefficient() -> None:
    # 供电电压 gives 供电 电电 电压, 供电方式 gives 供电 电方 方式: one of three is common.
    assert likeness("供电电压", "供电方式") == pytest.approx(2 * 1 / (3 + 3))
    assert likeness("供电！", "供 电") == 1.0
    assert likeness("是什么？", "是什么") == 1.0
    assert likeness("電", "电") == 0.0
    assert likeness("", "供电") == likeness("？！", "？！") == 0.0
