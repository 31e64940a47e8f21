"""Reading the supply side: offerings, providers, cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from pypinyin import lazy_pinyin
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.documents import public_providers, published_offerings
from matchmaker.catalogue.enums import ProviderType
from matchmaker.catalogue.models import (
    Case,
    CasePart,
    Offering,
    Promise,
    ProviderProfile,
    case_scene,
    offering_capability,
    offering_case,
    offering_scene,
)
from matchmaker.db import db
from matchmaker.taxonomy.models import Region, Scene, Sector
from matchmaker.taxonomy.queries import Chosen, is_inside

T = TypeVar("T")
OTHER_INITIAL = "#"  # names that begin with a figure or a sign
LISTED = 10
EVIDENCE = (
    select(func.count())
    .select_from(offering_case)
    .where(offering_case.c.offering_id == Offering.id)
    .scalar_subquery()
)
first_year = func.coalesce(Case.year_from, Case.year_to)
last_year = func.coalesce(Case.year_to, Case.year_from)


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """The first rows of a list that has its own page elsewhere, and how many there are."""

    rows: Sequence[T]
    total: int


def offerings(
    chosen: Chosen, *, provider: Organisation | None = None, by_title: bool = False
) -> Select[Offering]:
    """Select published offerings, newest first or by title, with what a list line shows."""
    statement = published_offerings().options(
        contains_eager(Offering.organisation),
        joinedload(Offering.region),
        selectinload(Offering.scenes),
    )
    if chosen.sector:
        statement = statement.where(Offering.sector_id == chosen.sector.id)
    if chosen.scene:
        of_scene = select(offering_scene.c.offering_id).where(
            offering_scene.c.scene_id == chosen.scene.id
        )
        statement = statement.where(Offering.id.in_(of_scene))
    if chosen.capability:
        with_capability = select(offering_capability.c.offering_id).where(
            offering_capability.c.capability_id == chosen.capability.id
        )
        statement = statement.where(Offering.id.in_(with_capability))
    if chosen.region:
        statement = statement.where(is_inside(Offering.region_code, chosen.region))
    if provider:
        statement = statement.where(Offering.organisation_id == provider.id)
    if by_title:
        return statement.order_by(Offering.title, Offering.id)
    return statement.order_by(Offering.published_at.desc(), Offering.id)


def offerings_for_scene(scene: Scene) -> Listed[Offering]:
    """List the offerings of a scene that rest on most cases, newest first among equals."""
    statement = offerings(Chosen(scene=scene)).order_by(None)
    return _listed(statement.order_by(EVIDENCE.desc(), Offering.published_at.desc(), Offering.id))


def offering_by_id(offering_id: int) -> Offering | None:
    """Find an offering with what its page shows."""
    statement = (
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
    return db.session.scalars(statement).first()


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


def offerings_of(account: Account) -> Select[Offering]:
    """Select what a person's organisations offer, in any state, latest change first."""
    own = [membership.organisation_id for membership in account.memberships]
    return (
        select(Offering)
        .where(Offering.organisation_id.in_(own))
        .options(joinedload(Offering.organisation))
        .order_by(Offering.updated_at.desc(), Offering.id.desc())
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


def cases(
    chosen: Chosen, *, year: int | None = None, provider: Organisation | None = None
) -> Select[Case]:
    """Select cases, latest first; a case of several years belongs to each of them."""
    statement = select(Case).options(selectinload(Case.scenes))
    if chosen.sector:
        statement = statement.where(Case.sector_id == chosen.sector.id)
    if chosen.scene:
        of_scene = select(case_scene.c.case_id).where(case_scene.c.scene_id == chosen.scene.id)
        statement = statement.where(Case.id.in_(of_scene))
    if chosen.region:
        statement = statement.where(is_inside(Case.region_code, chosen.region))
    if year is not None:
        statement = statement.where(first_year <= year, last_year >= year)
    if provider:
        parts = select(CasePart.case_id).where(CasePart.organisation_id == provider.id)
        statement = statement.where(Case.id.in_(parts))
    return statement.order_by(last_year.desc().nulls_last(), Case.id)


def cases_of_scene(scene: Scene) -> Listed[Case]:
    """List the latest cases of a scene."""
    return _listed(cases(Chosen(scene=scene)))


def case_by_id(case_id: int) -> Case | None:
    """Find a case with what its page shows."""
    statement = select(Case).where(Case.id == case_id)
    return db.session.scalars(
        statement.options(
            joinedload(Case.sector),
            joinedload(Case.region),
            selectinload(Case.scenes),
            selectinload(Case.capabilities),
            selectinload(Case.parts).joinedload(CasePart.organisation),
        )
    ).first()


def offerings_resting_on(case: Case) -> Sequence[Offering]:
    """List the published offerings a case is evidence for."""
    statement = (
        published_offerings()
        .where(Offering.cases.any(Case.id == case.id))
        .options(contains_eager(Offering.organisation))
    )
    return db.session.scalars(statement.order_by(Offering.title, Offering.id)).all()


def case_years() -> list[int]:
    """List the years there are cases of, latest first."""
    spans = db.session.execute(select(first_year, last_year).distinct())
    years = {year for first, last in spans if first is not None for year in range(first, last + 1)}
    return sorted(years, reverse=True)


def case_counts_by_sector() -> dict[int | None, int]:
    """Count cases by sector id."""
    counted = select(Case.sector_id, func.count()).group_by(Case.sector_id)
    return dict(db.session.execute(counted).all())


def case_counts_by_scene(sector: Sector) -> dict[int, int]:
    """Count cases by scene id, for the scenes of a sector."""
    counted = (
        select(case_scene.c.scene_id, func.count())
        .join(Scene, Scene.id == case_scene.c.scene_id)
        .where(Scene.sector_id == sector.id)
        .group_by(case_scene.c.scene_id)
    )
    return dict(db.session.execute(counted).all())


@dataclass(frozen=True, slots=True)
class ProviderIndex:
    """Providers in the order of their names: how many under each initial, and who is listed."""

    initials: Mapping[str, int]
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that provides. Without a profile it is known by its offerings alone."""

    organisation: Organisation
    profile: ProviderProfile | None
    region: Region | None
    offerings: int
    cases: int


def provider_index(
    chosen: Chosen, *, type_: ProviderType | None = None, initial: str = ""
) -> ProviderIndex:
    """Sort providers of a type and region by pinyin; with an initial, list only those under it."""
    statement = public_providers().with_only_columns(Organisation.id, Organisation.name)
    if type_:
        statement = statement.where(ProviderProfile.type == type_)
    if chosen.region:
        statement = statement.where(is_inside(Organisation.region_code, chosen.region))
    rows = sorted(db.session.execute(statement), key=lambda row: pinyin_key(row[1]))
    return ProviderIndex(
        initials=Counter(pinyin_initial(name) for _, name in rows),
        ids=[number for number, name in rows if initial in {"", pinyin_initial(name)}],
    )


def providers_with(ids: Sequence[int]) -> list[Provider]:
    """Give providers with their counts, in the order of the ids; unknown ones are left out."""
    statement = public_providers().add_columns(ProviderProfile).where(Organisation.id.in_(ids))
    rows = {row[0].id: row for row in db.session.execute(statement)}
    codes = {organisation.region_code for organisation, _ in rows.values()}
    places = db.session.scalars(select(Region).where(Region.code.in_(codes - {None})))
    regions: dict[str | None, Region] = {region.code: region for region in places}
    offered = _counts(published_offerings(), Offering.organisation_id, ids)
    delivered = _counts(select(CasePart), CasePart.organisation_id, ids)
    return [
        Provider(
            organisation=rows[number][0],
            profile=rows[number][1],
            region=regions.get(rows[number][0].region_code),
            offerings=offered.get(number, 0),
            cases=delivered.get(number, 0),
        )
        for number in ids
        if number in rows
    ]


def provider_by_id(organisation_id: int) -> Provider | None:
    """Find a provider by the number of its organisation."""
    return next(iter(providers_with([organisation_id])), None)


def providing_organisation(organisation_id: int) -> Organisation | None:
    """Find a provider's organisation without its counts."""
    return db.session.scalars(public_providers().where(Organisation.id == organisation_id)).first()


def offerings_by(organisation: Organisation) -> Listed[Offering]:
    """List what a provider offers, newest first."""
    return _listed(offerings(Chosen(), provider=organisation))


def parts_of(organisation: Organisation) -> Listed[CasePart]:
    """List what a provider did in which case, latest first."""
    return _listed(
        select(CasePart)
        .join(CasePart.case)
        .where(CasePart.organisation_id == organisation.id)
        .options(contains_eager(CasePart.case).joinedload(Case.region))
        .order_by(last_year.desc().nulls_last(), Case.id)
    )


@lru_cache(maxsize=100_000)
def pinyin_key(name: str) -> tuple[bool, str, str]:
    """Give what sorts a name as a Chinese reader expects: by pinyin, signs and figures last."""
    spelled = " ".join(lazy_pinyin(name)).casefold().strip("“”\"'《（( ")
    return not ("a" <= spelled[:1] <= "z"), spelled, name


def pinyin_initial(name: str) -> str:
    """Give the letter A–Z a name stands under, or `#`."""
    is_other, spelled, _ = pinyin_key(name)
    return OTHER_INITIAL if is_other else spelled[0].upper()


def _listed(statement: Select[T], limit: int = LISTED) -> Listed[T]:
    total = db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
    return Listed(db.session.scalars(statement.limit(limit)).unique().all(), total or 0)


def _counts(
    statement: Select[Offering] | Select[CasePart],
    by: InstrumentedAttribute[int],
    ids: Sequence[int],
) -> dict[int, int]:
    counted = statement.where(by.in_(ids)).with_only_columns(by, func.count()).group_by(by)
    return dict(db.session.execute(counted).all())
