"""Leases: how long a claim counts, and the thread that keeps it alive while a handler works."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, Thread
from typing import Final

import structlog
from sqlalchemy import Engine, update
from sqlalchemy.exc import SQLAlchemyError

from matchmaker import clock
from matchmaker.jobs.models import OutboxRow

log = structlog.get_logger()

LEASE: Final = timedelta(minutes=1)
BEATS: Final = 4  # in the time of a lease

# Ranking forks: a child must not inherit a lock this thread held at that moment.
_beating = Lock()
os.register_at_fork(
    before=_beating.acquire, after_in_parent=_beating.release, after_in_child=_beating.release
)


@contextmanager
def kept_alive(engine: Engine, owner: str, lease: timedelta = LEASE) -> Iterator[None]:
    """Renew the lease of a claim from beside until the block ends."""
    over = Event()

    def beat() -> None:
        while not over.wait(lease.total_seconds() / BEATS):
            with _beating:
                try:
                    renew(engine, owner, lease)
                except SQLAlchemyError:
                    log.warning("outbox_lease_not_renewed", exc_info=True)

    thread = Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def renew(engine: Engine, owner: str, lease: timedelta = LEASE) -> None:
    """Let the lease of what a claim still holds begin anew, over a connection of its own."""
    held = OutboxRow.lease_owner == owner, OutboxRow.done_at.is_(None)
    with engine.begin() as connection:
        connection.execute(update(OutboxRow).where(*held).values(lease_until=clock.now() + lease))
