"""Reading offerings: lists, one page, what the pages of scenes and providers show."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.documents import NATIONWIDE, published_offerings
from matchmaker.catalogue.enums import EvidenceKind, OfferingState
from matchmaker.catalogue.models import (
    Case,
    Offering,
    OfferingFile,
    OfferingVersion,
    Promise,
    offering_capability,
    offering_case,
    offering_region,
    offering_scene,
)
from matchmaker.catalogue.queries.lists import LISTED, Listed, listed
from matchmaker.db import db
from matchmaker.taxonomy.models import Capability, Scene, Sector
from matchmaker.taxonomy.queries.facets import in_scenes, in_sectors, inside_any
from matchmaker.web.facets import Values

EVIDENCE = (
    select(func.count())
    .select_from(offering_case)
    .where(offering_case.c.offering_id == Offering.id)
    .scalar_subquery()
)


ON_LINE = (  # what a line of a list shows beside the organisation
    joinedload(Offering.profile),
    joinedload(Offering.region),
    selectinload(Offering.scenes),
)


def offerings(
    chosen: Values, *, provider: Organisation | None = None, by_title: bool = False
) -> Select[Offering]:
    """Select published offerings, newest first or by title, with what a list line shows.

    Any value of a facet will do, every facet must agree. A sector holds the offerings filed under
    it and those of its scenes; a category those of its products.
    """
    statement = published_offerings().options(contains_eager(Offering.organisation), *ON_LINE)
    for facet, narrowed in _NARROWED.items():
        if chosen.get(facet):
            statement = statement.where(narrowed(chosen[facet]))
    if provider:
        statement = statement.where(Offering.organisation_id == provider.id)
    if by_title:
        return statement.order_by(Offering.title, Offering.id)
    return statement.order_by(Offering.published_at.desc(), Offering.id)


def offering_ids_by(organisation: Organisation) -> Sequence[int]:
    """Name the published offerings of a provider."""
    statement = published_offerings().where(Offering.organisation_id == organisation.id)
    return db.session.scalars(statement.with_only_columns(Offering.id)).all()


def offerings_for_scene(scene: Scene, limit: int = LISTED) -> Sequence[Offering]:
    """List the offerings of a scene that rest on most cases, newest first among equals."""
    statement = offerings({"scene": (scene.slug,)}).order_by(None)
    ordered = statement.order_by(EVIDENCE.desc(), Offering.published_at.desc(), Offering.id)
    return db.session.scalars(ordered.limit(limit)).unique().all()


def offerings_of_sector(sector: Sector, limit: int = 4) -> Sequence[Offering]:
    """List the newest offerings of a sector and its scenes."""
    return db.session.scalars(offerings({"sector": (sector.code,)}).limit(limit)).unique().all()


def offering_by_id(offering_id: int) -> Offering | None:
    """Find an offering with what it says; its files are not loaded yet."""
    return db.session.scalars(_whole(offering_id)).first()


def offering_page(offering_id: int) -> Offering | None:
    """Find an offering with what its page shows, files too."""
    files = selectinload(Offering.files).joinedload(OfferingFile.attachment)
    return db.session.scalars(_whole(offering_id).options(files)).first()


def _whole(offering_id: int) -> Select[Offering]:
    return (
        select(Offering)
        .where(Offering.id == offering_id)
        .options(
            joinedload(Offering.organisation),
            joinedload(Offering.region),
            joinedload(Offering.sector),
            selectinload(Offering.scenes),
            selectinload(Offering.capabilities),
            selectinload(Offering.cases).joinedload(Case.region),
            selectinload(Offering.served_regions),
            selectinload(Offering.promises).options(
                joinedload(Promise.capability),
                joinedload(Promise.standard),
                joinedload(Promise.case),
            ),
        )
    )


def offerings_named(words: Sequence[str], limit: int = LISTED) -> Sequence[Offering]:
    """List published offerings whose title or provider's name holds every word, by title."""
    statement = published_offerings().options(contains_eager(Offering.organisation))
    for word in words:
        statement = statement.where(
            or_(
                Offering.title.icontains(word, autoescape=True),
                Organisation.name.icontains(word, autoescape=True),
            )
        )
    return db.session.scalars(statement.order_by(Offering.title, Offering.id).limit(limit)).all()


def promise_by_id(promise_id: int) -> Promise | None:
    """Find a promise with its offering."""
    statement = select(Promise).where(Promise.id == promise_id)
    return db.session.scalars(statement.options(joinedload(Promise.offering))).first()


def file_by_id(file_id: int) -> OfferingFile | None:
    """Find a picture or document with its offering."""
    statement = select(OfferingFile).where(OfferingFile.id == file_id)
    return db.session.scalars(
        statement.options(
            joinedload(OfferingFile.attachment),
            joinedload(OfferingFile.offering).joinedload(Offering.organisation),
        )
    ).first()


