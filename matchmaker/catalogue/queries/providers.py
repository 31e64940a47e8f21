"""Reading providers: the directory from A to Z, one page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload
from sqlalchemy.sql.base import ExecutableOption

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import (
    NATIONWIDE,
    public_parts,
    public_providers,
    published_offerings,
)
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import (
    Case,
    CasePart,
    Offering,
    ProviderProfile,
    Qualification,
    profile_region,
)
from matchmaker.db import db
from matchmaker.search.pinyin import keys_under
from matchmaker.taxonomy.models import Region, Sector
from matchmaker.taxonomy.queries.facets import inside_any
from matchmaker.web.facets import Values

VERIFIED: Final = "yes"
UNVERIFIED: Final = "no"


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that provides. Without a profile it is known by its offerings alone."""

    organisation: Organisation
    profile: ProviderProfile | None
    region: Region | None
    offerings: int
    cases: int


def providers(chosen: Values) -> Select[Organisation]:
    """Select providers from A to Z by pinyin: any value of a facet, every facet.

    A sector holds those that offer something in it, delivered a case of it or name it in their
    profile; a region those that are in it or name it among those they serve.
    """
    statement = public_providers()
    for facet, narrowed in _NARROWED.items():
        if chosen.get(facet):
            statement = statement.where(narrowed(chosen[facet]))
    return statement.order_by(Organisation.sort_key, Organisation.id)


def providers_with(ids: Sequence[int], *options: ExecutableOption) -> list[Provider]:
    """Give providers with their counts, in the order of the ids; unknown ones are left out."""
    statement = (
        public_providers()
        .add_columns(ProviderProfile, Region)
        .outerjoin(Region, Region.code == Organisation.region_code)
        .where(Organisation.id.in_(ids))
        .options(*options)
    )
    rows = {row[0].id: row for row in db.session.execute(statement)}
    offered = _counts(published_offerings(), Offering.organisation_id, ids)
    delivered = _counts(public_parts(), CasePart.organisation_id, ids)
    return [
        Provider(
            organisation=rows[number][0],
            profile=rows[number][1],
            region=rows[number][2],
            offerings=offered.get(number, 0),
            cases=delivered.get(number, 0),
        )
        for number in ids
        if number in rows
    ]


def provider_by_id(organisation_id: int) -> Provider | None:
    """Find a provider by the number of its organisation, with all its page shows."""
    certificates = selectinload(ProviderProfile.qualifications).joinedload(Qualification.attachment)
    return next(iter(providers_with([organisation_id], certificates)), None)


def tiers() -> Sequence[str]:
    """List the tiers public profiles have, by name."""
    named = select(ProviderProfile.tier).where(
        has_tier(), ProviderProfile.published_at.is_not(None)
    )
    return db.session.scalars(named.distinct().order_by(ProviderProfile.tier)).all()


def has_tier() -> ColumnElement[bool]:
    """Say in SQL what `ProviderProfile.has_tier` says: a tier, and one that counts today."""
    lasts = or_(ProviderProfile.tier_until.is_(None), ProviderProfile.tier_until >= clock.today())
    return and_(ProviderProfile.tier != "", lasts)


def provider_or_heir(organisation_id: int) -> Provider | Organisation | None:
    """Find a provider, or the organisation that has claimed the profile that was there."""
    found = provider_by_id(organisation_id)
    if found is not None:
        return found
    gone = db.session.get(Organisation, organisation_id)
    return (
        db.session.get(Organisation, gone.merged_into_id) if gone and gone.merged_into_id else None
    )


def providing_organisation(organisation_id: int) -> Organisation | None:
    """Find a provider's organisation without its counts."""
    return db.session.scalars(public_providers().where(Organisation.id == organisation_id)).first()


def _counts(
    statement: Select[Offering] | Select[CasePart],
    by: InstrumentedAttribute[int],
    ids: Sequence[int],
) -> dict[int, int]:
    counted = statement.where(by.in_(ids)).with_only_columns(by, func.count()).group_by(by)
    return dict(db.session.execute(counted).all())


def _of_sector(codes: Sequence[str]) -> ColumnElement[bool]:
    sectors = select(Sector.id).where(Sector.code.in_(codes))
    offering = select(Offering.organisation_id).where(
        Offering.state == OfferingState.PUBLISHED, Offering.sector_id.in_(sectors)
    )
    delivering = (
        public_parts()
        .where(Case.sector_id.in_(sectors))
        .with_only_columns(CasePart.organisation_id)
    )
    named = ProviderProfile.sectors.any(Sector.code.in_(codes))
    return or_(Organisation.id.in_(offering), Organisation.id.in_(delivering), named)


def _of_region(codes: Sequence[str]) -> ColumnElement[bool]:
    served = select(profile_region.c.profile_id).where(
        inside_any(profile_region.c.region_code, codes)
    )
    is_everywhere = (ProviderProfile.is_nationwide.is_(True),) if NATIONWIDE in codes else ()
    inside = inside_any(Organisation.region_code, codes)
    return or_(inside, ProviderProfile.id.in_(served), *is_everywhere)


def _of_standing(values: Sequence[str]) -> ColumnElement[bool]:
    # As `Organisation.is_verified`; a date that is missing makes the comparison neither.
    is_verified = and_(
        Organisation.state == OrganisationState.ACTIVE,
        func.coalesce(Organisation.verified_until >= clock.today(), false()),
    )
    return or_(*(is_verified if value == VERIFIED else ~is_verified for value in values))


def _under_initials(initials: Sequence[str]) -> ColumnElement[bool]:
    spans = [keys_under(initial) for initial in initials]
    return or_(
        *((Organisation.sort_key >= low) & (Organisation.sort_key < high) for low, high in spans)
    )


_NARROWED: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "sector": _of_sector,
    "region": _of_region,
    "type": ProviderProfile.type.in_,
    "programme": ProviderProfile.programme_type.in_,
    "tier": lambda tiers: and_(has_tier(), ProviderProfile.tier.in_(tiers)),
    "verified": _of_standing,
    "initial": _under_initials,
}
