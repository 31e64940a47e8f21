"""Keeping the match arrays on disk in step with the database."""

from collections.abc import Callable

from matchmaker.db import db, own_transaction, reading
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.matching.queries.feed import TAXONOMY, rows_after
from matchmaker.matching.queries.live import this_live_ranker


def keep_match_arrays() -> None:
    """Bring the arrays on disk up to date where that is due. For the worker, after each batch."""
    with reading():
        this_live_ranker().keep()
        db.session.rollback()  # a reading transaction must not be written to afterwards


def heal_match_arrays() -> None:
    """Read the arrays on disk whole and build them anew where they are not as written."""
    this_live_ranker().heal()
    keep_match_arrays()


def match_arrays_fault() -> str:
    """Say what is wrong with the arrays on disk, compared with the database; "" for nothing."""
    with reading():
        fault = this_live_ranker().fault()
        db.session.rollback()
        return fault


def rebuild_match_arrays(progress: Callable[[int], None] | None = None) -> int:
    """Build the arrays anew beside the old ones and switch; gives the number of offerings.

    Where the outbox holds no index row, one is written first: files are told to belong to this
    database by such a row, and without one they are not kept.

    Raises IndexBusyError when another process is writing them, OSError when there is no room.
    """
    if not rows_after(0):
        with own_transaction() as session:
            session.add(OutboxRow(kind=INDEX, key=f"{TAXONOMY}:0"))
    with reading():
        count = this_live_ranker().rebuild(progress or (lambda _done: None))
        db.session.rollback()
        return count
