"""Keeping the keyword index in step with the database."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from flask import current_app

from matchmaker.db import db, reading
from matchmaker.discovery.documents import SOURCES, documents_of, search_index
from matchmaker.jobs.feeds import portions, touched
from matchmaker.jobs.models import OutboxRow
from matchmaker.search.generations import held
from matchmaker.search.port import IndexUnavailableError, Key

log = structlog.get_logger()

TURN_SECONDS: Final = 20.0


def index_changed(rows: Sequence[OutboxRow]) -> None:
    """Bring the rows named by outbox keys (`kind:id`) up to date, re-reading each."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind, _, number = row.key.partition(":")
        wanted[kind].add(int(number))
    with reading():
        to_write = touched(db.session, wanted)
        db.session.rollback()  # a reading transaction must not be written to afterwards
    bring_up_to_date(to_write)


def bring_up_to_date(wanted: Mapping[str, Collection[int]]) -> None:
    """Read documents (ids by kind) anew, put them into the index and take out what is gone.

    Raises IndexBusyError where others write to it or the disk is full.
    """
    try:
        with _turn(), reading():
            documents = [
                document
                for kind, ids in wanted.items()
                for some in portions(ids)
                for document in documents_of(kind, some)
            ]
            db.session.rollback()  # a reading transaction must not be written to afterwards
            found = {document.key for document in documents}
            gone = {(kind, number) for kind, ids in wanted.items() for number in ids} - found
            search_index().apply(documents, gone)
    except IndexUnavailableError:
        rebuild_search()


@contextmanager
def _turn() -> Iterator[None]:
    """Let one process at a time read rows and write what it read.

    Otherwise the slower of two could put what it read before a change over what the other read
    after it.
    """
    instance = Path(current_app.instance_path)
    with held(instance / "search.lock", TURN_SECONDS):
        db.session.rollback()  # what was read before the turn came may be old by now
        yield


@dataclass(frozen=True, slots=True)
class SearchDrift:
    """Where the index and the database disagree; `is_unusable` where there is no index to read."""

    missing: frozenset[Key] = frozenset()
    surplus: frozenset[Key] = frozenset()
    stale: frozenset[Key] = frozenset()
    is_unusable: bool = False

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.stale or self.is_unusable)


def check_search(progress: Callable[[int], None] | None = None) -> SearchDrift:
    """Compare what the index holds with what the database says, document by document.

    What waits in the outbox is no drift, the worker will see to it: let it finish first, or expect
    to hear of it. `progress` hears the number of documents compared so far.
    """
    try:
        held = search_index().stamps()
    except IndexUnavailableError:
        return SearchDrift(is_unusable=True)
    missing, stale, seen = set(), set(), set()
    with reading():
        for kind in SOURCES:
            for document in documents_of(kind):
                seen.add(document.key)
                if document.key not in held:
                    missing.add(document.key)
                elif held[document.key] != document.version:
                    stale.add(document.key)
                if progress and len(seen) % 100 == 0:
                    progress(len(seen))
        db.session.rollback()
    surplus = held.keys() - seen
    return SearchDrift(frozenset(missing), frozenset(surplus), frozenset(stale))


def repair_search(drift: SearchDrift) -> None:
    """Bring what drifted up to date: those documents, or all of them where no index is usable."""
    if drift.is_unusable:
        rebuild_search()
        return
    keys = drift.missing | drift.surplus | drift.stale
    bring_up_to_date({kind: {n for k, n in keys if k == kind} for kind, _ in keys})


def check_and_repair(_rows: Sequence[OutboxRow]) -> None:
    """Do the nightly check; what differs is repaired and told.

    It comes after all that waits, so what differs was missed.
    """
    drift = check_search()
    if drift:
        log.warning(
            "search_index_repaired",
            missing=len(drift.missing),
            surplus=len(drift.surplus),
            stale=len(drift.stale),
            unusable=drift.is_unusable,
        )
        repair_search(drift)


def heal_search() -> int | None:
    """Build the index anew where there is none that can be read, or it holds other contents.

    Gives the number of documents then, and None where the index is sound. Raises IndexBusyError
    while another process writes to it.
    """
    try:
        search_index().stamps()
    except IndexUnavailableError:
        count = rebuild_search()
        log.warning("search_index_rebuilt", documents=count)
        return count
    return None


def rebuild_search(progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew beside the old one and switch; gives the number of documents."""
    with _turn(), reading():
        documents = (document for kind in SOURCES for document in documents_of(kind))
        count = search_index().rebuild(documents, progress)
        db.session.rollback()
        return count
