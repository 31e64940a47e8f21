"""Pages of matching: the home page with its one box, and the match page."""

from matchmaker.matching.views import (
    comparing,
    completeness,
    judging,
    outlook,
    pages,
    points,
    standing,
)
from matchmaker.matching.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (pages, judging, comparing, completeness, outlook, points, standing)
