"""Reading cases: the list, one page, what the pages of scenes and providers show."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from matchmaker.accounts.models import Account, Organisation
from matchmaker.catalogue.documents import is_public_case, public_parts, published_cases
from matchmaker.catalogue.enums import CaseState
from matchmaker.catalogue.models import Case, CaseEffect, CaseFile, CasePart, case_scene
from matchmaker.catalogue.queries.lists import Listed, listed
from matchmaker.db import db
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries.facets import in_scenes, in_sectors, inside_any
from matchmaker.web.facets import Values

MOST_TO_REST_ON = 200
WITH_FILES = selectinload(Case.files).joinedload(CaseFile.attachment)
first_year = func.coalesce(Case.year_from, Case.year_to)
last_year = func.coalesce(Case.year_to, Case.year_from)


def cases(chosen: Values, *, provider: Organisation | None = None) -> Select[Case]:
    """Select cases, latest first; a case of several years belongs to each of them.

    Their scenes come in the same question: the rows are to be made unique.
    """
    statement = published_cases().options(joinedload(Case.scenes), WITH_FILES)
    for facet, narrowed in _NARROWED.items():
        if chosen.get(facet):
            statement = statement.where(narrowed(chosen[facet]))
    if provider:
        parts = select(CasePart.case_id).where(CasePart.organisation_id == provider.id)
        statement = statement.where(Case.id.in_(parts))
    return statement.order_by(last_year.desc().nulls_last(), Case.id)


def case_ids_of(organisation: Organisation) -> Sequence[int]:
    """Name the cases a provider took part in."""
    parts = public_parts().where(CasePart.organisation_id == organisation.id)
    return db.session.scalars(parts.with_only_columns(CasePart.case_id)).all()


def cases_of_scene(scene: Scene) -> Listed[Case]:
    """List the latest cases of a scene."""
    return listed(cases({"scene": (scene.slug,)}))


def cases_of_sector(sector: Sector, limit: int = 4) -> Sequence[Case]:
    """List the latest cases of a sector and its scenes."""
    return db.session.scalars(cases({"sector": (sector.code,)}).limit(limit)).unique().all()


def case_by_id(case_id: int) -> Case | None:
    """Find a case with what its page shows."""
    statement = select(Case).where(Case.id == case_id)
    return db.session.scalars(
        statement.options(
            joinedload(Case.sector),
            joinedload(Case.region),
            selectinload(Case.scenes),
            selectinload(Case.capabilities),
            joinedload(Case.organisation),
            joinedload(Case.consent_file),
            selectinload(Case.parts).joinedload(CasePart.organisation),
            selectinload(Case.figures),
            selectinload(Case.partners),
            WITH_FILES,
        )
    ).first()


def case_file_by_id(case_file_id: int) -> CaseFile | None:
    """Find a picture or document of a case with its case."""
    statement = select(CaseFile).where(CaseFile.id == case_file_id)
    return db.session.scalars(
        statement.options(
            joinedload(CaseFile.attachment),
            joinedload(CaseFile.case).joinedload(Case.organisation),
        )
    ).first()


def cases_written_by(account: Account) -> Select[Case]:
    """Select what a person's organisations wrote, in any state, latest change first."""
    return (
        select(Case)
        .where(Case.organisation_id.in_(account.organisation_ids))
        .options(joinedload(Case.organisation))
        .order_by(Case.updated_at.desc(), Case.id.desc())
    )


def cases_to_rest_on(organisation_ids: Sequence[int]) -> Sequence[Case]:
    """List the public cases organisations took part in: what their offerings may rest on."""
    part = CasePart.organisation_id.in_(organisation_ids)
    statement = (
        published_cases()
        .where(Case.parts.any(part))
        .options(selectinload(Case.parts), joinedload(Case.organisation))
    )
    return db.session.scalars(statement.order_by(Case.title, Case.id).limit(MOST_TO_REST_ON)).all()


def waiting_cases() -> Select[Case]:
    """Select the cases that wait for staff, the oldest first."""
    return (
        select(Case)
        .where(Case.state == CaseState.SUBMITTED)
        .options(joinedload(Case.organisation))
        .order_by(Case.submitted_at, Case.id)
    )


def case_counts_by_sector() -> dict[int | None, int]:
    """Count cases by sector id."""
    counted = select(Case.sector_id, func.count()).where(is_public_case()).group_by(Case.sector_id)
    return dict(db.session.execute(counted).all())


def case_counts_by_scene(sector: Sector) -> dict[int, int]:
    """Count cases by scene id, for the scenes of a sector."""
    counted = (
        select(case_scene.c.scene_id, func.count())
        .join(Scene, Scene.id == case_scene.c.scene_id)
        .join(Case, Case.id == case_scene.c.case_id)
        .where(Scene.sector_id == sector.id, is_public_case())
        .group_by(case_scene.c.scene_id)
    )
    return dict(db.session.execute(counted).all())


def parts_of(organisation: Organisation) -> Listed[CasePart]:
    """List what a provider did in which case, latest first."""
    return listed(
        public_parts()
        .where(CasePart.organisation_id == organisation.id)
        .options(contains_eager(CasePart.case).joinedload(Case.region))
        .order_by(last_year.desc().nulls_last(), Case.id)
    )


def _of_years(years: Sequence[str]) -> ColumnElement[bool]:
    return or_(*((first_year <= int(year)) & (last_year >= int(year)) for year in years))


def _with_effect(kinds: Sequence[str]) -> ColumnElement[bool]:
    return Case.id.in_(select(CaseEffect.case_id).where(CaseEffect.kind.in_(kinds)))


_NARROWED: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "sector": lambda codes: in_sectors(Case.id, Case.sector_id, case_scene.c.case_id, codes),
    "scene": lambda slugs: in_scenes(Case.id, case_scene.c.case_id, slugs),
    "region": lambda codes: inside_any(Case.region_code, codes),
    "year": _of_years,
    "effect": _with_effect,
}
