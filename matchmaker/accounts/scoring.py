"""The size class of a firm by the official thresholds; what its name says."""

import re
from dataclasses import dataclass
from decimal import Decimal

from matchmaker.accounts.enums import FirmSize, SizeIndustry

# What the names of many organisations end with.
_LEGAL_FORM = re.compile(r"(?:集团|股份|有限|责任|总|分)*公司$|集团$")
_DESCENDING = (FirmSize.LARGE, FirmSize.MEDIUM, FirmSize.SMALL)


@dataclass(frozen=True, slots=True)
class FirmFigures:
    """What size is measured by: people employed, yearly revenue and total assets in 万元."""

    employees: int | None = None
    revenue_wan: Decimal | None = None
    assets_wan: Decimal | None = None


NO_FIGURES = FirmFigures()


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least figure of each class in one industry, largest class first; None: not measured."""

    employees: tuple[int, int, int] | None = None
    revenue_wan: tuple[int, int, int] | None = None
    assets_wan: tuple[int, int, int] | None = None


BOUNDS: dict[SizeIndustry, Bounds] = {
    SizeIndustry.FARMING: Bounds(revenue_wan=(20_000, 500, 50)),
    SizeIndustry.MANUFACTURING: Bounds((1_000, 300, 20), (40_000, 2_000, 300)),
    SizeIndustry.CONSTRUCTION: Bounds(
        revenue_wan=(80_000, 6_000, 300), assets_wan=(80_000, 5_000, 300)
    ),
    SizeIndustry.WHOLESALE: Bounds((200, 20, 5), (40_000, 5_000, 1_000)),
    SizeIndustry.RETAIL: Bounds((300, 50, 10), (20_000, 500, 100)),
    SizeIndustry.TRANSPORT: Bounds((1_000, 300, 20), (30_000, 3_000, 200)),
    SizeIndustry.STORAGE: Bounds((200, 100, 20), (30_000, 1_000, 100)),
    SizeIndustry.POST: Bounds((1_000, 300, 20), (30_000, 2_000, 100)),
    SizeIndustry.LODGING: Bounds((300, 100, 10), (10_000, 2_000, 100)),
    SizeIndustry.CATERING: Bounds((300, 100, 10), (10_000, 2_000, 100)),
    SizeIndustry.INFORMATION: Bounds((2_000, 100, 10), (100_000, 1_000, 100)),
    SizeIndustry.SOFTWARE: Bounds((300, 100, 10), (10_000, 1_000, 50)),
    SizeIndustry.PROPERTY: Bounds(
        revenue_wan=(200_000, 1_000, 100), assets_wan=(10_000, 5_000, 2_000)
    ),
    SizeIndustry.PROPERTY_SERVICE: Bounds((1_000, 300, 100), (5_000, 1_000, 500)),
    SizeIndustry.LEASING: Bounds((300, 100, 10), assets_wan=(120_000, 8_000, 100)),
    SizeIndustry.OTHER: Bounds((300, 100, 10)),
}
"""《统计上大中小微型企业划分办法（2017）》, National Bureau of Statistics; `seeds/taxonomy` has the
same figures with how far each was checked, and a test holds the two equal."""


def firm_size(industry: SizeIndustry, figures: FirmFigures) -> FirmSize | None:
    """Class a firm: every figure its industry is measured by must reach the bound, else one lower.

    None while a figure that could still lower the class is missing.
    """
    bounds = BOUNDS[industry]
    measured = [
        (figure, limits)
        for figure, limits in (
            (figures.employees, bounds.employees),
            (figures.revenue_wan, bounds.revenue_wan),
            (figures.assets_wan, bounds.assets_wan),
        )
        if limits is not None
    ]
    reached = [_reached(figure, limits) for figure, limits in measured if figure is not None]
    lowest = max(reached, default=0)
    if len(reached) < len(measured) and lowest < len(_DESCENDING):
        return None
    return (*_DESCENDING, FirmSize.MICRO)[lowest]


def _reached(figure: Decimal | int, limits: tuple[int, int, int]) -> int:
    """The place of the highest class whose bound the figure reaches, 3 where it reaches none."""
    return next((at for at, limit in enumerate(limits) if figure >= limit), len(limits))


def without_legal_form(name: str) -> str:
    """Give the telling part of an organisation's name.

    >>> without_legal_form("远山露天煤矿有限公司")
    '远山露天煤矿'
    """
    return _LEGAL_FORM.sub("", name)
