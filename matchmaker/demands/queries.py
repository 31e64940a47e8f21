"""Reading demands."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand, demand_scene
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries import region_prefix

SHOWN = (
    joinedload(Demand.organisation),
    joinedload(Demand.sector),
    joinedload(Demand.region),
    selectinload(Demand.scenes),
)


@dataclass(frozen=True, slots=True)
class DemandFilter:
    """What a visitor narrows the list to; empty means everything."""

    sector: str = ""
    scene: str = ""
    region: str = ""


def access_hash(token: str) -> str:
    """Give what is stored of a pasted need's key."""
    return hashlib.sha256(token.encode()).hexdigest()


def demand_by_id(demand_id: int) -> Demand | None:
    """Find a demand with what its page shows."""
    return db.session.scalars(select(Demand).where(Demand.id == demand_id).options(*SHOWN)).first()


def pasted_need(token: str) -> Demand | None:
    """Find a pasted need by the key in its address."""
    return db.session.scalars(
        select(Demand)
        .where(Demand.access_hash == access_hash(token), Demand.state == DemandState.PASTED)
        .options(*SHOWN)
    ).first()


def open_demands(wanted: DemandFilter) -> Select[Demand]:
    """Select open demands whose wanted-by day has not passed, newest first."""
    statement = select(Demand).where(
        Demand.state == DemandState.OPEN,
        or_(Demand.ends_on.is_(None), Demand.ends_on >= clock.today()),
    )
    return _narrowed(statement, wanted).order_by(Demand.published_at.desc(), Demand.id.desc())


def notices(wanted: DemandFilter) -> Select[Demand]:
    """Select notices published elsewhere, newest first."""
    statement = select(Demand).where(Demand.state == DemandState.NOTICE)
    return _narrowed(statement, wanted).order_by(Demand.notice_year.desc().nulls_last(), Demand.id)


def demands_of(account: Account) -> Select[Demand]:
    """Select what a person drafted or their organisations posted, latest change first."""
    organisations = [membership.organisation_id for membership in account.memberships]
    return (
        select(Demand)
        .where(
            Demand.state.in_([DemandState.DRAFT, DemandState.OPEN, DemandState.WITHDRAWN]),
            or_(
                Demand.organisation_id.in_(organisations),
                (Demand.author_id == account.id) & Demand.organisation_id.is_(None),
            ),
        )
        .options(*SHOWN)
        .order_by(Demand.updated_at.desc(), Demand.id.desc())
    )


def example_notices(limit: int = 3) -> list[Demand]:
    """Pick published needs to show under the box: 5G named, of different sectors, stable."""
    rows = db.session.scalars(notices(DemandFilter()).where(Demand.text.contains("5G"))).all()
    chosen: dict[int | None, Demand] = {}
    for row in rows:
        chosen.setdefault(row.sector_id, row)
    return list(chosen.values())[:limit]


def public_demands_of_scene(scene: Scene, limit: int = 10) -> list[Demand]:
    """List open demands, then notices, that name a scene."""
    wanted = DemandFilter(scene=scene.slug)
    found = list(db.session.scalars(open_demands(wanted).limit(limit)).unique())
    found += db.session.scalars(notices(wanted).limit(limit - len(found))).unique()
    return found


def open_demand_count_by_sector() -> dict[int, int]:
    """Count open demands and notices a sector."""
    rows = db.session.execute(
        select(Demand.sector_id, func.count()).where(_is_public()).group_by(Demand.sector_id)
    )
    return {sector_id: count for sector_id, count in rows if sector_id is not None}


def open_demand_count_by_scene(sector: Sector) -> dict[int, int]:
    """Count open demands and notices by scene id, for the scenes of a sector."""
    rows = db.session.execute(
        select(demand_scene.c.scene_id, func.count())
        .join(Demand, Demand.id == demand_scene.c.demand_id)
        .join(Scene, Scene.id == demand_scene.c.scene_id)
        .where(Scene.sector_id == sector.id, _is_public())
        .group_by(demand_scene.c.scene_id)
    )
    return dict(rows.all())


def _is_public() -> ColumnElement[bool]:
    return or_(
        Demand.state == DemandState.NOTICE,
        and_(
            Demand.state == DemandState.OPEN,
            or_(Demand.ends_on.is_(None), Demand.ends_on >= clock.today()),
        ),
    )


def _narrowed(statement: Select[Demand], wanted: DemandFilter) -> Select[Demand]:
    statement = statement.options(*SHOWN)
    if wanted.sector:
        statement = statement.where(Demand.sector.has(Sector.code == wanted.sector))
    if wanted.scene:
        statement = statement.where(Demand.scenes.any(Scene.slug == wanted.scene))
    if wanted.region:
        prefix = region_prefix(wanted.region)
        statement = statement.where(Demand.region_code.startswith(prefix, autoescape=True))
    return statement
