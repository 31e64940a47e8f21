"""The budget a posting states, in 万元."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from matchmaker.matching.scoring.reading.comparators import side_after, side_before
from matchmaker.matching.scoring.reading.prepared import Prepared, prepare
from matchmaker.matching.scoring.reading.quantities import read_number

_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|(?<!\d)\d{1,13}(?:\.\d{1,6})?|"
    r"[零〇一二两三四五六七八九十百千]{1,12}(?:点[零一二三四五六七八九]{1,6})?)"
)
_SCALE: Final = r"(?:亿|千万|百万|万|千)?"
_SUM: Final = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s?(?P<low_scale>{_SCALE})元?\s?(?:~|-|—|至|到)\s?)?"
    rf"(?P<high>{_NUMBER})\s?(?P<scale>{_SCALE})(?P<unit>元|块钱|块)?(?:人民币|整)?"
)
_TEN_THOUSANDS: Final = {"": 1e-4, "千": 0.1, "万": 1.0, "百万": 100.0, "千万": 1000.0, "亿": 1e4}
_CUE: Final = re.compile(
    r"预算|钱|资金|投资|经费|概算|限价|控制[数价额]|批复|额度|费用|报价|投入|总价|拦标|合同额"
    r"|服务费|造价|出资|花"
)
_OWN: Final = re.compile(r"本次|本项目|本标段|网络部分|本期|此次|预算|限价|控制[数价额]")
_FOREIGN: Final = re.compile(
    r"单[库台套户站]|保证金|注册资|营业额|产值|营收|销售|单价|每[台套个路户站人米公里]|违约|罚|押金|售价|卖"
    r"|收入|利润|税"
    r"|业绩|节约|节省|降本|损失|补贴|奖励|工本费|标书|矿井总?投资|全矿|整矿"
    r"|总投资(?=.{0,3}\d+(?:\.\d+)?亿)"
    r"|已投入|累计|去年|往年|资产|贷款|中标服务费|代理"
)
_OTHER_WORKS: Final = re.compile(r"业绩|近[三五3-5]年|类似项目|注册资本")
_COUNTED: Final = re.compile(r"[^\s,，。;；~\-)以之左内上封]")
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_PER_PIECE: Final = re.compile(r"\s?(?:元)?(?:/|每)(?!年)")
_CEILING: Final = re.compile(r"限价|控制[数价额]|拦标|上限|最高|封顶|不[得能]?(?:超|高于|突破)")
_ABOUT: Final = re.compile(r"\s?(?:左右|上下)")


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget in 万元 (10,000 yuan); None for an end not stated. It stands at [start, end)."""

    min_wan: float | None
    max_wan: float | None
    start: int
    end: int


def _wan(written: str, scale: str) -> float:
    return float(f"{read_number(written) * _TEN_THOUSANDS[scale]:.10g}")


def _budgets(page: Prepared) -> Iterator[tuple[int, Budget]]:
    """Each sum that can be the budget, with how surely: 2 said of this demand itself, 1 not."""
    folded = page.folded
    for match in _SUM.finditer(folded.translate(_FORMAL)):
        clause = page.clause_at(match.start())
        is_sum = match["unit"] or match["scale"] in {"万", "亿", "百万"}
        if is_sum and clause is not None:
            before = folded[clause.start : match.start()]
            if not match["unit"] and _COUNTED.match(folded, match.end()):
                continue  # 5万只表
            said = folded[clause.sentence_start : match.start()]
            if (
                _FOREIGN.search(before)
                or _OTHER_WORKS.search(said)
                or _PER_PIECE.match(folded, match.end())
            ):
                continue
            if not (_CUE.search(before) or (_CUE.search(said) and match["unit"])):
                continue
            yield (
                (2 if _OWN.search(before) else 1),
                _bounds(folded, clause.start, clause.end, match),
            )


def _bounds(folded: str, first: int, last: int, match: re.Match[str]) -> Budget:
    high = _wan(match["high"], match["scale"])
    if match["low"]:
        low = _wan(match["low"], match["low_scale"] or match["scale"])
        return Budget(low, high, match.start(), match.end())
    before, after = folded[first : match.start()], folded[match.end() : last]
    side = side_before(before) or side_after(after)
    if _ABOUT.match(after):
        side = None
    elif side in {"<", "<="} or (side is None and _CEILING.search(before)):
        return Budget(None, high, match.start(), match.end())
    if side in {">", ">="}:
        return Budget(high, None, match.start(), match.end())
    return Budget(high, high, match.start(), match.end())


def read_budget(text: str) -> Budget | None:
    """The budget of this demand: a ceiling before a plain sum, the demand's own before others.

    Unit prices, deposits, turnover and the investment of a whole site are no budget.
    """
    found = list(_budgets(prepare(text)))
    if not found:
        return None

    def rank(item: tuple[int, Budget]) -> tuple[bool, int, int]:
        sureness, budget = item
        return budget.min_wan is None, sureness, -budget.start

    return max(found, key=rank)[1]
