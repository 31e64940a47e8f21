"""Figures with their units as they are written in Chinese texts, in one unit per dimension."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final


class Dimension(StrEnum):
    """What a figure measures; the comment gives the unit every figure is turned into."""

    TIME = "time"  # ms
    RATE = "rate"  # Mbps
    PERCENT = "percent"  # %
    LENGTH = "length"  # m
    AREA = "area"  # km²
    SPEED = "speed"  # km/h
    TEMPERATURE = "temperature"  # °C
    COUNT = "count"
    DENSITY = "density"  # per km²


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure, or a range if `high` is given, as it stands at [start, end) of the text.

    `unit` is the unit as written ("" for none); `low` and `high` are in the unit of `dimension`.
    """

    dimension: Dimension
    low: float
    high: float | None
    unit: str
    start: int
    end: int


_HOUR: Final = 3_600_000.0
_DAY: Final = 24 * _HOUR
_UNITS: Final[tuple[tuple[str, Dimension, float], ...]] = (
    # Per square kilometre before everything: 个/km² is no count.
    (r"(?:个|台|终端|连接|只|户)?(?:终端|设备|连接)?/(?:km2|km²|平方公里|平方千米)",
     Dimension.DENSITY, 1.0),
    (r"(?:km|公里|千米)(?:/h|/小时|每小时|/时)|kmh|kph|迈|码(?![头流率分])", Dimension.SPEED, 1.0),
    (r"(?:m|米)(?:/s|/秒|每秒)", Dimension.SPEED, 3.6),
    (r"(?:km2|km²|km\^2|k㎡|平方公里|平方千米)", Dimension.AREA, 1.0),
    (r"(?:m2|m²|㎡|平方米|平米|平方|平(?![均台衡方整面稳行时]))", Dimension.AREA, 1e-6),
    (r"亩", Dimension.AREA, 1 / 1500),
    (r"公顷|hm2|hm²|ha(?![a-z])", Dimension.AREA, 0.01),
    (r"[Gg](?:bps|bit/s|b/s|bits/s)|吉比特(?:每秒|/秒)", Dimension.RATE, 1000.0),
    (r"[Mm](?:bps|bit/s|b/s|bits/s)|Mbps|MBPS|兆比特(?:每秒|/秒)|兆bps|兆位每秒",
     Dimension.RATE, 1.0),
    (r"[Kk](?:bps|bit/s|b/s)", Dimension.RATE, 0.001),
    (r"MB/s|MB/秒|兆字节(?:每秒|/秒)", Dimension.RATE, 8.0),
    (r"GB/s|GB/秒", Dimension.RATE, 8000.0),
    (r"M(?![A-Za-z])|兆(?![瓦赫帕字伏欧])", Dimension.RATE, 1.0),
    (r"G(?![A-Za-z])", Dimension.RATE, 1000.0),
    (r"℃|°C|°c|摄氏度|度(?!电)", Dimension.TEMPERATURE, 1.0),
    (r"%", Dimension.PERCENT, 1.0),
    (r"‰", Dimension.PERCENT, 0.1),
    (r"ns(?![a-z])|纳秒", Dimension.TIME, 1e-6),
    (r"us(?![a-z])|μs|微秒", Dimension.TIME, 1e-3),
    (r"ms(?![a-z])|MS(?![A-Z])|毫秒", Dimension.TIME, 1.0),
    (r"分钟|min(?![a-z])", Dimension.TIME, 60_000.0),
    (r"s(?![a-zA-Z])|秒钟|秒", Dimension.TIME, 1000.0),
    (r"个(?:连续)?阴雨天", Dimension.TIME, _DAY),
    (r"个?小时|个?钟头|h(?![a-zA-Z])|H(?![a-zA-Z])", Dimension.TIME, _HOUR),
    (r"个?工作日|个?日(?=内|以内|之内)|日历天|日历日|天|昼夜", Dimension.TIME, _DAY),
    (r"个?星期|周(?![边界围期年长])", Dimension.TIME, 7 * _DAY),
    (r"个多?月", Dimension.TIME, 30 * _DAY),
    (r"年(?![月底末初产均度级内])", Dimension.TIME, 365 * _DAY),
    (r"km(?![a-z/])|公里|千米", Dimension.LENGTH, 1000.0),
    (r"mm(?![a-z])|毫米", Dimension.LENGTH, 0.001),
    (r"cm(?![a-z])|厘米|公分", Dimension.LENGTH, 0.01),
    (r"dm(?![a-z])|分米", Dimension.LENGTH, 0.1),
    (r"m(?![a-zA-Z0-9²])|米", Dimension.LENGTH, 1.0),
    ( (
        r"把|枚|根|口|头|个|台|套|只|副|处|部|辆|人|路|支|块|架|条|颗|张|户|名|座|点|艘|节点"
        r"|终端|用户|连接|传感器"
    ),
     Dimension.COUNT, 1.0),
)  # fmt: skip
_UNIT: Final = "|".join(pattern for pattern, _, _ in _UNITS)
# What follows a unit decides whether it is one; the unit alone says which.
_UNIT_PATTERNS: Final = (
    *((re.compile(pattern), dimension, factor) for pattern, dimension, factor in _UNITS),
    (re.compile(r"个?日"), Dimension.TIME, _DAY),
)
_MANY: Final = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}
_DIGIT: Final[dict[str, int]] = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,
}
_LOOK_BACK: Final = 12
_PLAIN: Final = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
_HAN: Final = r"[〇零一二两三四五六七八九十百千万亿]{1,16}(?:点[〇零一二三四五六七八九]{1,9})?"
_AMOUNT: Final = rf"(?:(?:{_PLAIN})(?:\s?[十百千]?[万亿]|[百千](?![米克瓦伏帕]))?|{_HAN})"
_MINUS: Final = frozenset({"零下", "负", "-"})
_FIGURE: Final = re.compile(
    r"(?=[-+±零负正半\d〇一二两三四五六七八九十百千万亿])"
    rf"(?:(?P<sign>零下|零上|正负|负|[-+±])\s?)?(?P<amount>半|{_AMOUNT})(?:多|余)?\s?"
    rf"(?P<unit>{_UNIT})?(?P<half>半)?"
)
_BETWEEN: Final = re.compile(r"\s?(?:~|-|——?|至|到|to)\s?")
# 上行50/下行200Mbps, 50/200Mbps: the unit said once counts for both.
_SLASHED: Final = re.compile(r"\s?/\s?(?:(?:上行|下行|UL|DL)(?:速率|带宽)?[≥≤<>=:]{0,2}\s?)?")
_BY_THE_HOUR: Final = re.compile(r"[时车]速(?:可?达到?|为|约|高达|不低于|不小于|[:≥])?\s?$")
_KILOMETRES: Final = frozenset({"km", "公里", "千米"})
_VAGUE: Final = frozenset("上数几近成好多")
_ROUGHLY: Final = frozenset(
    {("一二"), "一两", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"}
)
_PARTS: Final = {"百": 1.0, "千": 0.1, "万": 0.01, "十万": 0.001, "百万": 0.0001}
_FRACTION: Final = re.compile(rf"(?P<whole>[百十]?[百千万])分之(?P<part>{_AMOUNT})")
_NINES: Final = re.compile(r"(?P<n>[2-9二两三四五六七八九])个(?:9|九)")
_GRADES: Final = (
    (re.compile(r"亚米(?:级|精度)"), 1.0),
    (re.compile(r"(?<![\d.一二两三四五六七八九十])厘米(?:级|精度)"), 0.1),
    (re.compile(r"(?<![\d.一二两三四五六七八九十])毫米(?:级|精度)"), 0.01),
)


def read_number(written: str) -> float:
    """The value of a number in figures (1,650、9.2万) or Chinese numerals (四百二十万、两百五).

    Raises:
        ValueError: the text is no such number.
    """
    plain = re.match(_PLAIN, written)
    if plain:
        value = float(plain.group().replace(",", ""))
        for sign in written[plain.end() :].strip():
            value *= _MANY[sign]
        return value
    if not re.fullmatch(_HAN, written):
        raise ValueError(f"{written!r} is no number")
    whole, _, decimals = written.partition("点")
    value = _han_whole(whole)
    return value + sum(_DIGIT[d] / 10.0**place for place, d in enumerate(decimals, start=1))


def _han_whole(written: str) -> float:
    for sign in "亿万":
        head, found, tail = written.rpartition(sign)
        if found:
            rest = _han_whole(tail) if tail else 0.0
            if len(tail) == 1 and tail in _DIGIT:
                rest *= _MANY[sign] / 10  # 两万五 = 25,000
            return (_han_whole(head) if head else 1.0) * _MANY[sign] + rest
    if all(sign in _DIGIT for sign in written):
        return float("".join(str(_DIGIT[sign]) for sign in written))
    total, digit, last = 0.0, None, 0.0
    for sign in written:
        if sign in _DIGIT:
            digit = _DIGIT[sign]
            last = 0.0 if digit == 0 else last
        else:
            last = _MANY[sign]
            total += (1 if digit is None else digit) * last
            digit = None
    ones = 0 if digit is None else digit
    return total + (ones * last / 10 if ones and last > _MANY["十"] else ones)  # 两百五 = 250


@lru_cache(maxsize=512)
def _unit_named(written: str) -> tuple[Dimension, float]:
    for pattern, dimension, factor in _UNIT_PATTERNS:
        if pattern.fullmatch(written):
            return dimension, factor
    return Dimension.COUNT, 1.0


def _amount(match: re.Match[str], unit: str) -> float:
    """The number before a unit; a half year counts 180 days, a year 365."""
    half = 180 / 365 if unit.startswith("年") else 0.5
    whole = 0.0 if match["amount"] == "半" else read_number(match["amount"])
    return whole + half * ((match["amount"] == "半") + bool(match["half"] and unit))


def _single(folded: str, match: re.Match[str]) -> Quantity | None:
    if (
        match.start()
        and re.match(r"[A-Za-z\d.]", folded[match.start() - 1])
        and (match["sign"] is None)
    ):
        return None  # part of a name: WiFi6, IP67, SM4
    amount = match["amount"]
    if amount in _MANY and folded[match.start() - 1 : match.start()] in _VAGUE:
        return None  # 上千台, 数百米
    unit = match["unit"] or ""
    dimension, factor = _unit_named(unit)
    if amount == "半" and dimension is not Dimension.TIME:
        return None
    value = _amount(match, unit) * factor
    value = -value if match["sign"] in _MINUS else value
    high = None
    if amount in _ROUGHLY:  # 四五秒
        value, high = (_DIGIT[sign] * factor for sign in amount)
    return Quantity(dimension, value, high, unit, match.start(), match.end())


def _joined(folded: str, first: Quantity, second: Quantity) -> Quantity | None:
    """The range A～B of two neighbouring figures; a unit said once counts for both."""
    between = folded[first.end : second.start]
    # In 10-20ms the sign before 20 is the range itself.
    is_dash = not between.strip() and folded[second.start] == "-"
    if not is_dash and not _BETWEEN.fullmatch(between):
        return None
    high = abs(second.low) if is_dash else second.low
    if not second.unit or (first.unit and first.dimension is not second.dimension):
        return None
    low = first.low
    if not first.unit:
        low *= high / _bare(folded, second) if high else 1.0
        amount = folded[first.start : first.end].strip()
        if amount[-1] not in _MANY and low < high and (many := _many_of(folded, second)):
            low *= many
    if high < low:
        low, high = high, low
    return Quantity(second.dimension, low, high, second.unit, first.start, second.end)


def _bare(folded: str, quantity: Quantity) -> float:
    match = _FIGURE.match(folded, quantity.start)
    return read_number(match["amount"]) if match and match["amount"] != "半" else 1.0


def _slashed(folded: str, first: Quantity, second: Quantity) -> Quantity | None:
    """The first of two figures parted by a stroke, in the unit of the second."""
    is_bare = not first.unit and first.high is None and first.dimension is Dimension.COUNT
    if not is_bare or second.dimension is Dimension.COUNT:
        return None
    if not _SLASHED.fullmatch(folded, first.end, second.start):
        return None
    factor = second.low / (_bare(folded, second) or 1.0)
    return replace(first, dimension=second.dimension, low=first.low * factor, unit=second.unit)


def _many_of(folded: str, quantity: Quantity) -> float | None:
    """The 万 or 亿 that 3～5万 says once for both."""
    match = _FIGURE.match(folded, quantity.start)
    sign = match["amount"][-1] if match else ""
    return _MANY[sign] if sign in {"万", "亿"} else None


def _special(folded: str) -> Iterator[Quantity]:
    """Figures said in words: 三个9, 万分之一, 亚米级."""
    for match in _NINES.finditer(folded):
        written = match["n"]
        nines = int(written) if written.isdigit() else int(read_number(written))
        value = round(100 - 10.0 ** (2 - nines), 9)
        yield Quantity(Dimension.PERCENT, value, None, "个9", match.start(), match.end())
    for match in _FRACTION.finditer(folded):
        value = _PARTS[match["whole"]] * read_number(match["part"])
        yield Quantity(Dimension.PERCENT, value, None, "分之", match.start(), match.end())
    for pattern, metres in _GRADES:
        for match in pattern.finditer(folded):
            yield Quantity(Dimension.LENGTH, metres, None, "级", match.start(), match.end())


def find_quantities(folded: str) -> tuple[Quantity, ...]:
    """All figures of a folded text, in order; a figure without a unit is a count with unit ""."""
    special = tuple(_special(folded))
    taken = {place for one in special for place in range(one.start, one.end)}
    found: list[Quantity] = []
    for match in _FIGURE.finditer(folded):
        if taken and not taken.isdisjoint(range(match.start(), match.end())):
            continue
        single = _single(folded, match)
        if single is None:
            continue
        if single.unit in _KILOMETRES and _BY_THE_HOUR.search(
            folded, max(0, single.start - _LOOK_BACK), single.start
        ):
            single = replace(single, dimension=Dimension.SPEED, low=single.low / 1000)
        if found and (shared := _slashed(folded, found[-1], single)):
            found[-1] = shared
        joined = _joined(folded, found[-1], single) if found else None
        if joined and found[-1].high is None:
            found[-1] = joined
        else:
            found.append(single)
    return tuple(sorted((*found, *special), key=lambda quantity: quantity.start))
