"""Which metric a figure is of: the words around it, its unit, and what was named before it."""

import re
from typing import Final

from matchmaker.matching.scoring.reading.clauses import Clause
from matchmaker.matching.scoring.reading.metrics import (
    AT_WORK,
    BOTH_WAYS,
    CONNECTED,
    COVERED,
    CUES,
    FAR_OFF,
    IN_SERVICE,
    NOT_COVERED,
    NOT_DEVICES,
    NOT_IN_SERVICE,
    OTHER,
    PER_AREA,
    SEAT_WORDS,
    STREAM_UNIT,
    STREAM_WORDS,
    WEATHER,
    Cues,
)
from matchmaker.matching.scoring.reading.quantities import Dimension, Quantity

_BARE_RATE: Final = frozenset({"M", "兆", "G"})
_GENERATIONS: Final = frozenset({2000.0, 3000.0, 4000.0, 5000.0, 6000.0})  # 5G is no 5 Gbps
_COARSEST_FIX: Final = 50.0  # metres
_DIRECTIONS: Final = frozenset({"ul_rate", "dl_rate", BOTH_WAYS})
_PARTED: Final = re.compile(r"[、;\d]")
_SECONDS: Final = 1000.0
_ATTRIBUTIVE: Final = re.compile(
    r"(?:\s|以内|之内|以下|以上|及|级|的|低|超低|内|网络|端到端|通信|控制|传输|定位|\))*"
)
_LISTED: Final = re.compile(r"[、/及和与]")
_SHORT: Final = frozenset({"ms", "MS", "毫秒", "us", "μs", "微秒"})
_ONLY_CAPACITY: Final = re.compile(r"(?:≥|>=|不[低少小]于|至少|达到?|为|>|约|超过|大于)\s?$")
_CONNECTED_EN: Final = re.compile(
    r"\s?(?i:(?:connected|concurrent|simultaneous|online) [a-z]+|connections\b)"
    r"|\s?[A-Za-z]+ (?i:connected|concurrently|simultaneously|online)"
)
# 1.2万头，耳标全部在线: the next clause says what happens to them.
_ALL_CONNECTED: Final = re.compile(
    r"[，,][^，。；\d]{0,8}(?:全部|全都|均|都)(?:要|须|需|应)?(?:在线|接入|联网|入网|上线)"
)
_TOP_SPEED: Final = re.compile(r"(?:最高|设计|运行|最大)(?:运行)?(?:时速|车速|速度)")
_LINK: Final = re.compile(r"车地|通信|通讯|无线")
_BEHIND_BRACKET: Final = 6
PEOPLE: Final = re.compile(r"司机|工人|员工|职工|驾驶室|岗位|医生|护士|操作工|人工")
_AIRSPACE: Final = re.compile(r"\s?(?:以下|以上|以内)?(?:的)?(?:空域|低空|高度|高空|深度)")
_ALREADY: Final = re.compile(r"已|现有|目前")
_NEXT_WANTED: Final = re.compile(r"覆盖|补盲|有信号|信号(?:连续|无死角)")


def _nearest(
    cues: Cues, text: str, at: int, upto: int, *, last: bool
) -> tuple[str, int, int] | None:
    found = [
        (name, match.start(), match.end())
        for name, cue in cues
        for match in cue.finditer(text, at, upto)
    ]
    if not found:
        return None
    if last:
        # 下行体验速率: the direction says more than the word nearest to the figure.
        ways = [item for item in found if item[0] in _DIRECTIONS]
        said = [i for i in ways if not _PARTED.search(text, i[2], upto)]
        return max(said or found, key=lambda item: (item[2], item[2] - item[1]))
    return min(found, key=lambda item: (item[1], item[1] - item[2]))


def by_cue(
    folded: str, clause: Clause, quantity: Quantity, neighbours: tuple[int, int], own: Cues = ()
) -> str | None:
    """The metric the nearest cue of the clause names; None where the clause has none.

    A cue right behind the figure (20ms以内的时延) goes before one further ahead of the previous
    figure; `neighbours` are the end of the figure before and the start of the one after. `own` are
    cues of the site: where one is the same words as a built-in one, it holds.
    """
    cues = (*own, *CUES.get(quantity.dimension, ()))
    floor = max(clause.start, neighbours[0])
    ahead = _nearest(cues, folded, clause.start, quantity.start, last=True)
    gap = _ATTRIBUTIVE.match(folded, quantity.end)
    reach = min(clause.end, neighbours[1])
    behind = _nearest(cues, folded, quantity.end, reach, last=False)
    if ahead and ahead[1] >= floor:
        return ahead[0]
    if behind and gap and behind[1] <= gap.end():
        return behind[0]
    if ahead:
        return None if ahead[0] == "rate" else ahead[0]  # the figure before may say the direction
    if behind and not _LISTED.search(folded, quantity.end, behind[1]):
        return behind[0]
    return None


def by_own_word(
    folded: str, quantity: Quantity, neighbours: tuple[int, int], own: Cues
) -> str | None:
    """The metric a word of the site names right around a figure, up to the figures beside it."""
    ahead = _nearest(own, folded, neighbours[0], quantity.start, last=True)
    if ahead:
        return ahead[0]
    behind = _nearest(own, folded, quantity.end, neighbours[1], last=False)
    gap = _ATTRIBUTIVE.match(folded, quantity.end)
    return behind[0] if behind and gap and behind[1] <= gap.end() else None


