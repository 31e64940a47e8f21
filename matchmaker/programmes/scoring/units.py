"""Units as people type them in Chinese, and what stands after a figure in English instead."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from matchmaker.web.filters import figure
from matchmaker.web.language import language

# Chinese counts with words English has no use for.
_COUNTING: Final = "个人台座张类家项门例套辆处条件种所次"
ENGLISH_UNITS: Final[Mapping[str, str]] = {
    **dict.fromkeys(_COUNTING, ""),
    "万元": " × 10,000 yuan",
    "元": " yuan",
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
    return f"{figure(value)}{unit_words(unit)}"


def unit_words(unit: str) -> str:
    """Give a unit as it follows a figure."""
    return ENGLISH_UNITS.get(unit, unit) if language() == "en" else unit
