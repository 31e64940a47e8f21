"""What keyword search knows of offerings and cases, what feeds it, and what may be found."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.documents import ORGANISATION
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import CaseState, EvidenceKind, OfferingState
from matchmaker.catalogue.models import (
    Case,
    CaseFigure,
    CasePart,
    CasePartner,
    Offering,
    ProfilePlace,
    Promise,
    ProviderProfile,
    Qualification,
)
from matchmaker.jobs.feeds import Feed, Part, Root, along, as_keys
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.documents import (
    CAPABILITY,
    REGION,
    SCENE,
    SECTOR,
    Tags,
    capability_tags,
    of_ids,
    place_tags,
    region_tags,
    words_of_capabilities,
    words_of_region,
    words_of_scenes,
    words_of_sector,
)
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector

KIND = "offering"
PROVIDER, CASE = "provider", "case"
NATIONWIDE = "000000"  # beside the codes of GB/T 2260: serves all of China
# 万元; a range belongs to every band it touches.
BUDGET_EDGES = (10, 50, 100, 500, 1000)
BUDGET_BANDS = ("0-10", "10-50", "50-100", "100-500", "500-1000", "1000-")


def _is_public(offering: Offering) -> bool:
    return offering.state is OfferingState.PUBLISHED


def _profiled(told: ColumnElement[bool]) -> Select[int]:
    return select(ProviderProfile.organisation_id).where(told)


def _is_public_case(case: Case) -> bool:
    return case.state is CaseState.PUBLISHED


FEEDS = (
    Feed(
        Offering,
        KIND,
        is_told=_is_public,
        unfed=frozenset({"files"}),
        moved={"organisation_id": ORGANISATION},
    ),
    Part(Promise, ("offering",)),
    Feed(Case, CASE, is_told=_is_public_case, unfed=frozenset({"files"})),
    Part(CasePart, ("case", "organisation")),
    Part(CasePartner, ("case",)),
    Part(CaseFigure, ("case",)),
    Part(ProviderProfile, ("organisation",)),
    Part(Qualification, ("profile",)),
    Part(ProfilePlace, ("profile",)),
)
OFFERINGS = Root(
    KIND,
    {
        ORGANISATION: (along(Offering.organisation),),
        SECTOR: (along(Offering.sector), along(Offering.scenes, Scene.sector)),
        SCENE: (along(Offering.scenes),),
        CAPABILITY: (
            along(Offering.capabilities),
            along(Offering.capabilities, Capability.parent),
        ),
        REGION: (along(Offering.region), along(Offering.served_regions)),
        CASE: (along(Offering.cases), along(Offering.promises, Promise.case)),
    },
)
ROOTS = (
    OFFERINGS,
    Root(
        CASE,
        {
            ORGANISATION: (along(Case.parts, CasePart.organisation), along(Case.organisation)),
            SECTOR: (along(Case.sector), along(Case.scenes, Scene.sector)),
            SCENE: (along(Case.scenes),),
            CAPABILITY: (along(Case.capabilities), along(Case.capabilities, Capability.parent)),
            REGION: (along(Case.region),),
        },
    ),
    Root(
        PROVIDER,
        {
            ORGANISATION: (lambda ids: select(Organisation.id).where(Organisation.id.in_(ids)),),
            SECTOR: (lambda ids: _profiled(ProviderProfile.sectors.any(Sector.id.in_(ids))),),
            REGION: (
                lambda ids: select(Organisation.id).where(
                    Organisation.region_code.in_(as_keys(Organisation.region_code, ids))
                ),
                lambda ids: _profiled(
                    ProviderProfile.served_regions.any(Region.code.in_(as_keys(Region.code, ids)))
                ),
            ),
            KIND: (lambda ids: select(Offering.organisation_id).where(Offering.id.in_(ids)),),
            CASE: (lambda ids: select(CasePart.organisation_id).where(CasePart.case_id.in_(ids)),),
        },
        follows=frozenset({KIND, CASE}),
    ),
)
WITH_WORDS = (
    joinedload(Offering.organisation),
    joinedload(Offering.sector),
    joinedload(Offering.region),
    selectinload(Offering.scenes).joinedload(Scene.sector),
    selectinload(Offering.capabilities).joinedload(Capability.parent),
    selectinload(Offering.served_regions),
    selectinload(Offering.promises),
    selectinload(Offering.cases).load_only(Case.id),
)


def published_offerings() -> Select[Offering]:
    """Select the offerings everybody may see: published, of an organisation in good standing."""
    return (
        select(Offering)
        .join(Offering.organisation)
        .where(
            Offering.state == OfferingState.PUBLISHED,
            Organisation.state != OrganisationState.SUSPENDED,
        )
    )


def public_providers() -> Select[Organisation]:
    """Select the organisations everybody may see as providers.

    They show a profile or have something published, and are in good standing.
    """
    is_offering = (
        select(Offering.id)
        .where(
            Offering.organisation_id == Organisation.id, Offering.state == OfferingState.PUBLISHED
        )
        .exists()
    )
    return (
        select(Organisation)
        .outerjoin(
            ProviderProfile,
            and_(
                ProviderProfile.organisation_id == Organisation.id,
                ProviderProfile.published_at.is_not(None),
            ),
        )
        .where(
            Organisation.state != OrganisationState.SUSPENDED,
            or_(ProviderProfile.id.is_not(None), is_offering),
        )
    )


def offering_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of published offerings, all or those asked for."""
    statement = published_offerings().options(*WITH_WORDS)
    yield from map(_offering, of_ids(statement, Offering, ids))


