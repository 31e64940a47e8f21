"""What the home page shows beside the box."""

from dataclasses import dataclass

from sqlalchemy import func, select

from matchmaker.catalogue.documents import is_public_case, published_offerings
from matchmaker.catalogue.models import Case, ProviderProfile
from matchmaker.catalogue.queries import offering_counts_by_sector
from matchmaker.db import db
from matchmaker.demands.queries import is_public
from matchmaker.taxonomy.queries import scene_counts, sectors_in_order


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of each kind."""

    offerings: int
    providers: int
    cases: int
    demands: int


@dataclass(frozen=True, slots=True)
class SectorTile:
    """A sector with what it holds."""

    code: str
    name_zh: str
    name_en: str
    scene_count: int
    offering_count: int


def home_counts() -> Counts:
    """Count what is public."""
    offerings = select(func.count()).select_from(published_offerings().subquery())
    demands = select(func.count()).where(is_public())
    return Counts(
        offerings=db.session.scalar(offerings) or 0,
        providers=db.session.scalar(select(func.count(ProviderProfile.id))) or 0,
        cases=db.session.scalar(select(func.count(Case.id)).where(is_public_case())) or 0,
        demands=db.session.scalar(demands) or 0,
    )


def sector_tiles() -> list[SectorTile]:
    """List the sectors with their numbers of scenes and offerings."""
    scenes, offerings = scene_counts(), offering_counts_by_sector()
    return [
        SectorTile(
            sector.code,
            sector.name_zh,
            sector.name_en,
            scenes.get(sector.id, 0),
            offerings.get(sector.id, 0),
        )
        for sector in sectors_in_order()
    ]
