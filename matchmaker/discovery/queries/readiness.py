"""Whether this installation can serve, what it lacks, and the figures a monitor asks for."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import clock, schema
from matchmaker.db import db
from matchmaker.discovery.documents import search_index
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.queries.live import this_live_ranker
from matchmaker.search.port import IndexUnavailableError

LONGEST_WAIT: Final = timedelta(minutes=15)  # of a row that is due
LEAST_FREE_BYTES: Final = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """Rows that wait and are parked, and for how many seconds the oldest due one has waited."""

    waiting: int
    parked: int
    age_seconds: float


@dataclass(frozen=True, slots=True)
class Readiness:
    """`reasons`: why nobody should be sent here. `warnings`: what works less well meanwhile."""

    reasons: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.reasons


def readiness() -> Readiness:
    """Ask everything the site rests on; never raises for what it asks about."""
    reasons = tuple(_reasons())
    return Readiness(reasons, () if reasons else tuple(_warnings()))


def outbox_figures() -> OutboxFigures:
    """Count what the worker has yet to do and what it gave up on."""
    is_open = OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None)
    due = OutboxRow.run_at <= clock.now()
    waiting = db.session.scalar(select(func.count()).where(*is_open)) or 0
    parked = db.session.scalar(select(func.count()).where(OutboxRow.parked_at.is_not(None))) or 0
    oldest: datetime | None = db.session.scalar(
        select(OutboxRow.run_at).where(*is_open, due).order_by(OutboxRow.run_at).limit(1)
    )
    age = (clock.now() - oldest).total_seconds() if oldest else 0.0
    return OutboxFigures(waiting, parked, max(age, 0.0))


def metrics() -> str:
    """Give the figures in Prometheus' text form."""
    outbox, ranker = outbox_figures(), this_live_ranker()
    figures = {
        "outbox_waiting_rows": (outbox.waiting, "Rows the worker has yet to apply."),
        "outbox_parked_rows": (outbox.parked, "Rows the worker gave up on."),
        "outbox_oldest_due_seconds": (outbox.age_seconds, "For how long the oldest is due."),
        "search_generation": (search_index().generation, "Generation of the search index."),
        "search_documents": (_documents(), "Documents in the search index; -1 for no index."),
        "match_generation": (ranker.generation, "Generation of the match arrays on disk."),
        "disk_free_bytes": (_free_bytes(), "Room left where the instance folder is."),
    }
    return "".join(
        f"# HELP matchmaker_{name} {words}\n"
        f"# TYPE matchmaker_{name} gauge\n"
        f"matchmaker_{name} {value}\n"
        for name, (value, words) in figures.items()
    )


def _reasons() -> Iterator[str]:
    try:
        if not schema.is_current(db.engine):
            yield "the database schema is not that of this program"
    except SQLAlchemyError as error:
        yield f"the database does not answer: {type(error).__name__}"
    free = _free_bytes()
    if free < LEAST_FREE_BYTES:
        yield f"only {free} bytes are free on the disk of the instance folder"


def _warnings() -> Iterator[str]:
    try:
        search_index().stamps()
    except IndexUnavailableError as error:
        yield f"search answers from the database: {error}"
    if this_live_ranker().generation == 0:
        yield "rankings are computed in memory: there are no match arrays"
    outbox = outbox_figures()
    if outbox.age_seconds > LONGEST_WAIT.total_seconds():
        yield f"the worker is behind: a row has waited for {outbox.age_seconds:.0f} seconds"
    if outbox.parked:
        yield f"{outbox.parked} rows of the outbox are parked"


def _documents() -> int:
    try:
        return len(search_index().stamps())
    except IndexUnavailableError:
        return -1


def _free_bytes() -> int:
    return shutil.disk_usage(current_app.instance_path).free
