"""Pages of the supply side."""

from matchmaker.catalogue.views import (
    cases,
    claims,
    files,
    imports,
    offerings,
    own,
    own_cases,
    profiles,
    providers,
)
from matchmaker.catalogue.views.blueprint import bp

__all__ = ["bp"]

# Importing the modules hangs their routes on the blueprint.
PAGES = (offerings, own, imports, files, profiles, providers, cases, own_cases, claims)
