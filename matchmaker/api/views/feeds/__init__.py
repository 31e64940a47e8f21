"""Views of feeds, site maps, open data and webhooks."""

from flask import Flask

from matchmaker.api.operations.events import install as gather_events
from matchmaker.api.views.feeds import atom, open_data, sitemap, webhooks
from matchmaker.api.views.feeds.blueprint import bp
from matchmaker.api.views.feeds.linked import install as install_words

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (atom, open_data, sitemap, webhooks)


def install(app: Flask) -> None:
    """Give templates what they say to machines, and gather what webhooks are told."""
    install_words(app)
    gather_events(app)
