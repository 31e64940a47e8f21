"""The gap of scenes: public demands against offerings, and demands nothing fits well enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from matchmaker.catalogue.documents import published_offerings
from matchmaker.catalogue.models import Offering, Promise, offering_capability, offering_scene
from matchmaker.db import db
from matchmaker.demands.models import Demand, Requirement, demand_scene
from matchmaker.demands.queries.lists import is_public
from matchmaker.matching.models import DemandStanding, StandingPlace
from matchmaker.matching.queries.models import current_model
from matchmaker.taxonomy.models import Capability, Scene, Sector
from matchmaker.taxonomy.words import metric_label
from matchmaker.web.language import in_language

NAMED: Final = 5  # demands and lacks that are named; the others are counted


@dataclass(frozen=True, slots=True)
class Lack:
    """Something demands ask for that no offering of the scene says it can do."""

    label: str
    demands: int


@dataclass(frozen=True, slots=True)
class SceneGap:
    """Public demands of a scene against its offerings, as last ranked.

    `unmet` of the `ranked` demands have no offering that reaches the floor (points, 0–100);
    `unmet_demands` are the newest of them; `lacks` what is asked and nobody offers, most asked
    first.
    """

    demands: int
    offerings: int
    ranked: int
    unmet: int
    unmet_demands: Sequence[Demand]
    lacks: Sequence[Lack]
    floor: float


def scene_gap(scene: Scene) -> SceneGap:
    """Hold the public demands of a scene against its offerings."""
    floor = current_model().floor
    of_scene = select(demand_scene.c.demand_id).where(demand_scene.c.scene_id == scene.id)
    public = (Demand.id.in_(of_scene), is_public())
    stood = select(DemandStanding.demand_id)
    unmet = (*public, Demand.id.in_(stood), ~_has_match(floor))
    counted = select(
        select(func.count(Demand.id)).where(*public).scalar_subquery(),
        select(func.count(Demand.id)).where(*public, Demand.id.in_(stood)).scalar_subquery(),
        select(func.count(Demand.id)).where(*unmet).scalar_subquery(),
        select(func.count())
        .select_from(offering_scene)
        .where(
            offering_scene.c.scene_id == scene.id,
            offering_scene.c.offering_id.in_(published_offerings().with_only_columns(Offering.id)),
        )
        .scalar_subquery(),
    )
    demands, ranked, without, offerings = db.session.execute(counted).one()
    newest = select(Demand).where(*unmet).order_by(Demand.id.desc()).limit(NAMED)
    return SceneGap(
        demands=demands,
        offerings=offerings,
        ranked=ranked,
        unmet=without,
        unmet_demands=db.session.scalars(newest).all() if without else (),
        lacks=_lacks(scene) if demands and offerings else (),
        floor=floor,
    )


def unmet_counts(sector: Sector) -> dict[int, int]:
    """Count by scene id the public demands of a sector's scenes that nothing fits well enough."""
    counted = (
        select(demand_scene.c.scene_id, func.count())
        .join(Demand, Demand.id == demand_scene.c.demand_id)
        .join(Scene, Scene.id == demand_scene.c.scene_id)
        .join(DemandStanding, DemandStanding.demand_id == Demand.id)
        .where(Scene.sector_id == sector.id, is_public(), ~_has_match(current_model().floor))
        .group_by(demand_scene.c.scene_id)
    )
    return dict(db.session.execute(counted).all())


def _has_match(floor: float) -> ColumnElement[bool]:
    return (
        select(StandingPlace.demand_id)
        .where(StandingPlace.demand_id == Demand.id, StandingPlace.tenths >= round(floor * 10))
        .exists()
    )


def _lacks(scene: Scene) -> list[Lack]:
    """Name what the lines of public demands ask for and no offering of the scene promises."""
    offered = select(offering_scene.c.offering_id).where(
        offering_scene.c.scene_id == scene.id,
        offering_scene.c.offering_id.in_(published_offerings().with_only_columns(Offering.id)),
    )
    filed = select(offering_capability.c.capability_id).where(
        offering_capability.c.offering_id.in_(offered)
    )
    promised = select(Promise.capability_id).where(
        Promise.offering_id.in_(offered), Promise.capability_id.is_not(None)
    )
    metrics = select(Promise.metric).where(
        Promise.offering_id.in_(offered), Promise.metric.is_not(None)
    )
    capability_id, metric = Requirement.capability_id, Requirement.metric
    is_lacking = or_(
        and_(capability_id.not_in(filed), capability_id.not_in(promised)),
        metric.not_in(metrics),
    )
    counted = (
        select(
            metric,
            Capability.name_zh,
            Capability.name_en,
            func.count(Requirement.demand_id.distinct()),
        )
        .join(Demand, Demand.id == Requirement.demand_id)
        .join(demand_scene, demand_scene.c.demand_id == Demand.id)
        .outerjoin(Requirement.capability)
        .where(
            demand_scene.c.scene_id == scene.id,
            is_public(),
            Requirement.is_declined.is_(False),
            is_lacking,
        )
        .group_by(metric, Capability.name_zh, Capability.name_en)
    )
    lacks = [
        Lack(metric_label(name) if name else in_language(chinese, english), count)
        for name, chinese, english, count in db.session.execute(counted)
    ]
    return sorted(lacks, key=lambda lack: (-lack.demands, lack.label))[:NAMED]
