"""Which demands ask for a standard."""

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from matchmaker.demands.documents import public_demands
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand, Requirement
from matchmaker.demands.queries.lists import is_public
from matchmaker.demands.queries.rows import SHOWN
from matchmaker.taxonomy.models import Standard

NOT_OVER = (DemandState.DRAFT, DemandState.IN_REVIEW, DemandState.OPEN, DemandState.SUSPENDED)


def public_demands_asking(standard: Standard) -> Select[Demand]:
    """Select the open demands and notices that ask for a standard, newest first."""
    statement = public_demands().where(is_public(), _asks(standard)).options(*SHOWN)
    return statement.order_by(Demand.published_at.desc().nulls_last(), Demand.id.desc())


def demands_asking(standard: Standard) -> Select[Demand]:
    """Select the demands of people that ask for a standard and are not over, drafts too."""
    owned = or_(Demand.organisation_id.is_not(None), Demand.author_id.is_not(None))
    statement = select(Demand).where(_asks(standard), Demand.state.in_(NOT_OVER), owned)
    return statement.options(joinedload(Demand.organisation)).order_by(Demand.id)


def _asks(standard: Standard) -> ColumnElement[bool]:
    line = (Requirement.standard_id == standard.id) & Requirement.is_declined.is_(False)
    return Demand.requirements.any(line)
