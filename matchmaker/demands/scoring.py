"""How well a demand is told, and how alike two of them are. Pure: words and figures in, facts out.

The six points are those a review of 31 published demands with 2,996 votes found missing most
(dxw, "Digital Outcomes and Specialists" notices, 2018): no problem 71 %, no users 74 %, no reason
65 %, no clear summary 68 %, no budget 32 %, more than six musts 77 %.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from matchmaker.demands.enums import QualityPoint

MUSTS_MOST: Final = 6
SUMMARY_LEAST: Final = 4  # characters of a title beside the words every title has
SHINGLE: Final = 3
NEARLY_THE_SAME: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What of a demand is looked at. `lines` counts its requirements, `musts` those of them."""

    title: str
    text: str
    has_budget: bool = False
    has_goals: bool = False
    lines: int = 0
    musts: int = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """Which of the six points a demand tells."""

    met: tuple[QualityPoint, ...]
    unmet: tuple[QualityPoint, ...]

    @property
    def total(self) -> int:
        """How many points there are."""
        return len(self.met) + len(self.unmet)


def quality_of(told: Told) -> Quality:
    """Hold a demand against the six points.

    Words are found by their cues, so a point is a reminder, never a condition. A goal says why;
    musts count once there is a line to check at all.
    """
    text = f"{told.title}\n{told.text}"
    found = {
        QualityPoint.SUMMARY: _is_summary(told.title),
        QualityPoint.PROBLEM: bool(_PROBLEM.search(text)),
        QualityPoint.USERS: bool(_USERS.search(text)),
        QualityPoint.WHY_NOW: told.has_goals or bool(_WHY_NOW.search(text)),
        QualityPoint.BUDGET: told.has_budget or bool(_BUDGET.search(text)),
        QualityPoint.MUSTS: told.lines > 0 and told.musts <= MUSTS_MOST,
    }
    return Quality(
        tuple(point for point in QualityPoint if found[point]),
        tuple(point for point in QualityPoint if not found[point]),
    )


def likeness(one: str, other: str) -> float:
    """Give how alike two texts are, 0 to 1: the share of common triples of their characters.

    Jaccard's index of sets of shingles (A. Broder, 1997); letters, digits and Han only, in one
    width and case.
    """
    first, second = _shingles(one), _shingles(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)


def _shingles(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(character for character in plain if character.isalnum())
    return {kept[at : at + SHINGLE] for at in range(max(0, len(kept) - SHINGLE + 1))}


def _is_summary(title: str) -> bool:
    return len(_COMMONPLACE.sub("", title)) >= SUMMARY_LEAST


_COMMONPLACE: Final = re.compile(
    r"5G(-A)?|需求|项目|采购|招标|公告|建设|改造|方案|应用|系统|解决|关于|征集|发布|升级|[\W_]|[的与及和]",
    re.IGNORECASE,
)
_PROBLEM: Final = re.compile(
    "问题|困难|难题|难以|很难|痛点|不足|不够|瓶颈|隐患|事故|风险|危险|无法|不能|不便|不稳|经常|频繁|"
    "(?:效率|质量|精度|良率|利用率|产能)[^，。；]{0,4}低|(?:成本|能耗|强度|误差|故障率)[^，。；]{0,4}高|"
    "依赖人工|依靠人工|靠人|人工[^，。；]{0,6}(?:检|巡|抄|录|看|盯|搬|驾|操作)|"
    "缺少|缺乏|没有覆盖|盲区|滞后|延误|卡顿|掉线|中断|浪费|损失|招工难|现状|目前[^。；]{0,20}[仍还只]"
)
_USERS: Final = re.compile(
    "司机|驾驶员|操作员|操作工|调度员|巡检员|检修|质检员|值班|班组|工人|矿工|员工|职工|人员|技师|工程师|"
    "医生|医师|护士|患者|教师|老师|学生|游客|旅客|乘客|居民|老人|农户|渔民|民警|消防员|救援队|客户|"
    r"用户|使用者|\d+\s*(?:名|位|人)(?!民币)|由[^，。；]{2,12}(?:使用|操作|负责)|供[^，。；]{2,12}使用"
)
_WHY_NOW: Final = re.compile(
    "因为|由于|因此|为了|为满足|为落实|按照|根据|响应|政策|规定|整改|督查|验收|"
    "(?:今|明|年|月|季)[^，。；]{0,6}(?:底|前|内)|新建|扩建|搬迁|投产|到期|即将|急需|尽快|"
    "目标是|希望(?:减少|降低|提高|提升|缩短|实现)|以(?:减少|降低|提高|提升|缩短)"
)
_BUDGET: Final = re.compile(r"预算|最高限价|控制价|投资\s*[\d一二三四五六七八九十]|\d\s*万元")
