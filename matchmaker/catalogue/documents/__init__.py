"""What keyword search knows of the supply side, and what may be found at all."""

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
    case_documents,
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
    "moment",
    "offering_documents",
    "provider_documents",
    "public_providers",
    "published_offerings",
    "year_moment",
]
