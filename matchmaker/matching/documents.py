"""What the ranking is told of the site: published offerings as records, the taxonomy as words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import OrganisationState
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Case, Offering
from matchmaker.catalogue.models import Promise as PromiseRow
from matchmaker.db import db
from matchmaker.demands.models import Demand
from matchmaker.demands.models import Requirement as RequirementRow
from matchmaker.matching.scoring.posting import (
    Posting,
    budget_subject,
    proposals,
    start_of,
)
from matchmaker.matching.scoring.records import (
    ABROAD,
    EvidenceRecord,
    Need,
    OfferingRecord,
    Promise,
    Requirement,
)
from matchmaker.matching.scoring.regions import RegionEntry, Regions
from matchmaker.matching.scoring.vocabulary import (
    CapabilityEntry,
    ConceptEntry,
    MetricWords,
    SceneEntry,
    SectorEntry,
    Vocabulary,
)
from matchmaker.search.analysis import fold
from matchmaker.taxonomy.documents import BATCH, former_slugs, in_use
from matchmaker.taxonomy.enums import RequirementKind
from matchmaker.taxonomy.models import Capability, MetricEntry, Region, Scene, Sector, Standard
from seeds.files.concepts import read_concepts
from seeds.files.regions import RegionSeed, read_neighbours
from seeds.files.scene_words import read_scene_words

REGION, BUDGET, TIME = "region", "budget", "time"  # keys of the lines that are columns


def offering_records(ids: Collection[int] | None = None) -> Iterator[OfferingRecord]:
    """Give published offerings as records, all or those asked for."""
    statement = published_offerings().options(
        joinedload(Offering.sector),
        joinedload(Offering.organisation),
        selectinload(Offering.scenes),
        selectinload(Offering.capabilities),
        selectinload(Offering.cases).selectinload(Case.scenes),
        selectinload(Offering.served_regions),
        selectinload(Offering.promises).options(
            joinedload(PromiseRow.capability),
            joinedload(PromiseRow.standard),
            joinedload(PromiseRow.case),
        ),
    )
    if ids is not None:
        statement = statement.where(Offering.id.in_(ids))
    rows = db.session.scalars(statement.execution_options(yield_per=BATCH))
    yield from map(_record, rows)


def words_of(title: str, text: str) -> str:
    """Give the words a demand is ranked by; a title that only repeats the text adds no weight."""
    return text if title in text else f"{title}\n{text}"


def need_of(demand: Demand, today: date, posting: Posting | None = None) -> Need:
    """Give a demand as the ranking reads it.

    `posting` is its text understood: what was read there and neither accepted nor declined counts
    as a wish. `today` turns the day it is wanted by into days.
    """
    lines = tuple(_lines(demand, today))
    read = proposals(posting) if posting else ()
    return Need(
        text=words_of(demand.title, demand.text),
        sector=demand.sector.code if demand.sector else None,
        scenes=tuple(scene.slug for scene in demand.scenes),
        region=demand.region_code,
        requirements=(*lines, *(row for row in read if not _is_settled(row, demand))),
    )


def with_proposals(need: Need, posting: Posting) -> Need:
    """Add what was read from the text of a need, as wishes; a place chosen beside it goes first."""
    read = (
        row
        for row in proposals(posting)
        if not (need.region and row.kind is RequirementKind.REGION)
    )
    return replace(need, requirements=(*need.requirements, *read))


def line_key(requirement_id: int) -> str:
    """Give the key of an accepted line of a demand."""
    return f"line:{requirement_id}"


def site_vocabulary() -> Vocabulary:
    """Give the words of the taxonomy as the database has them, and the concepts beside it."""
    words = read_scene_words()
    former: dict[int, list[str]] = defaultdict(list)
    for slug, number in former_slugs().items():
        former[number] += words.get(slug, ())
    statement = select(Scene).where(in_use()).options(joinedload(Scene.sector))
    scenes = db.session.scalars(statement.order_by(Scene.sector_id, Scene.position))
    return Vocabulary(
        scenes=[
            SceneEntry(
                slug=scene.slug,
                name=scene.name_zh,
                sector=scene.sector.code,
                aliases=tuple(scene.aliases),
                description=scene.description,
                words=(*words.get(scene.slug, ()), *former[scene.id]),
            )
            for scene in scenes
        ],
        sectors=[
            SectorEntry(sector.code, sector.name_zh, tuple(sector.aliases))
            for sector in db.session.scalars(
                select(Sector).where(in_use(Sector)).order_by(Sector.position)
            )
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
                select(Capability)
                .where(in_use(Capability))
                .options(joinedload(Capability.parent))
                .order_by(Capability.id)
            )
        ],
        concepts=[
            ConceptEntry(row.slug, row.name_zh, row.kind, row.forms) for row in read_concepts()
        ],
        standards=db.session.scalars(
            select(Standard.code).where(Standard.merged_into_id.is_(None))
        ),
        metrics=[
            MetricWords(row.key.value, tuple(row.aliases), row.retired_at is not None)
            for row in db.session.scalars(select(MetricEntry).order_by(MetricEntry.id))
            if row.aliases or row.retired_at is not None
        ],
    )


def site_regions() -> Regions:
    """Give the regions of the database."""
    return regions_of(db.session.scalars(select(Region).order_by(Region.code)))


def regions_of(rows: Iterable[Region | RegionSeed]) -> Regions:
    """Give regions to the ranking; who borders whom stands in a file beside them."""
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
        for row in rows
    )


def _lines(demand: Demand, today: date) -> Iterator[Requirement]:
    """The lines a person stands by: accepted rows, and place, budget and time of the demand."""
    for number, row in enumerate(demand.requirements):
        if not row.is_declined:
            # A demand somebody tries out has no numbers yet.
            key, subject = line_key(row.id or -number), _subject(row)
            yield Requirement(key, row.kind, subject, row.op, row.value, row.value2, row.is_must)
    place = ABROAD if demand.is_abroad else demand.region_code
    if place:
        yield Requirement(REGION, RequirementKind.REGION, place, must=demand.is_region_must)
    if demand.budget_min_wan is not None or demand.budget_max_wan is not None:
        yield Requirement(
            BUDGET,
            RequirementKind.BUDGET,
            value=_number(demand.budget_min_wan),
            value2=_number(demand.budget_max_wan),
            must=demand.is_budget_must,
        )
    if demand.ends_on is not None:
        begins = max(today, demand.starts_on or today)
        days = float((demand.ends_on - begins).days)
        yield Requirement(TIME, RequirementKind.TIME, value2=days, must=demand.is_time_must)


def _is_settled(read: Requirement, demand: Demand) -> bool:
    """Whether a person already decided on a line read from the text."""
    declined = demand.declined_readings
    match read.kind:
        case RequirementKind.REGION:
            is_filled = demand.is_abroad or demand.region_code is not None
            return is_filled or f"{read.kind}|{read.subject}" in declined
        case RequirementKind.BUDGET:
            is_filled = (demand.budget_min_wan, demand.budget_max_wan) != (None, None)
            name = f"{read.kind}|{budget_subject(read.value, read.value2)}"
            return is_filled or name in declined
        case RequirementKind.TIME:
            # A time to deliver means another day tomorrow; once turned down it stays so.
            is_declined = any(name.startswith(f"{read.kind}|") for name in declined)
            return is_declined or demand.ends_on is not None
    start = start_of(read)
    return any(
        row.kind is read.kind
        and _subject(row) == read.subject
        and (
            (row.span_start is not None and row.span_start == start)
            or (row.op, row.value, row.value2) == (read.op, read.value, read.value2)
        )
        for row in demand.requirements
    )


def _subject(row: RequirementRow | PromiseRow) -> str:
    if row.metric is not None:
        return row.metric.value
    if row.capability is not None:
        return row.capability.slug
    return row.standard.code if row.standard else ""


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


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
        promises=tuple(map(_promise, offering.promises)),
        served=tuple(region.code for region in offering.served_regions),
        nationwide=offering.is_nationwide,
        abroad=offering.serves_abroad,
        price_wan=(_number(offering.price_min_wan), _number(offering.price_max_wan)),
        lead_days=(offering.lead_days_min, offering.lead_days_max),
        claimed=offering.organisation.state is not OrganisationState.UNCLAIMED,
    )


def _promise(row: PromiseRow) -> Promise:
    return Promise(
        kind=row.kind,
        subject=_subject(row),
        op=row.op,
        value=row.value,
        value2=row.value2,
        evidence=row.evidence.value,
        source=row.evidence_note or (row.case.title if row.case else ""),
        case_key=row.case_id,
        reviewed=row.reviewed_at is not None,
        valid_until=row.valid_until.isoformat() if row.valid_until else None,
    )


def _evidence(case: Case) -> EvidenceRecord:
    return EvidenceRecord(
        case_key=case.id,
        title=case.title,
        year=case.year_to,
        scenes=tuple(scene.slug for scene in case.scenes),
        effect=case.effects,
        reviewed=bool(case.source_url) or case.organisation_id is not None,
        site=fold(case.client),
    )
