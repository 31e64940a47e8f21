"""Demands that staff look at: those that wait, those changed since, those suspended."""

from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from matchmaker.accounts.models import Account
from matchmaker.db import db
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand, DemandChange
from matchmaker.demands.queries.rows import SHOWN


class Queue(StrEnum):
    """Which demands staff want to see."""

    WAITING = "waiting"
    CHANGED = "changed"  # since they were published
    OPEN = "open"
    SUSPENDED = "suspended"


def demands_to_review(queue: Queue) -> Select[Demand]:
    """Select the demands of a queue: what waits by how long, what changed by how lately."""
    statement = select(Demand).options(*SHOWN)
    if queue is Queue.WAITING:
        return _waiting(statement)
    if queue is Queue.CHANGED:
        changed = select(DemandChange.demand_id)
        return statement.where(Demand.state == DemandState.OPEN, Demand.id.in_(changed)).order_by(
            Demand.updated_at.desc(), Demand.id.desc()
        )
    if queue is Queue.SUSPENDED:
        return statement.where(Demand.state == DemandState.SUSPENDED).order_by(
            Demand.suspended_at.desc(), Demand.id.desc()
        )
    return statement.where(Demand.state == DemandState.OPEN).order_by(
        Demand.published_at.desc(), Demand.id.desc()
    )


def next_to_review(actor: Account) -> int | None:
    """Name the demand that waits longest and is not of the person's own organisations."""
    own = actor.organisation_ids
    ids = _waiting(select(Demand.id)).where(Demand.organisation_id.not_in(own))
    found: int | None = db.session.scalar(ids.limit(1))
    return found


def _waiting(statement: Select[Any]) -> Select[Any]:
    waiting = statement.where(Demand.state == DemandState.IN_REVIEW)
    return waiting.order_by(Demand.submitted_at, Demand.id)
