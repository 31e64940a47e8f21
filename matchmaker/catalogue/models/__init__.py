"""The supply side: provider profiles, offerings, cases."""

from matchmaker.catalogue.models.cases import (
    Case,
    CaseEffect,
    CaseFigure,
    CaseFile,
    CasePart,
    CasePartner,
    case_capability,
    case_scene,
)
from matchmaker.catalogue.models.claims import Claim
from matchmaker.catalogue.models.files import ShownFile
from matchmaker.catalogue.models.imports import (
    CaseNumber,
    ImportRow,
    OfferingNumber,
    SheetImport,
)
from matchmaker.catalogue.models.offerings import (
    Offering,
    OfferingFile,
    OfferingVersion,
    Promise,
    offering_capability,
    offering_case,
    offering_region,
    offering_scene,
)
from matchmaker.catalogue.models.profiles import (
    ProfilePlace,
    ProviderProfile,
    Qualification,
    TierChange,
    profile_region,
    profile_sector,
)

__all__ = [
    "Case",
    "CaseEffect",
    "CaseFigure",
    "CaseFile",
    "CaseNumber",
    "CasePart",
    "CasePartner",
    "Claim",
    "ImportRow",
    "Offering",
    "OfferingFile",
    "OfferingNumber",
    "OfferingVersion",
    "ProfilePlace",
    "Promise",
    "ProviderProfile",
    "Qualification",
    "SheetImport",
    "ShownFile",
    "TierChange",
    "case_capability",
    "case_scene",
    "offering_capability",
    "offering_case",
    "offering_region",
    "offering_scene",
    "profile_region",
    "profile_sector",
]
