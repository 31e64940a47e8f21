"""Pages of insight."""

from matchmaker.insight.views import (
    cities,
    city_figures,
    fairness,
    funnel,
    gaps,
    observations,
    overview,
    plans,
    report,
)
from matchmaker.insight.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (cities, city_figures, fairness, funnel, gaps, observations, overview, plans, report)
