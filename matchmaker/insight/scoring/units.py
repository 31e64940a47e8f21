"""How figures of the plans are written: 万 and 亿 in Chinese, whole numbers in English."""

from collections.abc import Mapping
from typing import Final

from matchmaker.insight.enums import CityMeasure
from matchmaker.web.filters import figure
from matchmaker.web.language import language

COUNTED_IN: Final = {"亿": 100_000_000, "万": 10_000}
CITY_UNITS: Final[Mapping[CityMeasure, str]] = {
    CityMeasure.TRAFFIC: "%",
    CityMeasure.STATIONS: "个",
    CityMeasure.IOT: "万",
    CityMeasure.AWARDS: "项",
    CityMeasure.USERS: "%",
    CityMeasure.EDUCATION: "%",
    CityMeasure.HOSPITALS: "%",
}
WRITTEN_IN_ENGLISH: Final = frozenset({"%", "Mbps"})


def unit_factor(unit: str) -> int:
    """Give what one of a unit stands for: 亿 a hundred million, 万个 ten thousand, others one."""
    return next((factor for sign, factor in COUNTED_IN.items() if unit.startswith(sign)), 1)


def counted(value: float, unit: str) -> str:
    """Write the number of a figure in the reader's language, without its unit.

    English has neither 万 and 亿 nor counting words: there the number is written out and the name
    says what is counted.
    """
    times = unit_factor(unit) if language() == "en" else 1
    return figure(value if times == 1 else round(value * times))


def with_unit(name: str, unit: str) -> str:
    """Name a column of figures with its unit in the reader's language; English has no 个 and 项."""
    if language() != "en":
        return f"{name}（{unit}）"
    if unit in COUNTED_IN:
        return f"{name} ({COUNTED_IN[unit]:,})"
    return f"{name} ({unit})" if unit in WRITTEN_IN_ENGLISH else name


def quantity(value: float, unit: str) -> str:
    """Write a figure with its unit in the reader's language: 6.4 万个, 64,000, 60%."""
    number = counted(value, unit)
    if unit == "%":
        return f"{number}%"
    if not unit or (language() == "en" and unit not in WRITTEN_IN_ENGLISH):
        return number
    return f"{number} {unit}"
