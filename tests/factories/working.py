"""The worker, for tests that wait for what it does."""

from collections.abc import Sequence

from sqlalchemy import select

from matchmaker import clock
from matchmaker.app import outbox_handlers
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import GATHERED_FOR, RESTAND
from matchmaker.jobs.worker import run_once
from matchmaker.matching.operations.standings import restand_changed


def work() -> int:
    """Let the worker do what is queued, and what that queues; say how often it ranked anew."""
    passes: list[int] = []

    def counted(rows: Sequence[OutboxRow]) -> None:
        passes.append(len(rows))
        restand_changed(rows)

    db.session.commit()
    handlers = {**outbox_handlers(), RESTAND: counted}
    while run_once(handlers):
        pass
    with clock.at(clock.now() + GATHERED_FOR):
        while run_once(handlers):
            pass
    assert not db.session.scalars(select(OutboxRow.key).where(OutboxRow.last_error != "")).all()
    return len(passes)
