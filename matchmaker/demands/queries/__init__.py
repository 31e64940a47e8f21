"""Reading demands."""

from matchmaker.demands.queries.history import changes_of, moves_of
from matchmaker.demands.queries.lists import (
    CLOSING_DAYS,
    Show,
    demand_counts,
    example_notices,
    is_open,
    is_public,
    listed_demands,
    newest_public_demands,
    open_demand_count_by_scene,
    open_demand_count_by_sector,
)
from matchmaker.demands.queries.quality import quality_of_demand
from matchmaker.demands.queries.review import Queue, demands_to_review, next_to_review
from matchmaker.demands.queries.rows import (
    METRICS_BY_NAME,
    SHOWN,
    WITH_LINES,
    LineSubjects,
    LineToken,
    access_hash,
    demand_by_id,
    demands_of,
    line_subjects,
    pasted_need,
    requirement_words,
    standards_for_choice,
)

__all__ = [
    "CLOSING_DAYS",
    "METRICS_BY_NAME",
    "SHOWN",
    "WITH_LINES",
    "LineSubjects",
    "LineToken",
    "Queue",
    "Show",
    "access_hash",
    "changes_of",
    "demand_by_id",
    "demand_counts",
    "demands_of",
    "demands_to_review",
    "example_notices",
    "is_open",
    "is_public",
    "line_subjects",
    "listed_demands",
    "moves_of",
    "newest_public_demands",
    "next_to_review",
    "open_demand_count_by_scene",
    "open_demand_count_by_sector",
    "pasted_need",
    "quality_of_demand",
    "requirement_words",
    "standards_for_choice",
]
