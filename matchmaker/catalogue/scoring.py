"""Which facts an offering leaves out, so that demands it may fit cannot tell."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matchmaker.taxonomy.enums import Metric


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
