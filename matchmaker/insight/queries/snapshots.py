"""Reading the figures of former days."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Row, select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.insight.models.snapshots import Snapshot

SHOWN_DAYS: Final = 180


def history(kind: str, days: int = SHOWN_DAYS) -> Sequence[Row[date, dict[str, Any]]]:
    """List the days and figures written down of a kind, oldest first."""
    since = clock.today() - timedelta(days=days)
    statement = (
        select(Snapshot.day, Snapshot.data)
        .where(Snapshot.kind == kind, Snapshot.day >= since)
        .order_by(Snapshot.day)
    )
    return db.session.execute(statement).all()
