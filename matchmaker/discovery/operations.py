"""Keeping the keyword index in step with the database."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import structlog

from matchmaker.catalogue.documents import case_ids_of, offering_ids_of, provider_ids_of
from matchmaker.db import db, reading
from matchmaker.demands.documents import demand_ids_of
from matchmaker.discovery.documents import SOURCES, search_index
from matchmaker.jobs.models import OutboxRow
from matchmaker.search.port import IndexUnavailableError

log = structlog.get_logger()
ORGANISATION = "organisation"  # its name and standing show in all it owns


def index_changed(rows: Sequence[OutboxRow]) -> None:
    """Bring the rows named by outbox keys (`kind:id`) up to date, re-reading each."""
    changed: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        kind, _, number = row.key.partition(":")
        changed[kind].add(int(number))
    with reading():
        wanted = _with_dependents(changed)
        documents = [document for kind, ids in wanted.items() for document in SOURCES[kind](ids)]
        db.session.rollback()  # a reading transaction must not be written to afterwards
    found = {document.key for document in documents}
    gone = {(kind, number) for kind, ids in wanted.items() for number in ids} - found
    try:
        search_index().apply(documents, gone)
    except IndexUnavailableError:
        rebuild_search()


def heal_search() -> None:
    """Build the index anew where there is none that can be read."""
    try:
        search_index().stamps()
    except IndexUnavailableError:
        log.warning("search_index_rebuilt", documents=rebuild_search())


def rebuild_search(progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew beside the old one and switch; gives the number of documents."""
    with reading():
        documents = (document for source in SOURCES.values() for document in source(None))
        count = search_index().rebuild(documents, progress)
        db.session.rollback()
        return count


def _with_dependents(changed: dict[str, set[int]]) -> dict[str, set[int]]:
    """The documents to write anew: what changed, and what says something of what changed."""
    organisations = changed[ORGANISATION]
    wanted = {kind: changed[kind] for kind in SOURCES}
    wanted["offering"] |= offering_ids_of(organisations)
    wanted["demand"] |= demand_ids_of(organisations)
    wanted["case"] |= case_ids_of(organisations)
    wanted["provider"] |= organisations | provider_ids_of(wanted["offering"], wanted["case"])
    return {kind: ids for kind, ids in wanted.items() if ids}
