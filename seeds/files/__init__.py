"""Typed readers of the data files: frozen rows, checked, without a database.

Every reader takes the folder to read (`root`, the seeds by default) and raises `SeedError`, which
names file and line.
"""

from seeds.files.abroad import AbroadSeed, ProviderAbroad, read_abroad
from seeds.files.capabilities import CapabilitySeed, read_capabilities
from seeds.files.cases import CaseSeed, PartSeed, ProviderSeed, read_cases, read_providers
from seeds.files.glossary import (
    PilotCriterionSeed,
    PilotFactSeed,
    PilotSeed,
    TermSeed,
    read_glossary,
    read_pilots,
)
from seeds.files.indicators import (
    CitySeed,
    IndicatorSeed,
    ObservationSeed,
    read_cities,
    read_indicators,
)
from seeds.files.industries import FirmSizeSeed, IndustrySeed, read_firm_sizes, read_industries
from seeds.files.mapping import Mappings, Place, WordMap, read_mappings
from seeds.files.needs import NeedSeed
from seeds.files.notices import NoticeSeed, read_notices
from seeds.files.offerings import Heading, OfferingSeed, build_offerings, read_offerings
from seeds.files.promises import PromiseSeed, read_promises
from seeds.files.records import SEEDS, SeedError
from seeds.files.regions import RegionSeed, read_neighbours, read_regions
from seeds.files.scenes import SceneSeed, SectorSeed, read_sectors, scenes_by_slug
from seeds.files.showcases import FigureSeed, ShowcaseSeed, read_showcases
from seeds.files.standards import StandardSeed, read_standards

__all__ = [
    "SEEDS",
    "AbroadSeed",
    "CapabilitySeed",
    "CaseSeed",
    "CitySeed",
    "FigureSeed",
    "FirmSizeSeed",
    "Heading",
    "IndicatorSeed",
    "IndustrySeed",
    "Mappings",
    "NeedSeed",
    "NoticeSeed",
    "ObservationSeed",
    "OfferingSeed",
    "PartSeed",
    "PilotCriterionSeed",
    "PilotFactSeed",
    "PilotSeed",
    "Place",
    "PromiseSeed",
    "ProviderAbroad",
    "ProviderSeed",
    "RegionSeed",
    "SceneSeed",
    "SectorSeed",
    "SeedError",
    "ShowcaseSeed",
    "StandardSeed",
    "TermSeed",
    "WordMap",
    "build_offerings",
    "read_abroad",
    "read_capabilities",
    "read_cases",
    "read_cities",
    "read_firm_sizes",
    "read_glossary",
    "read_indicators",
    "read_industries",
    "read_mappings",
    "read_neighbours",
    "read_notices",
    "read_offerings",
    "read_pilots",
    "read_promises",
    "read_providers",
    "read_regions",
    "read_sectors",
    "read_showcases",
    "read_standards",
    "scenes_by_slug",
]
