"""What offerings leave out, which are light, what cases reached, how organisations are called."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from matchmaker.catalogue.enums import Effect
from matchmaker.taxonomy.enums import Metric

_SHORTEST_NAME: Final = 2
HIDDEN: Final = ("某", "A ", "An ")  # how the name of a client begins that is not told
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


# 小快轻准 (小型化、快速化、轻量化、精准化): what notices of the ministry ask of products for
# small and medium firms. None gives figures: these thresholds are the platform's own.
LIGHT_PRICE_WAN: Final = 50  # 万元, the most a whole project costs
LIGHT_DAYS: Final = 60  # from order to going live, at the latest
LIGHT_SCENES: Final = 3
# What has to be built on the customer's site before anything works (slugs of capabilities).
HEAVY: Final = frozenset({"vpn-dedicated", "net-build", "core-5gc", "macro-bs", "industry-bs"})


class LightTerm(StrEnum):
    """What 小快轻准 asks of an offering."""

    SMALL = "small"  # 小型化: the price
    QUICK = "quick"  # 快速化: the time to going live
    LIGHT = "light"  # 轻量化: nothing to build on site
    PRECISE = "precise"  # 精准化: few scenes, so that it is made for them


@dataclass(frozen=True, slots=True)
class LightTest:
    """One term held against an offering; `is_met` is None where the offering does not say."""

    term: LightTerm
    is_met: bool | None


def light_tests(
    *,
    price_max_wan: Decimal | None,
    lead_days_max: int | None,
    capabilities: Collection[str],
    scenes: int,
) -> tuple[LightTest, ...]:
    """Hold the four terms of 小快轻准 against what an offering states; prices in 万元.

    `capabilities` are slugs, `scenes` how many it names. The thresholds are the platform's own.
    """
    return (
        LightTest(
            LightTerm.SMALL, None if price_max_wan is None else price_max_wan <= LIGHT_PRICE_WAN
        ),
        LightTest(LightTerm.QUICK, None if lead_days_max is None else lead_days_max <= LIGHT_DAYS),
        LightTest(LightTerm.LIGHT, None if not capabilities else HEAVY.isdisjoint(capabilities)),
        LightTest(LightTerm.PRECISE, None if scenes == 0 else scenes <= LIGHT_SCENES),
    )


def is_light(tests: Collection[LightTest]) -> bool:
    """Whether an offering is 小快轻准: every term is met, none left open."""
    return all(test.is_met for test in tests)
