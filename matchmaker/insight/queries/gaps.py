"""Demand against supply: the one place every figure of the gap radar comes from."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from matchmaker import clock
from matchmaker.accounts.enums import OrganisationState
from matchmaker.accounts.models import Organisation
from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering, offering_region, offering_scene
from matchmaker.db import db
from matchmaker.demands.documents import public_demands
from matchmaker.demands.enums import DemandState, Visibility
from matchmaker.demands.models import Demand, demand_scene
from matchmaker.demands.queries import is_public
from matchmaker.demands.queries.rows import SHOWN
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.models.responses import Response
from matchmaker.insight.enums import Area, Spot
from matchmaker.insight.scoring.gaps import (
    DemandFacts,
    OfferingFacts,
    SliceFigures,
    area_of,
    figures,
    grouped,
    spot,
)
from matchmaker.jobs.kept import kept
from matchmaker.matching.models import DemandStanding, StandingPlace
from matchmaker.matching.queries.models import current_model
from matchmaker.taxonomy.documents import in_use
from matchmaker.taxonomy.enums import RegionLevel
from matchmaker.taxonomy.models import Region, Scene, Sector

ANSWERED_WITHIN: Final = timedelta(days=365)  # published since: how soon they were answered
REST: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
Cell = tuple[int, Area]  # id of a sector, area


@dataclass(frozen=True, slots=True)
class Slice:
    """What is looked at: any of a sector, a scene, some provinces; everything where none."""

    sector: int | None = None
    scene: int | None = None
    provinces: frozenset[str] | None = None

    def has_demand(self, row: DemandFacts) -> bool:
        """Whether a demand is in it; one without a place is in no province."""
        return (
            (self.sector is None or self.sector in row.sectors)
            and (self.scene is None or self.scene in row.scenes)
            and (self.provinces is None or row.province in self.provinces)
        )

    def has_offering(self, row: OfferingFacts) -> bool:
        """Whether an offering serves it; one that says of no place that it serves it does not."""
        return (
            (self.sector is None or self.sector in row.sectors)
            and (self.scene is None or self.scene in row.scenes)
            and (
                self.provinces is None
                or row.provinces is None
                or not self.provinces.isdisjoint(row.provinces)
            )
        )


EVERYTHING: Final = Slice()


@dataclass(frozen=True, slots=True)
class Radar:
    """Slim facts of all demands and offerings; `good` is the threshold of a good match in points.

    `areas` holds the area of each province, `stood_at` when standings were last written; `serial`
    tells one reading from the next in this process.
    """

    demands: Sequence[DemandFacts]
    offerings: Sequence[OfferingFacts]
    areas: Mapping[str, Area]
    good: float
    stood_at: datetime | None
    serial: int = field(default_factory=count().__next__)

    def figures(self, of: Slice = EVERYTHING) -> SliceFigures:
        """Work out the figures of a slice."""
        demands = (row for row in self.demands if of.has_demand(row))
        return figures(demands, sum(map(of.has_offering, self.offerings)), self.good)

    def numbers(self, of: Slice) -> list[int]:
        """Name the public demands of a slice."""
        return [row.number for row in self.demands if row.is_live and of.has_demand(row)]

    def provinces_of(self, area: Area) -> frozenset[str]:
        """Name the provinces of an area."""
        return frozenset(code for code, of in self.areas.items() if of == area)


@dataclass(frozen=True, slots=True)
class GapPage:
    """The figures of a slice, and of everything inside it."""

    whole: SliceFigures
    rest: SliceFigures
    cells: Mapping[Cell, SliceFigures]
    provinces: Mapping[str, SliceFigures]
    scenes: Mapping[int, SliceFigures]
    sectors: Mapping[int, SliceFigures]

    def spots(self, kind: Spot) -> list[tuple[Cell, SliceFigures]]:
        """List the hot or cold cells, those with most of what makes them so first."""
        found = [(cell, row) for cell, row in self.cells.items() if spot(row, self.whole) is kind]
        return sorted(
            found,
            key=lambda one: (
                -(one[1].demands if kind is Spot.HOT else one[1].offerings),
                one[1].offerings if kind is Spot.HOT else one[1].demands,
                one[0],
            ),
        )


def radar() -> Radar:
    """Give the facts of all public demands and published offerings.

    They are kept in the process and read anew after something was published, changed or ranked,
    not more often than once a minute.
    """
    return kept("gap-radar", _read, mark=clock.today(), rest=lambda _found: REST)


def gap_page(of: Slice = EVERYTHING) -> GapPage:
    """Give all figures of a slice; kept as the facts they are made of."""
    facts = radar()
    return kept(("gap-page", of), lambda: _page(facts, of), mark=facts.serial)


def scenes_by_need(page: GapPage) -> list[tuple[Scene, SliceFigures]]:
    """List the scenes in use with anything in them, those with most demands first."""
    rows = db.session.scalars(select(Scene).where(in_use(), Scene.id.in_(page.scenes)))
    found = [(row, page.scenes[row.id]) for row in rows]
    return sorted(found, key=lambda one: (-one[1].demands, -one[1].offerings, one[0].id))


def demands_in(of: Slice) -> Select[Demand]:
    """Select the public demands of a slice, those that fit worst first.

    The rows are those the figures count; that each is public is asked of the database again.
    """
    best = (
        select(StandingPlace.tenths)
        .where(StandingPlace.demand_id == Demand.id, StandingPlace.rank == 1)
        .scalar_subquery()
    )
    statement = public_demands().where(is_public()).options(*SHOWN)
    if of != EVERYTHING:
        statement = statement.where(Demand.id.in_(radar().numbers(of)))
    return statement.order_by(func.coalesce(best, 0), Demand.id.desc())


def best_fits(numbers: Collection[int]) -> dict[int, float]:
    """Give the best fit (points) of demands; those nothing reaches the floor for are left out."""
    statement = select(StandingPlace.demand_id, StandingPlace.tenths).where(
        StandingPlace.demand_id.in_(numbers), StandingPlace.rank == 1
    )
    return {number: tenths / 10 for number, tenths in db.session.execute(statement)}


def gap_totals() -> dict[str, Any]:
    """Give what a day's snapshot holds: the figures of everything and of each sector by code."""
    page = gap_page()
    codes = dict(db.session.execute(select(Sector.id, Sector.code)).all())
    return {
        "all": totals(page.whole),
        "sectors": {codes[sector]: totals(row) for sector, row in sorted(page.sectors.items())},
    }


