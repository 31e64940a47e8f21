"""Reading the supply side: offerings, providers, cases."""

from matchmaker.catalogue.queries.cases import (
    case_by_id,
    case_counts_by_scene,
    case_counts_by_sector,
    cases,
    cases_of_scene,
    cases_of_sector,
    parts_of,
)
from matchmaker.catalogue.queries.lists import LISTED, Listed
from matchmaker.catalogue.queries.offerings import (
    offering_by_id,
    offering_counts_by_scene,
    offering_counts_by_sector,
    offerings,
    offerings_by,
    offerings_for_scene,
    offerings_named,
    offerings_of,
    offerings_of_sector,
    offerings_resting_on,
    promise_by_id,
)
from matchmaker.catalogue.queries.providers import (
    Provider,
    provider_by_id,
    providers,
    providers_with,
    providing_organisation,
    tiers,
)
from matchmaker.catalogue.queries.tallies import case_counts, offering_counts, provider_counts

__all__ = [
    "LISTED",
    "Listed",
    "Provider",
    "case_by_id",
    "case_counts",
    "case_counts_by_scene",
    "case_counts_by_sector",
    "cases",
    "cases_of_scene",
    "cases_of_sector",
    "offering_by_id",
    "offering_counts",
    "offering_counts_by_scene",
    "offering_counts_by_sector",
    "offerings",
    "offerings_by",
    "offerings_for_scene",
    "offerings_named",
    "offerings_of",
    "offerings_of_sector",
    "offerings_resting_on",
    "parts_of",
    "promise_by_id",
    "provider_by_id",
    "provider_counts",
    "providers",
    "providers_with",
    "providing_organisation",
    "tiers",
]
