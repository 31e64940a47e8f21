"""What keyword search knows of demands, and which may be found at all."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.db import db
from matchmaker.demands.enums import PUBLIC
from matchmaker.demands.models import Demand
from matchmaker.search.port import Document

KIND = "demand"
BATCH = 500


def demand_documents(ids: Collection[int] | None = None) -> Iterator[Document]:
    """Give the documents of public demands, all or those asked for."""
    statement = (
        select(Demand)
        .where(Demand.state.in_(PUBLIC))
        .options(
            joinedload(Demand.organisation),
            joinedload(Demand.sector),
            joinedload(Demand.region),
            selectinload(Demand.scenes),
        )
    )
    if ids is not None:
        statement = statement.where(Demand.id.in_(ids))
    rows = db.session.scalars(statement.execution_options(yield_per=BATCH))
    yield from map(_document, rows)


def demand_ids_of(organisations: Collection[int]) -> set[int]:
    """Give the demands that change with their organisations: its name, its standing."""
    statement = select(Demand.id).where(Demand.organisation_id.in_(organisations))
    return set(db.session.scalars(statement))


def _document(demand: Demand) -> Document:
    issuer = demand.organisation.name if demand.organisation else demand.issuer
    names = [issuer, demand.notice_terms]
    for scene in demand.scenes:
        names += [scene.name_zh, *scene.aliases]
    if demand.sector:
        names += [demand.sector.name_zh]
    if demand.region:
        names += [demand.region.name_zh]
    return Document(
        kind=KIND,
        id=demand.id,
        version=demand.version,
        title=demand.title,
        summary=issuer,
        body="\n".join([demand.text, *filter(None, names)]),
        tags={
            "sector": (demand.sector.code,) if demand.sector else (),
            "scene": tuple(scene.slug for scene in demand.scenes),
            "province": (demand.region_code[:2] + "0000",) if demand.region_code else (),
        },
    )
