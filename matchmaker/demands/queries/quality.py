"""How well a demand is told, of what is in its form or on record."""

from matchmaker.demands.models import Demand
from matchmaker.demands.scoring import Quality, Told, quality_of


def quality_of_demand(demand: Demand) -> Quality:
    """Hold a demand, stored or only imagined, against the six points."""
    lines = [row for row in demand.requirements if not row.is_declined]
    budget = (demand.budget_min_wan, demand.budget_max_wan)
    return quality_of(
        Told(
            title=demand.title,
            text=demand.text,
            has_budget=any(amount is not None for amount in budget),
            has_goals=bool(demand.goals),
            lines=len(lines),
            musts=sum(row.is_must for row in lines),
        )
    )
