"""Metrics for those who tend them: the list, one of them, and what names each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.catalogue.models import Promise
from matchmaker.db import db
from matchmaker.demands.models import Requirement
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.models import MetricEntry, TypicalNeed


@dataclass(frozen=True, slots=True)
class MetricUse:
    """How many lines name a metric, and of how many things, drafts and closed ones too."""

    typical_needs: int = 0
    requirements: int = 0
    demands: int = 0
    promises: int = 0
    offerings: int = 0

    @property
    def any(self) -> bool:
        """Whether anything does."""
        return bool(self.typical_needs or self.requirements or self.promises)


def metrics_for_staff() -> Select[MetricEntry]:
    """Select the entries of all metrics, in the order of the program."""
    return select(MetricEntry).order_by(MetricEntry.id)


def metric_to_tend(metric_id: int) -> MetricEntry | None:
    """Find the entry of a metric by its number, retired or not."""
    return db.session.get(MetricEntry, metric_id)


def uses_of(metrics: Sequence[Metric]) -> Mapping[Metric, MetricUse]:
    """Count what names each metric."""
    needs = _counted(TypicalNeed.metric, TypicalNeed.scene_id, metrics)
    asked = _counted(Requirement.metric, Requirement.demand_id, metrics)
    promised = _counted(Promise.metric, Promise.offering_id, metrics)
    none = (0, 0)
    return {
        metric: MetricUse(
            needs.get(metric, none)[0], *asked.get(metric, none), *promised.get(metric, none)
        )
        for metric in metrics
    }


def _counted(
    named: InstrumentedAttribute[Any], whole: InstrumentedAttribute[int], metrics: Sequence[Metric]
) -> dict[str, tuple[int, int]]:
    counted = (
        select(named, func.count(), func.count(whole.distinct()))
        .where(named.in_(metrics))
        .group_by(named)
    )
    return {metric: (lines, wholes) for metric, lines, wholes in db.session.execute(counted)}
