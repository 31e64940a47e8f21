"""What the ranking is told of the site: published offerings as records, the taxonomy as words."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.catalogue.documents import BATCH, published_offerings
from matchmaker.catalogue.models import Case, Offering
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.matching.scoring.records import EvidenceRecord, Need, OfferingRecord
from matchmaker.matching.scoring.regions import RegionEntry, Regions
from matchmaker.matching.scoring.vocabulary import (
    CapabilityEntry,
    ConceptEntry,
    SceneEntry,
    SectorEntry,
    Vocabulary,
)
from matchmaker.taxonomy.models import Capability, Region, Scene, Sector, Standard
from seeds.files.concepts import read_concepts
from seeds.files.regions import read_neighbours
from seeds.files.scene_words import read_scene_words


def offering_records(ids: Collection[int] | None = None) -> Iterator[OfferingRecord]:
    """Give published offerings as records, all or those asked for."""
    statement = published_offerings().options(
        joinedload(Offering.sector),
        selectinload(Offering.scenes),
        selectinload(Offering.capabilities),
        selectinload(Offering.cases).selectinload(Case.scenes),
    )
    if ids is not None:
        statement = statement.where(Offering.id.in_(ids))
    rows = db.session.scalars(statement.execution_options(yield_per=BATCH))
    yield from map(_record, rows)


def words_of(title: str, text: str) -> str:
    """Give the words a demand is ranked by; a title that only repeats the text adds no weight."""
    return text if title in text else f"{title}\n{text}"


def need_of(demand: Demand) -> Need:
    """Give a demand as the ranking reads it."""
    return Need(
        text=words_of(demand.title, demand.text),
        sector=demand.sector.code if demand.sector else None,
        scenes=tuple(scene.slug for scene in demand.scenes),
        region=demand.region_code,
    )


def site_vocabulary() -> Vocabulary:
    """Give the words of the taxonomy as the database has them, and the concepts beside it."""
    words = read_scene_words()
    scenes = db.session.scalars(
        select(Scene).options(joinedload(Scene.sector)).order_by(Scene.sector_id, Scene.position)
    )
    return Vocabulary(
        scenes=[
            SceneEntry(
                slug=scene.slug,
                name=scene.name_zh,
                sector=scene.sector.code,
                aliases=tuple(scene.aliases),
                description=scene.description,
                words=words.get(scene.slug, ()),
            )
            for scene in scenes
        ],
        sectors=[
            SectorEntry(sector.code, sector.name_zh, tuple(sector.aliases))
            for sector in db.session.scalars(select(Sector).order_by(Sector.position))
        ],
        capabilities=[
            CapabilityEntry(
                capability.slug,
                capability.name_zh,
                tuple(capability.aliases),
                capability.kind.value,
                capability.parent.slug if capability.parent else None,
            )
            for capability in db.session.scalars(
                select(Capability).options(joinedload(Capability.parent)).order_by(Capability.id)
            )
        ],
        concepts=[
            ConceptEntry(row.slug, row.name_zh, row.kind, row.forms) for row in read_concepts()
        ],
        standards=db.session.scalars(select(Standard.code)),
    )


def site_regions() -> Regions:
    """Give the regions of the database; who borders whom stands beside it."""
    neighbours = read_neighbours()
    return Regions(
        RegionEntry(
            row.code,
            row.name_zh,
            row.short_zh,
            row.geo_region,
            row.econ_region,
            neighbours.get(row.code, ()),
        )
        for row in db.session.scalars(select(Region).order_by(Region.code))
    )


def _record(offering: Offering) -> OfferingRecord:
    return OfferingRecord(
        key=offering.id,
        title=offering.title,
        text=offering.summary,
        sector=offering.sector.code if offering.sector else None,
        scenes=tuple(scene.slug for scene in offering.scenes),
        region=offering.region_code,
        capabilities=tuple(capability.slug for capability in offering.capabilities),
        evidence=tuple(_evidence(case) for case in offering.cases),
    )


def _evidence(case: Case) -> EvidenceRecord:
    return EvidenceRecord(
        case_key=case.id,
        title=case.title,
        year=case.year_to,
        scenes=tuple(scene.slug for scene in case.scenes),
        effect=case.effects,
        reviewed=bool(case.source_url),
    )