def totals(row: SliceFigures) -> dict[str, float | int | None]:
    """Give figures as plain data; what could speak of single organisations is left out."""
    is_told = not row.is_masked
    return {
        "demands": row.demands,
        "offerings": row.offerings,
        "ranked": row.ranked,
        "good": row.good,
        "median_fit": row.median_fit,
        "median_days": row.median_days if is_told else None,
    }


def _page(facts: Radar, of: Slice) -> GapPage:
    demands = [row for row in facts.demands if of.has_demand(row)]
    offerings = [row for row in facts.offerings if of.has_offering(row)]
    others = [row for row in facts.demands if not of.has_demand(row)]
    provinces = [code for code in facts.areas if of.provinces is None or code in of.provinces]
    everywhere = frozenset(provinces)
    areas = frozenset(facts.areas[code] for code in provinces)

    def served(row: OfferingFacts) -> frozenset[str]:
        return everywhere if row.provinces is None else everywhere & row.provinces

    def served_areas(row: OfferingFacts) -> frozenset[Area]:
        if row.provinces is None:
            return areas
        return frozenset(facts.areas[code] for code in served(row))

    def areas_of(row: DemandFacts) -> list[Area]:
        return [facts.areas[row.province]] if row.province else []

    good = facts.good
    return GapPage(
        whole=figures(demands, len(offerings), good),
        rest=figures(others, 0, good),
        cells=grouped(
            demands,
            offerings,
            lambda row: [(sector, area) for sector in row.sectors for area in areas_of(row)],
            lambda row: [(sector, area) for sector in row.sectors for area in served_areas(row)],
            good,
        ),
        provinces=grouped(
            demands, offerings, lambda row: [row.province] if row.province else [], served, good
        ),
        scenes=grouped(demands, offerings, lambda row: row.scenes, lambda row: row.scenes, good),
        sectors=grouped(demands, offerings, lambda row: row.sectors, lambda row: row.sectors, good),
    )