def name_rate(
    named: str | None, earlier: str | None, quantity: Quantity, *, is_compared: bool
) -> str | None:
    """The direction said in the clause, else the one of a heading before it.

    A bare 2G is a rate only where a comparison stands before it.
    """
    if quantity.unit == "G" and quantity.low in _GENERATIONS and not is_compared:
        return None
    if named is None and quantity.unit in _BARE_RATE and earlier is None:
        return None
    if quantity.unit.startswith(("MB", "GB", "兆字节")) and named in {None, "rate"}:
        return None  # an amount of data, not a wanted rate
    return named or earlier or "rate"


def name_time(
    named: str | None, earlier: str | None, quantity: Quantity, *, of_people: bool
) -> str | None:
    """The metric of a duration; a heading before the clause names short ones only."""
    hours = quantity.low >= 60 * 60 * _SECONDS * 0.5
    if named == "battery_life" or "阴雨" in quantity.unit:
        return "battery_life" if hours and not of_people else None
    if hours:
        return None
    if named is not None:
        return named
    return (earlier or "latency") if quantity.unit in _SHORT else None


def is_accuracy(folded: str, clause: Clause, quantity: Quantity) -> bool:
    """A small length in a sentence on positioning: 人员定位…，整改后应达到1米以内."""
    if quantity.dimension is not Dimension.LENGTH or quantity.low > _COARSEST_FIX:
        return False
    if COVERED.search(folded, clause.start, clause.end):
        return False
    ahead = folded[clause.sentence_start : quantity.start]
    return "定位" in ahead and bool(re.search(r"误差|精度|偏差|达到?|[至到为]", ahead))


def name_extent(folded: str, clause: Clause, following: Clause | None, quantity: Quantity,
                *, followed: bool) -> str | None:  # fmt: skip
    """Area or length the network is to cover: the clause says so, or the next without a figure."""
    name = "coverage_area" if quantity.dimension is Dimension.AREA else "coverage_length"
    before = folded[max(clause.start, quantity.start - 8) : quantity.start]
    is_length = quantity.dimension is Dimension.LENGTH
    if is_length and (FAR_OFF.search(before) or _AIRSPACE.match(folded, quantity.end)):
        return None
    here = folded[clause.start : clause.end]
    closing = folded.find(")", quantity.end, clause.end)
    if closing >= 0 and "(" not in folded[quantity.end : closing]:
        is_meant = COVERED.search(folded, closing, min(clause.end, closing + _BEHIND_BRACKET))
        here = here if is_meant else folded[clause.start : closing]  # a fact in brackets
    if NOT_COVERED.search(here) or quantity.low < 0:
        return None
    if COVERED.search(here):
        return name
    if following and not followed and following.sentence == clause.sentence:
        there = folded[following.start : following.end]
        is_there = NOT_COVERED.search(there) or _ALREADY.search(there)
        if _NEXT_WANTED.search(there) and not is_there:
            return name
    return None


def name_count(folded: str, clause: Clause, quantity: Quantity) -> str | None:
    """Devices or people that connect, or streams of video; nothing for goods merely bought."""
    before, after = folded[clause.start : quantity.start], folded[quantity.end : clause.end]
    if PER_AREA.search(before):
        return "density"
    if NOT_DEVICES.match(after) or re.match(r"[月]", after):
        return None
    # Names listed with 、 each have their own figure.
    near_before = before.rpartition("、")[2]
    near_after = after.partition("、")[0]
    near = near_before + near_after
    if quantity.unit in STREAM_UNIT:
        said = folded[clause.sentence_start : quantity.start] + near_after
        return "video_streams" if STREAM_WORDS.search(said) else None
    if quantity.unit == "个" and SEAT_WORDS.search(near):
        return "video_streams"
    if not quantity.unit:
        return "connections" if _is_bare_count(near_before, after) else None
    is_next = _ALL_CONNECTED.match(folded, clause.end)
    return "connections" if is_next or CONNECTED.search(near) else None


def _is_bare_count(before: str, after: str) -> bool:
    """A figure without a unit that counts devices: 接入≥800, 150 connected AGVs."""
    if _CONNECTED_EN.match(after):
        return True
    is_said = re.search(r"(?:接入|并发|连接|在线|联网)[^，\d]{0,10}$", before)
    is_capacity = is_said and _ONLY_CAPACITY.search(before)
    return bool(is_capacity) and not re.match(r"\s*[%A-Za-z元万年月]", after)


def name_speed(folded: str, clause: Clause, following: Clause | None) -> str | None:
    """A speed at which the service must hold."""
    here = folded[clause.start : clause.end]
    if NOT_IN_SERVICE.search(here):
        return None
    there = folded[following.start : following.end] if following else ""
    if _TOP_SPEED.search(here) and _LINK.search(folded, clause.sentence_start, clause.start):
        return "mobility"
    held = IN_SERVICE.search(here) or re.search(r"掉线|中断|断网|断连|卡顿|切换|掉话|稳定", there)
    return "mobility" if held else None


def name_temperature(folded: str, clause: Clause, quantity: Quantity) -> str | None:
    """A temperature equipment has to work at, not the weather or a process."""
    here = folded[clause.start : clause.end]
    is_cold = quantity.low < 0 or re.search(r"温|零下", here)
    if quantity.unit == "度" and not is_cold:
        return None
    is_span = quantity.high is not None and quantity.low < 0 < quantity.high
    return "temperature" if (is_span or AT_WORK.search(here)) and not WEATHER.search(here) else None


def is_other(name: str | None) -> bool:
    """Whether the figure is of nothing a requirement can be about."""
    return name is None or name == OTHER