def offerings_of(account: Account) -> Select[Offering]:
    """Select what a person's organisations offer, in any state, latest change first."""
    return (
        select(Offering)
        .where(Offering.organisation_id.in_(account.organisation_ids))
        .options(joinedload(Offering.organisation))
        .order_by(Offering.updated_at.desc(), Offering.id.desc())
    )


def waiting_offerings() -> Select[Offering]:
    """Select what waits for staff to publish it, the oldest first."""
    return (
        select(Offering)
        .where(Offering.state == OfferingState.SUBMITTED)
        .options(joinedload(Offering.organisation))
        .order_by(Offering.submitted_at, Offering.id)
    )


def changed_offerings() -> Select[Offering]:
    """Select what is public in words staff have not seen yet, the oldest change first."""
    unseen = (
        select(
            OfferingVersion.offering_id.label("offering_id"),
            func.min(OfferingVersion.at).label("since"),
        )
        .where(OfferingVersion.reviewed_at.is_(None))
        .group_by(OfferingVersion.offering_id)
        .subquery()
    )
    return (
        select(Offering)
        .join(unseen, unseen.c.offering_id == Offering.id)
        .where(Offering.state == OfferingState.PUBLISHED)
        .options(joinedload(Offering.organisation))
        .order_by(unseen.c.since, Offering.id)
    )


def offering_counts_by_sector() -> dict[int | None, int]:
    """Count published offerings by sector id."""
    counted = published_offerings().with_only_columns(Offering.sector_id, func.count())
    return dict(db.session.execute(counted.group_by(Offering.sector_id)).all())


def offering_counts_by_scene(sector: Sector) -> dict[int, int]:
    """Count published offerings by scene id, for the scenes of a sector."""
    counted = (
        published_offerings()
        .join(offering_scene, offering_scene.c.offering_id == Offering.id)
        .join(Scene, Scene.id == offering_scene.c.scene_id)
        .where(Scene.sector_id == sector.id)
        .with_only_columns(offering_scene.c.scene_id, func.count())
        .group_by(offering_scene.c.scene_id)
    )
    return dict(db.session.execute(counted).all())


def offerings_by(organisation: Organisation) -> Listed[Offering]:
    """List what a provider offers, newest first."""
    return listed(offerings({}, provider=organisation))


def offerings_resting_on(case: Case) -> Sequence[Offering]:
    """List the published offerings a case is evidence for."""
    statement = (
        published_offerings()
        .where(Offering.cases.any(Case.id == case.id))
        .options(contains_eager(Offering.organisation))
    )
    return db.session.scalars(statement.order_by(Offering.title, Offering.id)).all()


def _of_region(codes: Sequence[str]) -> ColumnElement[bool]:
    served = select(offering_region.c.offering_id).where(
        inside_any(offering_region.c.region_code, codes)
    )
    is_everywhere = (Offering.is_nationwide.is_(True),) if NATIONWIDE in codes else ()
    inside = inside_any(Offering.region_code, codes)
    return or_(inside, Offering.id.in_(served), *is_everywhere)


def _with_capability(slugs: Sequence[str]) -> ColumnElement[bool]:
    category = aliased(Capability)
    with_capability = (
        select(offering_capability.c.offering_id)
        .join(Capability, Capability.id == offering_capability.c.capability_id)
        .outerjoin(category, category.id == Capability.parent_id)
        .where(or_(Capability.slug.in_(slugs), category.slug.in_(slugs)))
    )
    return Offering.id.in_(with_capability)


def _with_evidence(kinds: Sequence[str]) -> ColumnElement[bool]:
    with_case = Offering.id.in_(select(offering_case.c.offering_id))
    proven = select(Promise.offering_id).where(Promise.reviewed_at.is_not(None))
    found = [
        with_case
        if kind == EvidenceKind.CASE
        else Offering.id.in_(proven.where(Promise.evidence == EvidenceKind(kind)))
        for kind in kinds
    ]
    return or_(*found)


def in_budget(
    low: InstrumentedAttribute[Decimal | None],
    high: InstrumentedAttribute[Decimal | None],
    bands: Sequence[str],
) -> ColumnElement[bool]:
    """Say that a range of 万元 touches one of the bands; one end alone is a figure."""
    first, last = func.coalesce(low, high), func.coalesce(high, low)
    found = []
    for band in bands:
        above, _, below = band.partition("-")
        is_above = last >= Decimal(above)
        found.append(and_(is_above, first < Decimal(below)) if below else is_above)
    return or_(*found)


def _in_budget(bands: Sequence[str]) -> ColumnElement[bool]:
    return in_budget(Offering.price_min_wan, Offering.price_max_wan, bands)


_NARROWED: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "sector": lambda codes: in_sectors(
        Offering.id, Offering.sector_id, offering_scene.c.offering_id, codes
    ),
    "scene": lambda slugs: in_scenes(Offering.id, offering_scene.c.offering_id, slugs),
    "region": _of_region,
    "category": _with_capability,
    "capability": _with_capability,
    "evidence": _with_evidence,
    "budget": _in_budget,
    "light": lambda _values: Offering.is_light.is_(True),
}
