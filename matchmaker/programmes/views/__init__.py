"""Pages of calls, submissions, reviews and showcases."""

from matchmaker.programmes.views import calls, editing, parts
from matchmaker.programmes.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (calls, editing, parts)
