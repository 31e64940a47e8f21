"""Pages of engagements: a person's own, one engagement, and the steps in it."""

from matchmaker.engagements.views import (
    closing,
    lists,
    meetings,
    opening,
    outcomes,
    pages,
    talks,
)
from matchmaker.engagements.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (lists, opening, pages, talks, meetings, outcomes, closing)
