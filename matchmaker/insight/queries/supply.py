"""Counts of what was published in a scope, for a report."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from matchmaker.catalogue.enums import OfferingState
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.insight.queries.scope import Scope
from matchmaker.programmes.enums.showcases import ShowcaseState
from matchmaker.programmes.models.showcases import Showcase
from matchmaker.taxonomy.models import Sector


@dataclass(frozen=True, slots=True)
class Published:
    """What was published in the period, by its sector and its own province."""

    offerings: int
    showcases: int


def published(scope: Scope) -> Published:
    """Count it: one question."""
    counted = select(
        _counted(scope, Offering, Offering.state == OfferingState.PUBLISHED),
        _counted(scope, Showcase, Showcase.state == ShowcaseState.PUBLISHED),
    )
    return Published(*db.session.execute(counted).one())


def _counted(
    scope: Scope, model: type[Offering] | type[Showcase], is_public: ColumnElement[bool]
) -> ScalarSelect[int]:
    said = [is_public, model.published_at >= scope.begin, model.published_at < scope.end]
    if scope.sector:
        said.append(model.sector_id.in_(select(Sector.id).where(Sector.code == scope.sector)))
    if scope.region:
        said.append(model.region_code.startswith(scope.province, autoescape=True))
    return select(func.count(model.id)).where(*said).scalar_subquery()
