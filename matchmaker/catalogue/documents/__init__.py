"""What keyword search knows of the supply side, and what may be found at all."""

from matchmaker.catalogue.documents.cases import (
    case_documents,
    is_public_case,
    public_parts,
    published_cases,
)
from matchmaker.catalogue.documents.providers import provider_documents
from matchmaker.catalogue.documents.supply import (
    BUDGET_BANDS,
    CASE,
    FEEDS,
    KIND,
    NATIONWIDE,
    OFFERINGS,
    PROVIDER,
    ROOTS,
    budget_tags,
    moment,
    offering_documents,
    public_providers,
    published_offerings,
    year_moment,
)

__all__ = [
    "BUDGET_BANDS",
    "CASE",
    "FEEDS",
    "KIND",
    "NATIONWIDE",
    "OFFERINGS",
    "PROVIDER",
    "ROOTS",
    "budget_tags",
    "case_documents",
    "is_public_case",
    "moment",
    "offering_documents",
    "provider_documents",
    "public_parts",
    "public_providers",
    "published_cases",
    "published_offerings",
    "year_moment",
]
