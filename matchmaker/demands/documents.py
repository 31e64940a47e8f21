"""What keyword search knows of demands, and which may be found at all."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.documents import ORGANISATION
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import budget_tags, moment, year_moment
from matchmaker.clock import CHINA
from matchmaker.demands.enums import PUBLIC, DemandState, Visibility
from matchmaker.demands.models import Demand, DemandGoal, Requirement
from matchmaker.jobs.feeds import Feed, Part, Root, along
from matchmaker.search.kind_words import KIND_WORDS
from matchmaker.search.port import Document
from matchmaker.taxonomy.documents import (
    REGION,
    SCENE,
    SECTOR,
    of_ids,
    place_tags,
    region_tags,
    words_of_region,
    words_of_scenes,
    words_of_sector,
)
from matchmaker.taxonomy.models import Scene

KIND = "demand"
HIDDEN = frozenset({DemandState.PASTED, DemandState.DRAFT, DemandState.IN_REVIEW})


def _is_public(demand: Demand) -> bool:
    return demand.state not in HIDDEN


FEEDS = (
    # Who takes part in a demand is nobody else's business.
    Feed(Demand, KIND, is_told=_is_public, unfed=frozenset({"guests"})),
    Part(Requirement, ("demand",)),
    Part(DemandGoal, ("demand",)),
)
ROOTS = (
    Root(
        KIND,
        {
            ORGANISATION: (along(Demand.organisation),),
            SECTOR: (along(Demand.sector), along(Demand.scenes, Scene.sector)),
            SCENE: (along(Demand.scenes),),
            REGION: (along(Demand.region),),
        },
    ),
)


def public_demands() -> Select[Demand]:
    """Select the demands everybody may find: public, of nobody who is suspended.

    Those for invited providers alone are not among them.
    """
    return (
        select(Demand)
        .outerjoin(Demand.organisation)
        .where(
            Demand.state.in_(PUBLIC),
            Demand.visibility != Visibility.INVITED,
            or_(Organisation.id.is_(None), Organisation.state != OrganisationState.SUSPENDED),
        )
    )


def demand_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of public demands, all or those asked for."""
    statement = public_demands().options(
        joinedload(Demand.organisation),
        joinedload(Demand.sector),
        joinedload(Demand.region),
        selectinload(Demand.scenes).joinedload(Scene.sector),
        selectinload(Demand.goals),
    )
    yield from map(_document, of_ids(statement, Demand, ids))


def end_of(day: date | None) -> int:
    """Give the end of a day in China as the index keeps it; 0 for none."""
    return moment(datetime.combine(day + timedelta(days=1), time(), CHINA)) if day else 0


def _document(demand: Demand) -> Document:
    # Whoever searches for an organisation must not come upon what it posts anonymously.
    named = demand.organisation if demand.visibility is not Visibility.ANONYMOUS else None
    names = [named.name_en, *named.aliases] if named else []
    return Document(
        kind=KIND,
        id=demand.id,
        version=demand.version,
        title=demand.title,
        summary="\n".join([demand.public_name, *(scene.name_zh for scene in demand.scenes)]),
        body="\n".join(
            [
                KIND_WORDS[KIND],
                demand.notice_kind,
                demand.text,
                demand.notice_terms,
                *(goal.words for goal in demand.goals),
                *names,
                *words_of_scenes(demand.scenes),
                *words_of_sector(demand.sector),
                *words_of_region(demand.region),
            ]
        ),
        tags={
            **place_tags([demand.sector] if demand.sector else [], demand.scenes),
            **region_tags([demand.region_code]),
            **budget_tags(demand.budget_min_wan, demand.budget_max_wan),
            "state": (demand.state.value,),
        },
        names=(demand.title,),
        published=moment(demand.published_at) or year_moment(demand.notice_year),
        closes=end_of(demand.closes_on or demand.ends_on),
    )
