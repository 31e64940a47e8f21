"""Pages for programme staff."""

from matchmaker.staff.views import (
    claims,
    demands,
    desk,
    entries,
    health,
    jobs,
    judged_sets,
    learning,
    metrics,
    models,
    notes,
    outcomes,
    people,
    reports,
    supply,
    taxonomy,
    taxonomy_files,
    tiers,
    together,
    verifications,
    words,
)
from matchmaker.staff.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (
    desk,
    demands,
    models,
    learning,
    judged_sets,
    jobs,
    health,
    reports,
    supply,
    taxonomy,
    entries,
    metrics,
    words,
    taxonomy_files,
    tiers,
    notes,
    together,
    verifications,
    outcomes,
    people,
    claims,
)
