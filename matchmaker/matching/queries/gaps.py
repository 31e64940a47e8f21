"""What an offering leaves out that open demands of its scenes ask for."""

from sqlalchemy import func, select

from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.scoring import Missing, missing_facts
from matchmaker.db import db
from matchmaker.demands.models import Demand, Requirement, demand_scene
from matchmaker.demands.queries import is_open
from matchmaker.taxonomy.enums import Metric
from matchmaker.taxonomy.queries.metrics import metrics_in_use


def gaps_of(offering: Offering) -> tuple[Missing, ...]:
    """List the facts whose absence costs an offering matches."""
    stated = (offering.is_nationwide, offering.serves_abroad, offering.region_code)
    return missing_facts(
        promised={promise.metric for promise in offering.promises if promise.metric},
        asked=_asked(offering),
        has_region=any((*stated, offering.served_regions)),
        has_price=offering.price_min_wan is not None or offering.price_max_wan is not None,
        has_lead_time=offering.lead_days_min is not None or offering.lead_days_max is not None,
        has_case=bool(offering.cases),
    )


def _asked(offering: Offering) -> dict[Metric, int]:
    """Count the open demands of the offering's scenes that ask for each metric."""
    scenes = [scene.id for scene in offering.scenes]
    of_scenes = select(demand_scene.c.demand_id).where(demand_scene.c.scene_id.in_(scenes))
    counted = (
        select(Requirement.metric, func.count(Requirement.demand_id.distinct()))
        .join(Demand, Demand.id == Requirement.demand_id)
        .where(
            Requirement.metric.is_not(None),
            Requirement.is_declined.is_(False),
            is_open(),
            Demand.id.in_(of_scenes),
        )
        .group_by(Requirement.metric)
    )
    offered = metrics_in_use()
    return {metric: count for metric, count in db.session.execute(counted) if metric in offered}
