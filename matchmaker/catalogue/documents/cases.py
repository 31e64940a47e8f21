"""Cases: who may see them, and what keyword search knows of them."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents.supply import CASE, year_moment
from matchmaker.catalogue.enums import CaseState
from matchmaker.catalogue.models import (
    Case,
    CasePart,
)
from matchmaker.catalogue.scoring import effects_in
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.documents import (
    capability_tags,
    of_ids,
    place_tags,
    region_tags,
    words_of_capabilities,
    words_of_region,
    words_of_scenes,
    words_of_sector,
)
from matchmaker.taxonomy.models import Capability, Scene


def is_public_case() -> ColumnElement[bool]:
    """Say that everybody may see a case: published, and not written by a suspended organisation."""
    suspended = select(Organisation.id).where(Organisation.state == OrganisationState.SUSPENDED)
    return and_(
        Case.state == CaseState.PUBLISHED,
        or_(Case.organisation_id.is_(None), Case.organisation_id.not_in(suspended)),
    )


def published_cases() -> Select[Case]:
    """Select the cases everybody may see."""
    return select(Case).where(is_public_case())


def public_parts() -> Select[CasePart]:
    """Select who did what in the cases everybody may see."""
    return select(CasePart).join(CasePart.case).where(is_public_case())


def case_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of public cases, all or those asked for."""
    statement = published_cases().options(
        joinedload(Case.sector),
        joinedload(Case.region),
        selectinload(Case.scenes).joinedload(Scene.sector),
        selectinload(Case.capabilities).joinedload(Capability.parent),
        selectinload(Case.parts).joinedload(CasePart.organisation),
        selectinload(Case.partners),
        selectinload(Case.figures),
    )
    yield from map(_case, of_ids(statement, Case, ids))


def _case(case: Case) -> Document:
    names = [
        name
        for part in case.parts
        for name in (part.organisation.name, part.organisation.name_en, *part.organisation.aliases)
    ]
    first, last = case.year_from or case.year_to, case.year_to or case.year_from
    years = range(first, last + 1) if first and last else ()
    return Document(
        kind=CASE,
        id=case.id,
        version=case.version,
        title=case.title,
        summary="\n".join([case.client, *(scene.name_zh for scene in case.scenes)]),
        body="\n".join(
            [
                KIND_WORDS[CASE],
                case.problem,
                case.solution,
                case.effects,
                case.awards,
                *names,
                *(partner.name for partner in case.partners),
                *words_of_scenes(case.scenes),
                *words_of_capabilities(case.capabilities),
                *words_of_sector(case.sector),
                *words_of_region(case.region),
            ]
        ),
        tags={
            **place_tags([case.sector] if case.sector else [], case.scenes),
            **capability_tags(case.capabilities),
            **region_tags([case.region_code]),
            "effect": tuple(
                dict.fromkeys((*effects_in(case.effects), *(one.kind for one in case.figures)))
            ),
            "year": tuple(map(str, years)),
        },
        names=(case.title,),
        published=year_moment(last),
    )
