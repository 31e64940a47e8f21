"""What keyword search knows of showcases, what feeds it, and which may be found at all."""

from collections.abc import Collection, Iterator
from typing import Final

from sqlalchemy import ColumnElement, Select, inspect, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.documents import ORGANISATION
from matchmaker.catalogue.documents import moment
from matchmaker.engagements.enums.outcomes import ConsentState
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.jobs.feeds import Feed, Part, Root, along
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.enums.showcases import NamedBy, ShowcaseState
from matchmaker.programmes.models import Call, CallPhase
from matchmaker.programmes.models.results import Entry
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFigure, ShowcasePart
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.documents import (
    CAPABILITY,
    REGION,
    SCENE,
    SECTOR,
    STANDARD,
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

KIND: Final = "showcase"
CALL, ENTRY = "call", "entry"
OUTCOME: Final = "outcome"
HIDDEN: Final = frozenset({ShowcaseState.DRAFT, ShowcaseState.IN_REVIEW})


def _is_public(showcase: Showcase) -> bool:
    return showcase.state not in HIDDEN


def _is_public_call(call: Call) -> bool:
    return call.state is not CallState.DRAFT


def _has_changed_consent(outcome: Outcome) -> bool:
    return bool(inspect(outcome).attrs.consent.history.has_changes())


FEEDS = (
    Feed(Showcase, KIND, is_told=_is_public, unfed=frozenset({"files", "offerings"})),
    Part(ShowcaseFigure, ("showcase",)),
    Part(ShowcasePart, ("showcase",)),
    Feed(Outcome, OUTCOME, is_told=_has_changed_consent),
    # Search knows neither; who follows what changed does.
    Feed(Call, CALL, is_told=_is_public_call, unfed=frozenset({"changes", "quotas"})),
    Part(CallPhase, ("call",)),
    Feed(Entry, ENTRY),
)
ROOTS = (
    Root(
        KIND,
        {
            ORGANISATION: (along(Showcase.parts, ShowcasePart.organisation),),
            SECTOR: (along(Showcase.sector), along(Showcase.scenes, Scene.sector)),
            SCENE: (along(Showcase.scenes),),
            CAPABILITY: (
                along(Showcase.capabilities),
                along(Showcase.capabilities, Capability.parent),
            ),
            STANDARD: (along(Showcase.standards),),
            REGION: (along(Showcase.region),),
            OUTCOME: (along(Showcase.outcome),),
        },
    ),
)


def is_shown() -> ColumnElement[bool]:
    """Say that a showcase is public, as `policies.showcases.is_public` has it."""
    agreed = select(Outcome.id).where(Outcome.consent == ConsentState.GIVEN)
    return (Showcase.state == ShowcaseState.PUBLISHED) & or_(
        Showcase.named_by != NamedBy.CLIENT, Showcase.outcome_id.in_(agreed)
    )


def public_showcases() -> Select[Showcase]:
    """Select the showcases everybody may see."""
    return select(Showcase).where(is_shown())


def showcase_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of public showcases, all or those asked for."""
    statement = public_showcases().options(
        joinedload(Showcase.sector),
        joinedload(Showcase.region),
        selectinload(Showcase.scenes).joinedload(Scene.sector),
        selectinload(Showcase.capabilities).joinedload(Capability.parent),
        selectinload(Showcase.standards),
        selectinload(Showcase.figures),
        selectinload(Showcase.parts).joinedload(ShowcasePart.organisation),
    )
    yield from map(_document, of_ids(statement, Showcase, ids))


def _document(showcase: Showcase) -> Document:
    return Document(
        kind=KIND,
        id=showcase.id,
        version=showcase.version,
        title=showcase.title_zh,
        summary="\n".join(
            [
                showcase.title_en,
                showcase.owner_zh,
                showcase.owner_en,
                *(scene.name_zh for scene in showcase.scenes),
            ]
        ),
        body="\n".join(
            [
                KIND_WORDS[KIND],
                *_texts(showcase),
                *(f"{row.what_zh} {row.what_en}" for row in showcase.figures),
                *(name for part in showcase.parts for name in _names_of(part)),
                *words_of_scenes(showcase.scenes),
                *words_of_capabilities(showcase.capabilities),
                *(f"{row.code} {row.title}" for row in showcase.standards),
                *words_of_sector(showcase.sector),
                *words_of_region(showcase.region),
            ]
        ),
        tags={
            **place_tags([showcase.sector] if showcase.sector else [], showcase.scenes),
            **capability_tags(showcase.capabilities),
            **region_tags([showcase.region_code]),
            "subject": (showcase.subject_type.value,),
            "effect": tuple(dict.fromkeys(row.kind.value for row in showcase.figures)),
            "year": (str(showcase.live_year),) if showcase.live_year else (),
        },
        names=tuple(filter(None, (showcase.title_zh, showcase.title_en))),
        published=moment(showcase.published_at) if showcase.published_at else 0,
    )


def _texts(showcase: Showcase) -> Iterator[str]:
    yield showcase.summary_en
    yield from (showcase.site_zh, showcase.site_en)
    yield from (showcase.problem_zh, showcase.problem_en)
    yield from (showcase.solution_zh, showcase.solution_en)
    yield from (showcase.network_zh, showcase.network_en)
    yield from (showcase.lessons_zh, showcase.lessons_en)
    yield from (showcase.replication_zh, showcase.replication_en)


def _names_of(part: ShowcasePart) -> tuple[str, ...]:
    organisation = part.organisation
    roles = part.role_zh, part.role_en
    return organisation.name, organisation.name_en, *organisation.aliases, *roles
