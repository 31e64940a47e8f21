"""Reading calls."""

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from matchmaker.db import db
from matchmaker.programmes.enums import CallState
from matchmaker.programmes.models import Call, CallQuota


def call_by_id(call_id: int) -> Call | None:
    """Find a call with its phases, questions, criteria and quotas."""
    statement = (
        select(Call)
        .where(Call.id == call_id)
        .options(
            selectinload(Call.sectors),
            selectinload(Call.phases),
            selectinload(Call.questions),
            selectinload(Call.criteria),
            selectinload(Call.quotas).options(
                selectinload(CallQuota.sector), selectinload(CallQuota.region)
            ),
        )
    )
    return db.session.scalars(statement).first()


def public_calls() -> Select[Call]:
    """Select what was published, the latest first; with phases and sectors."""
    return (
        select(Call)
        .where(Call.state != CallState.DRAFT)
        .options(selectinload(Call.phases), selectinload(Call.sectors))
        .order_by(Call.published_at.desc(), Call.id.desc())
    )


def calls_for_staff() -> Select[Call]:
    """Select every call, the latest first; with phases and sectors."""
    return (
        select(Call)
        .options(selectinload(Call.phases), selectinload(Call.sectors))
        .order_by(Call.created_at.desc(), Call.id.desc())
    )
