"""Units as people type them in Chinese, and what stands after a figure in English instead."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from matchmaker.web.filters import figure, yuan
from matchmaker.web.language import language

# Chinese counts with words English has no use for.
_COUNTING: Final = "个人台座张类家项门例套辆处条件种所次"
_MONEY: Final = {"元": 1, "万元": 10_000, "亿元": 100_000_000}  # in yuan
ENGLISH_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_COUNTING, ""),
    "万元": " × CNY 10,000",
    "元": " CNY",
    "万人次": " × 10,000 visits",
    "毫秒": " ms",
    "秒": " s",
    "分钟": " min",
    "小时": " h",
    "天": " days",
    "米": " m",
    "公里": " km",
    "平方米": " m²",
    "平方公里": " km²",
    "吨": " t",
    "倍": " times",
}


def measured(value: Decimal | float | None, unit: str) -> str:
    """Write a figure with its unit, in the reader's language where the unit is a known one."""
    if language() == "en" and value is not None and unit in _MONEY:
        return yuan(Decimal(str(value)) * _MONEY[unit])
    return f"{figure(value)}{unit_words(unit)}"


def unit_words(unit: str) -> str:
    """Give a unit as it follows a figure."""
    return ENGLISH_UNITS.get(unit, unit) if language() == "en" else unit
