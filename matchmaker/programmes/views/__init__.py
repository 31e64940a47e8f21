"""Pages of calls, submissions, reviews and showcases."""

from flask import Flask

from matchmaker.programmes.scoring.phases import is_running, next_change, running
from matchmaker.programmes.views import (
    calls,
    curating,
    deciding,
    disputes,
    editing,
    entries,
    parts,
    pool,
    results,
    review_staff,
    reviewing,
    self_check,
    showcases,
)
from matchmaker.programmes.views.blueprint import bp

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (
    calls,
    curating,
    deciding,
    disputes,
    editing,
    entries,
    parts,
    pool,
    results,
    review_staff,
    reviewing,
    self_check,
    showcases,
)


def install(app: Flask) -> None:
    """Let templates ask where a call stands in time."""
    app.jinja_env.filters.update(running_at=running, next_change_after=next_change)
    app.jinja_env.tests["running_at"] = is_running
