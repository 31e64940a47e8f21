"""Pages of the supply side."""

from matchmaker.catalogue.views import pages
from matchmaker.catalogue.views.blueprint import bp

__all__ = ["bp"]

PAGES = (pages,)  # importing the modules hangs their routes on the blueprint
