"""What offerings leave out, which effects cases tell of, and how organisations are called."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matchmaker.catalogue.enums import Effect
from matchmaker.taxonomy.enums import Metric

_SHORTEST_NAME: Final = 2
_LEGAL_FORM: Final = re.compile(
    r"(?:[（(]?集团[）)]?)?(?:股份|责任|科技|技术)*(?:有限)?(?:责任)?公司$"
)
# The words published effects are told in; found by reading those of the seeds.
_EFFECT_WORDS: Final[Mapping[Effect, re.Pattern[str]]] = {
    Effect.EFFICIENCY: re.compile(
        "效率|产能|产出|节拍|吞吐|缩短|提速|周期|倍|秒级响应|周转|产值|每分钟产|工期|压缩"
    ),
    Effect.COST: re.compile("成本|费用|节约(?!用水)|节省|库存|投资减|增收|运行成本"),
    Effect.STAFF: re.compile(
        "减员|减人|用工|当班由|转岗|转到地面|替代.{0,8}(?:人|名)|不再下井|无人|少人"
    ),
    Effect.QUALITY: re.compile(
        "准确率|检出率|不良率|良品率|合格率|一致性|精度9|误差|判级|质检|在线运行率"
    ),
    Effect.ENERGY: re.compile("能耗|节能|省水|碳排|减排|节电"),
    Effect.NETWORK: re.compile(
        "时延|延时|延迟|授时|丢包|[GM]bps|定位精度|厘米级|无断网|零中断|覆盖"
    ),
    Effect.SCALE: re.compile(
        r"累计|规模化|\d万?[+多余]*(?:台|辆|个|座|人|艘|亩|路|公里|平方公里|件)"
    ),
    Effect.FIRST: re.compile("首个|首例|首台|首条|首家|首批|首次|第一个|唯一"),
}


def effects_in(text: str) -> tuple[Effect, ...]:
    """Give the kinds of effect a text of effects tells of, by the words it is told in."""
    return tuple(effect for effect, words in _EFFECT_WORDS.items() if words.search(text))


def short_names(name: str) -> tuple[str, ...]:
    """Give the name of an organisation without its legal form, if it has one.

    >>> short_names("华北矿用装备有限公司")
    ('华北矿用装备',)
    """
    short = _LEGAL_FORM.sub("", name)
    return (short,) if short != name and len(short) >= _SHORTEST_NAME else ()


class Gap(StrEnum):
    """A fact that is not stated, or stated without proof."""

    METRIC = "metric"
    REGION = "region"
    PRICE = "price"
    LEAD_TIME = "lead-time"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Missing:
    """A gap; for a metric which one, and how many open demands ask for it."""

    gap: Gap
    metric: Metric | None = None
    demands: int = 0


def missing_facts(
    *,
    promised: Collection[Metric],
    asked: Mapping[Metric, int],
    has_region: bool,
    has_price: bool,
    has_lead_time: bool,
    has_case: bool,
) -> tuple[Missing, ...]:
    """List what is missing: metrics asked for most often first, then the other facts.

    `asked` counts the open demands of the offering's scenes that ask for a metric.
    """
    figures = [
        Missing(Gap.METRIC, metric, count)
        for metric, count in sorted(asked.items(), key=lambda item: (-item[1], item[0]))
        if metric not in promised and count > 0
    ]
    facts = (
        (Gap.REGION, has_region),
        (Gap.PRICE, has_price),
        (Gap.LEAD_TIME, has_lead_time),
        (Gap.CASE, has_case),
    )
    return (*figures, *(Missing(gap) for gap, is_there in facts if not is_there))
