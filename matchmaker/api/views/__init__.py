"""The routes of the API."""

from matchmaker.api.views import (
    cases,
    changes,
    demands,
    developers,
    finding,
    insight,
    offerings,
    people,
    profiles,
    programmes,
    providers,
    taxonomy,
    webhooks,
)
from matchmaker.api.views.blueprint import bp
from matchmaker.api.views.guarding import install

__all__ = ["bp", "install"]

# Importing the modules hangs their routes on the blueprint.
RESOURCES = (
    developers,
    people,
    taxonomy,
    providers,
    profiles,
    offerings,
    cases,
    changes,
    demands,
    finding,
    programmes,
    insight,
    webhooks,
)
