"""What readers abroad find: recommended showcases, providers and offerings that go there."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import Organisation
from matchmaker.catalogue import queries as catalogue
from matchmaker.catalogue.models import Offering, ProfilePlace, ProviderProfile
from matchmaker.db import db
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.programmes.queries.showcases import showcases
from matchmaker.taxonomy.enums import COUNTRIES, WorldArea
from matchmaker.web.facets import Values


@dataclass(frozen=True, slots=True)
class WantedAbroad:
    """What the page is narrowed to: a sector by code, an area of the world."""

    sector: str = ""
    area: WorldArea | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.sector or self.area)

    @property
    def chosen(self) -> Values:
        return {"sector": (self.sector,)} if self.sector else {}


@dataclass(frozen=True, slots=True)
class AbroadCounts:
    """How many of each kind there are; `untold` serve abroad and say nothing of it in English."""

    showcases: int
    providers: int
    offerings: int
    untold: int


def showcases_abroad(wanted: WantedAbroad) -> Select[Showcase]:
    """Select the public showcases recommended to readers abroad, whatever the area."""
    return showcases(wanted.chosen).where(Showcase.is_for_abroad)


def providers_abroad(wanted: WantedAbroad) -> Select[Organisation]:
    """Select public providers that serve abroad and say in English what they do, from A to Z."""
    found = catalogue.providers(wanted.chosen).where(
        ProviderProfile.serves_abroad, ProviderProfile.summary_en != ""
    )
    return found.where(_serves(wanted.area)) if wanted.area else found


def offerings_abroad(wanted: WantedAbroad) -> Select[Offering]:
    """Select public offerings for abroad with English; in the areas their providers name."""
    found = catalogue.offerings(wanted.chosen).where(
        Offering.serves_abroad, Offering.summary_en != ""
    )
    if wanted.area is None:
        return found
    profiles = select(ProviderProfile.organisation_id).where(
        ProviderProfile.published_at.is_not(None), _serves(wanted.area)
    )
    return found.where(Offering.organisation_id.in_(profiles))


def profiles_of(organisations: list[int]) -> dict[int, ProviderProfile]:
    """Give the profiles of organisations, with the places they serve."""
    rows = db.session.scalars(
        select(ProviderProfile)
        .where(ProviderProfile.organisation_id.in_(organisations))
        .options(selectinload(ProviderProfile.places), selectinload(ProviderProfile.sectors))
    )
    return {row.organisation_id: row for row in rows}


def counts_abroad(wanted: WantedAbroad) -> AbroadCounts:
    """Count each kind; `untold` is not narrowed by the area, for those have named none."""
    untold = catalogue.offerings(wanted.chosen).where(
        Offering.serves_abroad, Offering.summary_en == ""
    )
    return AbroadCounts(
        showcases=_count(showcases_abroad(wanted)),
        providers=_count(providers_abroad(wanted)),
        offerings=_count(offerings_abroad(wanted)),
        untold=_count(untold),
    )


def _serves(area: WorldArea) -> ColumnElement[bool]:
    places = (*COUNTRIES[area], area.value)
    return ProviderProfile.id.in_(
        select(ProfilePlace.profile_id).where(ProfilePlace.place.in_(places))
    )


def _count(found: Select[Showcase] | Select[Organisation] | Select[Offering]) -> int:
    counted = select(func.count()).select_from(found.order_by(None).subquery())
    return db.session.scalar(counted) or 0