def budget_tags(low: Decimal | None, high: Decimal | None) -> Tags:
    """Tag the bands of 万元 a range of money touches; one end alone is a figure.

    >>> budget_tags(Decimal(40), Decimal(120))
    {'budget': ('10-50', '50-100', '100-500')}
    """
    known = [value for value in (low, high) if value is not None]
    if not known:
        return {}
    first, last = (bisect_right(BUDGET_EDGES, value) for value in (min(known), max(known)))
    return {"budget": BUDGET_BANDS[first : last + 1]}


def moment(at: datetime | None) -> int:
    """Give an instant as the index keeps it; 0 for none."""
    return int(at.timestamp()) if at else 0


def year_moment(year: int | None) -> int:
    """Give the beginning of a year as the index keeps it; 0 for none."""
    return moment(datetime(year, 1, 1, tzinfo=UTC)) if year else 0


def _offering(offering: Offering) -> Document:
    organisation = offering.organisation
    served = [region.code for region in offering.served_regions]
    regions = region_tags([offering.region_code, *served])["region"]
    return Document(
        kind=KIND,
        id=offering.id,
        version=offering.version,
        title=offering.title,
        summary="\n".join([organisation.name, *(scene.name_zh for scene in offering.scenes)]),
        body="\n".join(
            [
                KIND_WORDS[KIND],
                offering.title_en,
                offering.summary,
                offering.summary_en,
                organisation.name_en,
                *organisation.aliases,
                *words_of_scenes(offering.scenes),
                *words_of_capabilities(offering.capabilities),
                *words_of_sector(offering.sector),
                *words_of_region(offering.region),
            ]
        ),
        tags={
            **place_tags([offering.sector] if offering.sector else [], offering.scenes),
            **capability_tags(offering.capabilities),
            **budget_tags(offering.price_min_wan, offering.price_max_wan),
            "region": (*regions, NATIONWIDE) if offering.is_nationwide else regions,
            "verified": (verified_tag(organisation),),
            "evidence": tuple(sorted(_evidence(offering))),
            "light": ("yes",) if offering.is_light else (),
        },
        names=tuple(filter(None, (offering.title, offering.title_en))),
        published=moment(offering.published_at),
    )


def verified_tag(organisation: Organisation) -> str:
    """Say in a tag whether staff have verified an organisation; when that ends its row changes."""
    return "yes" if organisation.is_verified else "no"


def _evidence(offering: Offering) -> set[EvidenceKind]:
    """What an offering rests on beside its provider's word: cases, and what staff have seen."""
    seen = {promise.evidence for promise in offering.promises if promise.reviewed_at}
    return (seen | ({EvidenceKind.CASE} if offering.cases else set())) - {EvidenceKind.STATEMENT}
