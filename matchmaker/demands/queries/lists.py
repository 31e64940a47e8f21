"""The lists of demands everybody may see: open ones, those soon to end, notices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from matchmaker import clock
from matchmaker.catalogue.documents import budget_tags
from matchmaker.catalogue.queries.offerings import in_budget
from matchmaker.catalogue.queries.tallies import rest_of_tally
from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.enums import DemandState, Visibility
from matchmaker.demands.models import Demand, demand_scene
from matchmaker.demands.queries.rows import SHOWN
from matchmaker.jobs.kept import kept
from matchmaker.taxonomy.models import Scene, Sector
from matchmaker.taxonomy.queries.facets import in_scenes, in_sectors, inside_any, tags_of_regions
from matchmaker.web.facets import Counts, Tally, Values

CLOSING_DAYS: Final = 30


class Show(StrEnum):
    """Which demands a list shows."""

    OPEN = "open"
    CLOSING = "closing"  # takes responses for 30 days at most
    NOTICES = "notices"


def listed_demands(show: Show, chosen: Values, *, by_day: bool = False) -> Select[Demand]:
    """Select public demands: any value of a facet, every facet.

    Newest first; those closing soon (and with `by_day` all open ones) by their last day.
    """
    statement = _narrowed(public_demands().where(_shown(show)).options(*SHOWN), chosen)
    if show is Show.NOTICES:
        return statement.order_by(Demand.notice_year.desc().nulls_last(), Demand.id)
    if by_day or show is Show.CLOSING:
        return statement.order_by(Demand.closes_on, Demand.id.desc())
    return statement.order_by(Demand.published_at.desc(), Demand.id.desc())


def demand_counts(show: Show, chosen: Values) -> Counts:
    """Count public demands by facet, and by list under `show`."""
    tally = kept("demands", _read_demands, mark=clock.today(), rest=rest_of_tally)
    return tally.counts({**chosen, "show": (show.value,)})


def example_notices(limit: int = 3) -> list[Demand]:
    """Pick published needs to show under the box: 5G named, of different sectors, stable."""
    statement = listed_demands(Show.NOTICES, {}).where(Demand.text.contains("5G"))
    chosen: dict[int | None, Demand] = {}
    for row in db.session.scalars(statement):
        chosen.setdefault(row.sector_id, row)
    return list(chosen.values())[:limit]


def newest_public_demands(wanted: Values, limit: int = 10) -> Sequence[Demand]:
    """List open demands, then notices, of a sector or scene."""
    statement = _narrowed(public_demands().where(is_public()).options(*SHOWN), wanted)
    ordered = statement.order_by(
        (Demand.state == DemandState.NOTICE),
        Demand.published_at.desc().nulls_last(),
        Demand.notice_year.desc().nulls_last(),
        Demand.id.desc(),
    )
    return db.session.scalars(ordered.limit(limit)).unique().all()


def open_demand_count_by_sector() -> dict[int, int]:
    """Count open demands and notices a sector."""
    rows = db.session.execute(
        select(Demand.sector_id, func.count()).where(is_public()).group_by(Demand.sector_id)
    )
    return {sector_id: count for sector_id, count in rows if sector_id is not None}


def open_demand_count_by_scene(sector: Sector) -> dict[int, int]:
    """Count open demands and notices by scene id, for the scenes of a sector."""
    rows = db.session.execute(
        select(demand_scene.c.scene_id, func.count())
        .join(Demand, Demand.id == demand_scene.c.demand_id)
        .join(Scene, Scene.id == demand_scene.c.scene_id)
        .where(Scene.sector_id == sector.id, is_public())
        .group_by(demand_scene.c.scene_id)
    )
    return dict(rows.all())


def is_open() -> ColumnElement[bool]:
    """Say that a demand is posted here for everybody and still takes responses."""
    return and_(
        Demand.state == DemandState.OPEN,
        Demand.visibility != Visibility.INVITED,
        Demand.closes_on >= clock.today(),
    )


def is_public() -> ColumnElement[bool]:
    """Say that a demand is open or a notice."""
    return or_(Demand.state == DemandState.NOTICE, is_open())


def _narrowed(statement: Select[Demand], chosen: Values) -> Select[Demand]:
    for facet, narrowed in _NARROWED.items():
        if chosen.get(facet):
            statement = statement.where(narrowed(chosen[facet]))
    return statement


def _shown(show: Show) -> ColumnElement[bool]:
    if show is Show.NOTICES:
        return Demand.state == DemandState.NOTICE
    if show is Show.CLOSING:
        return and_(is_open(), Demand.closes_on <= _closing_until())
    return is_open()


def _closing_until() -> date:
    return clock.today() + timedelta(days=CLOSING_DAYS)


def _in_budget(bands: Sequence[str]) -> ColumnElement[bool]:
    return in_budget(Demand.budget_min_wan, Demand.budget_max_wan, bands)


_NARROWED: Mapping[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "sector": lambda codes: in_sectors(
        Demand.id, Demand.sector_id, demand_scene.c.demand_id, codes
    ),
    "scene": lambda slugs: in_scenes(Demand.id, demand_scene.c.demand_id, slugs),
    "region": lambda codes: inside_any(Demand.region_code, codes),
    "budget": _in_budget,
}


def _read_demands() -> Tally:
    columns = (
        public_demands()
        .outerjoin(Demand.sector)
        .with_only_columns(
            Demand.id,
            Demand.state,
            Demand.closes_on,
            Sector.code,
            Demand.region_code,
            Demand.budget_min_wan,
            Demand.budget_max_wan,
        )
        .where(is_public())
        .order_by(Demand.id)
    )
    rows = db.session.execute(columns).all()
    statement = (
        select(demand_scene.c.demand_id, Scene.slug, Sector.code)
        .join(Scene, Scene.id == demand_scene.c.scene_id)
        .join(Sector, Sector.id == Scene.sector_id)
    )
    scenes = db.session.execute(statement).all()
    until, notice = _closing_until(), DemandState.NOTICE
    return Tally(
        (row[0] for row in rows),
        {
            "show": [
                *((row[0], Show.NOTICES.value) for row in rows if row[1] is notice),
                *((row[0], Show.OPEN.value) for row in rows if row[1] is not notice),
                *(
                    (row[0], Show.CLOSING.value)
                    for row in rows
                    if row[1] is not notice and row[2] and row[2] <= until
                ),
            ],
            "sector": [
                *((row[0], row[3]) for row in rows if row[3]),
                *((number, code) for number, _, code in scenes),
            ],
            "scene": [(number, slug) for number, slug, _ in scenes],
            "region": tags_of_regions((row[0], row[4]) for row in rows),
            "budget": [
                (row[0], band)
                for row in rows
                for band in budget_tags(row[5], row[6]).get("budget", ())
            ],
        },
    )
