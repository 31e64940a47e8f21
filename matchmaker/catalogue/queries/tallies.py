"""How many offerings, cases and providers each filter value would give."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Executable, String, case, literal, select, union
from sqlalchemy.orm import aliased

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import (
    NATIONWIDE,
    budget_tags,
    is_public_case,
    public_parts,
    published_offerings,
)
from matchmaker.catalogue.enums import EvidenceKind
from matchmaker.catalogue.models import (
    Case,
    CaseEffect,
    CasePart,
    Offering,
    Promise,
    ProviderProfile,
    case_scene,
    offering_capability,
    offering_case,
    offering_region,
    offering_scene,
)
from matchmaker.catalogue.queries.cases import case_ids_of, first_year, last_year
from matchmaker.catalogue.queries.offerings import offering_ids_by
from matchmaker.catalogue.queries.providers import UNVERIFIED, VERIFIED, has_tier, providers
from matchmaker.db import db
from matchmaker.jobs.kept import NO_REST, kept
from matchmaker.search.pinyin import initial_of
from matchmaker.taxonomy.enums import CapabilityKind
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector
from matchmaker.taxonomy.queries.facets import tags_of_regions
from matchmaker.web.facets import Counts, Tally, Values

MANY: Final = 2_000  # rows; reading more takes long enough to wait for the rest of a burst
LIGHT: Final = "yes"
REST: Final = timedelta(seconds=2)


def offering_counts(chosen: Values, provider: Organisation | None = None) -> Counts:
    """Count published offerings by sector, scene, region, category, capability, proof and price."""
    only = offering_ids_by(provider) if provider else None
    return _kept("offerings", _read_offerings).counts(chosen, only=only)


def case_counts(chosen: Values, provider: Organisation | None = None) -> Counts:
    """Count cases by sector, scene, region, year and kind of effect."""
    only = case_ids_of(provider) if provider else None
    return _kept("cases", _read_cases).counts(chosen, only=only)


def provider_counts(chosen: Values) -> Counts:
    """Count providers by sector, region, type, standing and initial."""
    return _kept("providers", _read_providers).counts(chosen)


def _kept(name: str, read: Callable[[], Tally]) -> Tally:
    return kept(name, read, mark=clock.today(), rest=rest_of_tally)


def rest_of_tally(tally: Tally) -> timedelta:
    """Let counts of many rows rest, so that a burst of changes does not slow every page."""
    return REST if len(tally) > MANY else NO_REST


def _read_offerings() -> Tally:
    filed = (
        published_offerings()
        .outerjoin(Offering.sector)
        .with_only_columns(
            Offering.id,
            Sector.code,
            Offering.region_code,
            Offering.is_nationwide,
            Offering.price_min_wan,
            Offering.price_max_wan,
            Offering.is_light,
        )
        .order_by(Offering.id)
    )
    rows = db.session.execute(filed).all()
    scenes = _rows(
        select(offering_scene.c.offering_id, Scene.slug, Sector.code)
        .join(Scene, Scene.id == offering_scene.c.scene_id)
        .join(Sector, Sector.id == Scene.sector_id)
    )
    category = aliased(Capability)
    capabilities = _rows(
        select(offering_capability.c.offering_id, Capability.slug, Capability.kind, category.slug)
        .join(Capability, Capability.id == offering_capability.c.capability_id)
        .outerjoin(category, category.id == Capability.parent_id)
    )
    served = _rows(select(offering_region.c.offering_id, offering_region.c.region_code))
    proven = select(Promise.offering_id, Promise.evidence.cast(String)).where(
        Promise.reviewed_at.is_not(None),
        Promise.evidence.in_([EvidenceKind.TEST_REPORT, EvidenceKind.CERTIFICATE]),
    )
    delivered = select(offering_case.c.offering_id, literal(EvidenceKind.CASE.value))
    proofs = _rows(union(delivered, proven))
    is_category = CapabilityKind.CATEGORY
    return Tally(
        (row[0] for row in rows),
        {
            "sector": [
                *((number, code) for number, code, *_ in rows if code),
                *((number, code) for number, _, code in scenes),
            ],
            "scene": [(number, slug) for number, slug, _ in scenes],
            "region": [
                *tags_of_regions([*((row[0], row[2]) for row in rows), *served]),
                *((row[0], NATIONWIDE) for row in rows if row[3]),
            ],
            "category": [
                (number, slug if kind is is_category else parent)
                for number, slug, kind, parent in capabilities
                if parent or kind is is_category
            ],
            "capability": [
                (number, slug) for number, slug, kind, _ in capabilities if kind is not is_category
            ],
            "evidence": [(number, str(kind)) for number, kind in proofs],
            "light": [(row[0], LIGHT) for row in rows if row[6]],
            "budget": [
                (row[0], band)
                for row in rows
                for band in budget_tags(row[4], row[5]).get("budget", ())
            ],
        },
    )


def _read_cases() -> Tally:
    filed = (
        select(Case.id, Sector.code, Case.region_code, first_year, last_year)
        .outerjoin(Case.sector)
        .where(is_public_case())
        .order_by(Case.id)
    )
    rows = db.session.execute(filed).all()
    scenes = _rows(
        select(case_scene.c.case_id, Scene.slug, Sector.code)
        .join(Scene, Scene.id == case_scene.c.scene_id)
        .join(Sector, Sector.id == Scene.sector_id)
    )
    effects = _rows(select(CaseEffect.case_id, CaseEffect.kind))
    return Tally(
        (row[0] for row in rows),
        {
            "sector": [
                *((number, code) for number, code, *_ in rows if code),
                *((number, code) for number, _, code in scenes),
            ],
            "scene": [(number, slug) for number, slug, _ in scenes],
            "region": tags_of_regions((row[0], row[2]) for row in rows),
            "year": [
                (number, str(year))
                for number, _, _, first, last in rows
                if first
                for year in range(first, last + 1)
            ],
            "effect": [(number, kind.value) for number, kind in effects],
        },
    )


def _read_providers() -> Tally:
    columns = providers({}).with_only_columns(
        Organisation.id,
        Organisation.sort_key,
        Organisation.state,
        Organisation.region_code,
        ProviderProfile.type,
        ProviderProfile.programme_type,
        case((has_tier(), ProviderProfile.tier), else_=""),
        ProviderProfile.is_nationwide,
        Organisation.verified_until,
    )
    rows = db.session.execute(columns).all()
    shown = select(ProviderProfile.organisation_id).where(ProviderProfile.published_at.is_not(None))
    named = shown.join(ProviderProfile.sectors).add_columns(Sector.code)
    served = shown.join(ProviderProfile.served_regions).add_columns(Region.code)
    offered = published_offerings().join(Offering.sector)
    delivered = (
        public_parts()
        .join(Sector, Sector.id == Case.sector_id)
        .with_only_columns(CasePart.organisation_id, Sector.code)
    )
    is_active, today = OrganisationState.ACTIVE, clock.today()
    return Tally(
        (row[0] for row in rows),
        {
            "sector": [
                *_rows(offered.with_only_columns(Offering.organisation_id, Sector.code).distinct()),
                *_rows(delivered.distinct()),
                *_rows(named),
            ],
            "region": [
                *tags_of_regions([*((row[0], row[3]) for row in rows), *_rows(served)]),
                *((row[0], NATIONWIDE) for row in rows if row[7]),
            ],
            "type": [(row[0], row[4].value) for row in rows if row[4]],
            "programme": [(row[0], row[5].value) for row in rows if row[5]],
            "tier": [(row[0], row[6]) for row in rows if row[6]],
            "verified": [
                (
                    row[0],
                    VERIFIED if row[2] is is_active and row[8] and row[8] >= today else UNVERIFIED,
                )
                for row in rows
            ],
            "initial": [(row[0], initial_of(row[1])) for row in rows],
        },
    )


def _rows(statement: Executable) -> Any:
    return db.session.execute(statement).all()