def _read() -> Radar:
    sector_of = dict(db.session.execute(select(Scene.id, Scene.sector_id)).all())
    provinces = select(Region.code).where(Region.level == RegionLevel.PROVINCE)
    codes = db.session.scalars(provinces.order_by(Region.code))
    areas = {code: area_of(code) for code in codes}
    return Radar(
        demands=_demands(sector_of, areas),
        offerings=_offerings(sector_of, areas),
        areas=areas,
        good=current_model().good,
        stood_at=db.session.scalar(select(func.max(DemandStanding.stood_at))),
    )


def _demands(sector_of: Mapping[int, int], areas: Mapping[str, Area]) -> list[DemandFacts]:
    scenes = _links(select(demand_scene.c.demand_id, demand_scene.c.scene_id))
    answered = _first_answers()
    statement = (
        select(
            Demand.id,
            Demand.state,
            Demand.organisation_id,
            Demand.sector_id,
            Demand.region_code,
            Demand.published_at,
            is_public(),
            DemandStanding.demand_id,
            StandingPlace.tenths,
        )
        .outerjoin(DemandStanding, DemandStanding.demand_id == Demand.id)
        .outerjoin(
            StandingPlace, and_(StandingPlace.demand_id == Demand.id, StandingPlace.rank == 1)
        )
        .outerjoin(Demand.organisation)
        .where(
            or_(is_public(), _was_public()),
            or_(Organisation.id.is_(None), Organisation.state != OrganisationState.SUSPENDED),
        )
        .order_by(Demand.id)
    )
    found = []
    for (
        number,
        state,
        owner,
        sector,
        region,
        published,
        is_live,
        stood,
        tenths,
    ) in db.session.execute(statement):
        inside = frozenset(scenes.get(number, ()))
        at = answered.get(number)
        found.append(
            DemandFacts(
                number=number,
                owner=None if state is DemandState.NOTICE else owner,
                sectors=frozenset([sector] if sector else (sector_of[one] for one in inside)),
                province=_province(region, areas),
                scenes=inside,
                is_live=bool(is_live),
                best_tenths=None if stood is None else tenths or 0,
                answered_days=max(at - published, timedelta(0)) / _DAY
                if at and published
                else None,
            )
        )
    return found


def _was_public() -> ColumnElement[bool]:
    since = clock.now() - ANSWERED_WITHIN
    return and_(
        Demand.state.in_((DemandState.OPEN, DemandState.CLOSED)),
        Demand.visibility != Visibility.INVITED,
        Demand.published_at >= since,
    )


def _first_answers() -> dict[int, datetime]:
    """Say when a provider first answered each demand or asked to talk about it."""
    spoke = select(Engagement.demand_id, func.min(Engagement.created_at)).where(
        Engagement.opened_by_provider
    )
    answered = select(Response.demand_id, func.min(Response.submitted_at)).where(
        Response.submitted_at.is_not(None)
    )
    first: dict[int, datetime] = {}
    for statement in (spoke.group_by(Engagement.demand_id), answered.group_by(Response.demand_id)):
        for number, at in db.session.execute(statement):
            if at is not None:  # a group has one; the driver's types do not say so
                first[number] = min(at, first.get(number, at))
    return first


def _offerings(sector_of: Mapping[int, int], areas: Mapping[str, Area]) -> list[OfferingFacts]:
    scenes = _links(select(offering_scene.c.offering_id, offering_scene.c.scene_id))
    served = _links(select(offering_region.c.offering_id, offering_region.c.region_code))
    statement = published_offerings().with_only_columns(
        Offering.id, Offering.sector_id, Offering.region_code, Offering.is_nationwide
    )
    found = []
    for number, sector, region, is_nationwide in db.session.execute(statement):
        inside = frozenset(scenes.get(number, ()))
        places = (_province(code, areas) for code in (region, *served.get(number, ())))
        sectors = {sector_of[one] for one in inside} | ({sector} if sector else set())
        found.append(
            OfferingFacts(
                sectors=frozenset(sectors),
                scenes=inside,
                provinces=None if is_nationwide else frozenset(code for code in places if code),
            )
        )
    return found


def _links(statement: Select[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for number, other in db.session.execute(statement):
        found[number].append(other)
    return found


def _province(code: str | None, areas: Mapping[str, Area]) -> str | None:
    """Give the province a region lies in."""
    province = f"{code[:2]}0000" if code else None
    return province if province in areas else None
