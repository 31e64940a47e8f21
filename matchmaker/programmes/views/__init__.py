"""Pages of calls, submissions, reviews and showcases."""

from flask import Flask

from matchmaker.programmes.queries.results import provider_entries
from matchmaker.programmes.scoring.phases import is_running, next_change, running
from matchmaker.programmes.views import (
    abroad,
    accepting,
    calls,
    curating,
    deciding,
    disputes,
    editing,
    entries,
    parts,
    pool,
    recommending,
    results,
    review_staff,
    reviewing,
    self_check,
    showcases,
    submission_parts,
    submissions,
)
from matchmaker.programmes.views.blueprint import bp
from matchmaker.programmes.words.submissions import ALIKE_LABELS

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (
    abroad,
    accepting,
    calls,
    curating,
    deciding,
    disputes,
    editing,
    entries,
    parts,
    pool,
    recommending,
    results,
    review_staff,
    reviewing,
    self_check,
    showcases,
    submission_parts,
    submissions,
)


def install(app: Flask) -> None:
    """Let templates ask where a call stands in time, and what calls selected of a provider."""
    app.jinja_env.filters.update(running_at=running, next_change_after=next_change)
    app.jinja_env.tests["running_at"] = is_running
    app.jinja_env.globals.update(submission_alike=ALIKE_LABELS, provider_entries=provider_entries)
