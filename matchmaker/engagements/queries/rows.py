"""Reading engagements: one, those of a demand, those of a person's organisations."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker.accounts.models import Account
from matchmaker.catalogue.models import Offering
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.engagements.enums import CLOSED, CONNECTED, WAITS_FOR, Side
from matchmaker.engagements.models import Engagement

WITH_SIDES = (
    joinedload(Engagement.demand).options(
        joinedload(Demand.organisation), selectinload(Demand.guests)
    ),
    joinedload(Engagement.provider),
    joinedload(Engagement.offering).joinedload(Offering.organisation),
)


class Shown(StrEnum):
    """The tabs of a person's engagements."""

    WAITING = "waiting"  # for the person's own side
    ASKED = "asked"  # for the other side
    TALKING = "talking"
    CLOSED = "closed"


def engagement_by_id(engagement_id: int) -> Engagement | None:
    """Find an engagement with both sides."""
    statement = select(Engagement).where(Engagement.id == engagement_id).options(*WITH_SIDES)
    return db.session.scalars(statement).first()


def engagement_of(demand: Demand, provider_id: int) -> Engagement | None:
    """Find the engagement of a demand with a provider."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.demand_id == demand.id, Engagement.provider_id == provider_id)
        .options(*WITH_SIDES)
    ).first()


def engagements_of_demand(demand: Demand) -> Sequence[Engagement]:
    """List the engagements of a demand, oldest first."""
    return db.session.scalars(
        select(Engagement)
        .where(Engagement.demand_id == demand.id)
        .options(*WITH_SIDES)
        .order_by(Engagement.id)
    ).all()


def own_engagements(actor: Account, demand: Demand) -> Sequence[Engagement]:
    """List the engagements of a person's organisations, as providers, with a demand."""
    return db.session.scalars(
        select(Engagement)
        .where(
            Engagement.demand_id == demand.id, Engagement.provider_id.in_(actor.organisation_ids)
        )
        .options(*WITH_SIDES)
        .order_by(Engagement.id)
    ).all()


def engagements_for(actor: Account, shown: Shown) -> Select[Engagement]:
    """Select the engagements of a person's organisations, on either side, latest change first."""
    return (
        select(Engagement)
        .join(Engagement.demand)
        .where(_is_shown(actor, shown))
        .options(*WITH_SIDES)
        .order_by(Engagement.updated_at.desc(), Engagement.id.desc())
    )


def engagement_counts(actor: Account) -> dict[Shown, int]:
    """Count a person's engagements by tab, in one question."""
    columns = [func.count().filter(_is_shown(actor, shown)) for shown in Shown]
    counts = db.session.execute(select(*columns).join_from(Engagement, Demand)).one()
    return dict(zip(Shown, counts, strict=True))


def invitable_demands(actor: Account) -> Sequence[Demand]:
    """List the open demands of a person's organisations, newest first."""
    return db.session.scalars(
        select(Demand)
        .where(Demand.state == DemandState.OPEN, Demand.organisation_id.in_(actor.organisation_ids))
        .options(joinedload(Demand.organisation))
        .order_by(Demand.published_at.desc(), Demand.id.desc())
        .limit(100)
    ).all()


def open_invitations(demand: Demand) -> int:
    """Count the invitations of a demand nobody has answered yet."""
    waiting = [state for state, side in WAITS_FOR.items() if side is Side.PROVIDER]
    statement = (
        select(func.count())
        .select_from(Engagement)
        .where(Engagement.demand_id == demand.id, Engagement.state.in_(waiting))
    )
    return db.session.scalar(statement) or 0


def _is_shown(actor: Account, shown: Shown) -> ColumnElement[bool]:
    own = actor.organisation_ids
    asks = Demand.organisation_id.in_(own)
    provides = Engagement.provider_id.in_(own)
    by_side = {
        side: Engagement.state.in_([state for state, one in WAITS_FOR.items() if one is side])
        for side in Side
    }
    match shown:
        case Shown.WAITING:
            return or_(and_(asks, by_side[Side.ENTERPRISE]), and_(provides, by_side[Side.PROVIDER]))
        case Shown.ASKED:
            return or_(and_(asks, by_side[Side.PROVIDER]), and_(provides, by_side[Side.ENTERPRISE]))
        case Shown.TALKING:
            going_on = Engagement.state.in_(CONNECTED - WAITS_FOR.keys())
            return and_(or_(asks, provides), going_on)
        case Shown.CLOSED:
            return and_(or_(asks, provides), Engagement.state.in_(CLOSED))
