"""Reading engagements."""

from matchmaker.engagements.queries.rows import (
    Shown,
    engagement_by_id,
    engagement_counts,
    engagement_of,
    engagements_for,
    engagements_of_demand,
    invitable_demands,
    open_invitations,
    own_engagements,
)

__all__ = [
    "Shown",
    "engagement_by_id",
    "engagement_counts",
    "engagement_of",
    "engagements_for",
    "engagements_of_demand",
    "invitable_demands",
    "open_invitations",
    "own_engagements",
]
