"""Finding by words and by browsing: hits become rows, and access is checked again."""

from matchmaker.discovery.queries.finding import (
    FAULTS,
    PER_PAGE,
    Found,
    FoundPage,
    find,
    matching_keys,
)
from matchmaker.discovery.queries.kinds import (
    FACETS,
    KINDS,
    Row,
    facets_of,
    usable_filters,
    visible_rows,
)
from matchmaker.discovery.queries.naming import Suggested, site_synonyms, suggest
from matchmaker.discovery.queries.similar import Similar, alike_demands, similar_to

__all__ = [
    "FACETS",
    "FAULTS",
    "KINDS",
    "PER_PAGE",
    "Found",
    "FoundPage",
    "Row",
    "Similar",
    "Suggested",
    "alike_demands",
    "facets_of",
    "find",
    "matching_keys",
    "similar_to",
    "site_synonyms",
    "suggest",
    "usable_filters",
    "visible_rows",
]
