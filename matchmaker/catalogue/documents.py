"""What keyword search knows of the supply side, and what may be found at all."""

from collections.abc import Collection, Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.search.port import Document

KIND = "offering"
BATCH = 500


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


def offering_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of published offerings, all or those asked for."""
    statement = published_offerings().options(
        joinedload(Offering.organisation),
        joinedload(Offering.sector),
        joinedload(Offering.region),
        selectinload(Offering.scenes),
        selectinload(Offering.capabilities),
    )
    if ids is not None:
        statement = statement.where(Offering.id.in_(ids))
    rows = db.session.scalars(statement.execution_options(yield_per=BATCH))
    yield from map(_document, rows)


def offering_ids_of(organisations: Collection[int]) -> set[int]:
    """Give the offerings that change with their organisations: its name, its standing."""
    statement = select(Offering.id).where(Offering.organisation_id.in_(organisations))
    return set(db.session.scalars(statement))


def _document(offering: Offering) -> Document:
    organisation = offering.organisation
    names = [organisation.name, organisation.name_en, *organisation.aliases]
    for scene in offering.scenes:
        names += [scene.name_zh, scene.name_en, *scene.aliases]
    for capability in offering.capabilities:
        names += [capability.name_zh, capability.name_en, *capability.aliases]
    if offering.sector:
        names += [offering.sector.name_zh, offering.sector.name_en]
    if offering.region:
        names += [offering.region.name_zh]
    return Document(
        kind=KIND,
        id=offering.id,
        version=offering.version,
        title=offering.title,
        summary=organisation.name,
        body="\n".join([offering.summary, *filter(None, names)]),
        tags={
            "sector": (offering.sector.code,) if offering.sector else (),
            "scene": tuple(scene.slug for scene in offering.scenes),
            "province": (offering.region_code[:2] + "0000",) if offering.region_code else (),
            "capability": tuple(capability.slug for capability in offering.capabilities),
        },
    )
