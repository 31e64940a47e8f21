"""When a posting wants its delivery: a date, or days to build."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from matchmaker.matching.scoring.reading.prepared import Prepared, prepare
from matchmaker.matching.scoring.reading.quantities import Dimension

_DATE: Final = re.compile(
    r"(?P<year>20\d\d)\s?(?:年|[-/.])\s?(?:"
    r"(?P<month>1[0-2]|0?[1-9])(?!\d)\s?(?:月份?|[-/.](?=\d))?\s?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s?[日号]?|(?P<part>[上中]旬))?"
    r"|第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年)|(?P<end>下半年|年?[底末内])"
    r"|(?P<end2>底|末|内))"
)
_LONGEST: Final = 3650  # days; beyond it the figure is a calendar year
_QUARTER: Final = {sign: n for n, sign in enumerate("一二三四", 1)} | {
    str(n): n for n in range(1, 5)
}
_DELIVERED: Final = re.compile(
    r"上线|完成|完工|交付|投用|投产|投运|投入|试运行|运行|验收|竣工|建成|开通|具备|启用|演出"
    r"|举办|开幕|到位"
    r"|部署|使用|达产|交工|见效|落地|开赛|开园|通车|工期|交货|之?前|[换装做改建干]完"
)
_CALL: Final = re.compile(
    r"报名|投标|截止|递交|开标|公告|征集|发布|提交|申报|报送|寄送|答疑|应答|响应文件|质保|有效期"
    r"|获取文件"
    r"|揭榜|联系"
)
_PAST: Final = re.compile(r"始建|成立|奠基|曾|已于|投运至今|历史|年建成|于.{0,14}(?:建成通|投产)")
_START: Final = re.compile(r"自\s?$|从\s?$")
_STARTS: Final = re.compile(r"(?:起|开工|开始|启动|进场)")
_BUILD_BEFORE: Final = re.compile(
    r"工期|建设期|建设周期|实施周期|交付周期|交付期|供货期|整改期限|期限|搭建|施工期|完成时间"
    r"|签订后|签约后|中标后"
    r"|开工后|(?:工期|建成|完成|交付|交货).{0,20}起$|建设时间|实施期|交货期|进场后|计划|力争"
)
_BUILD_AFTER: Final = re.compile(
    r"\s?(?:之?内|以内)?[^，。；\d]{0,10}(?:交付|完成|上线|建成|完工|竣工|验收|投用|开通|部署"
    r"|交货|到货|投运|建好|搞定)"
)
_NOT_BUILD: Final = re.compile(
    r"质保|保修|服务期|保障期|维保|运维|合同期|有效期|免费|响应|电池|续航|阴雨|培训|付款|支付"
    r"|公示|报名|待机"
    r"|租期|租赁|存储|保存|留存|连续|备电|周期(?<!建设周期)(?<!实施周期)(?<!交付周期)|每|公告"
    r"|试运行期|寿命|质量保证"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day delivery is wanted by; it stands at [start, end) of the text."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Duration:
    """Days to deliver or build; they stand at [start, end) of the text."""

    days: int
    start: int
    end: int


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _day_of(match: re.Match[str]) -> date | None:
    """The day a date means; of a month, quarter or year its last day. None for 31 April."""
    year = int(match["year"])
    if match["quarter"]:
        return _last_day(year, 3 * _QUARTER[match["quarter"]])
    if match["half"]:
        return date(year, 6, 30)
    if not match["month"]:
        return date(year, 12, 31)
    month = int(match["month"])
    if match["part"]:
        return date(year, month, 10 if match["part"] == "上旬" else 20)
    if not match["day"]:
        return _last_day(year, month)
    day = int(match["day"])
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _deadlines(page: Prepared) -> Iterator[Deadline]:
    folded = page.folded
    for clause in page.clauses:
        for match in _DATE.finditer(folded, clause.start, clause.end):
            before, after = folded[clause.start : match.start()], folded[match.end() : clause.end]
            here = before + after
            if _CALL.search(here) or _PAST.search(here) or _START.search(before):
                continue
            # The head of a sentence says what its dates are of: 交付：…，2026年5月底.
            head = folded[clause.sentence_start : clause.start]
            if _STARTS.match(after.strip()) or not _DELIVERED.search(here + head):
                continue
            day = _day_of(match)
            if day:
                yield Deadline(day, match.start(), match.end())


def read_deadline(text: str) -> Deadline | None:
    """The day of delivery, of the last phase if there are several.

    Closing dates of calls, starts of work and dates of the past are no deadlines.
    """
    return max(_deadlines(prepare(text)), key=lambda found: found.day, default=None)


def read_duration_days(text: str) -> Duration | None:
    """Days to deliver or build: a month 30, a year 365, half a year 180; working days as stated.

    Terms of service, warranty and contract are none. Of several phases the longest counts.
    """
    page = prepare(text)
    folded = page.folded
    day = 24 * 3_600_000.0
    found = []
    for quantity in page.quantities:
        days = (quantity.high or quantity.low) / day
        if folded[quantity.start - 1 : quantity.start] == "月":
            continue  # 6月30日内
        if quantity.dimension is not Dimension.TIME or not 1 <= days <= _LONGEST:
            continue
        clause = page.clause_at(quantity.start)
        if clause is None:
            continue
        before = folded[clause.start : quantity.start]
        after = folded[quantity.end : clause.end]
        if _NOT_BUILD.search(before) or _NOT_BUILD.match(after):
            continue
        if _BUILD_AFTER.match(after) or _BUILD_BEFORE.search(before):
            found.append(Duration(round(days), quantity.start, quantity.end))
    return max(found, key=lambda one: one.days, default=None)
