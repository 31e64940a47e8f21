"""The ranker of this process, kept in step with the database by the index rows of the outbox."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from threading import Lock

from flask import current_app
from sqlalchemy import select

from matchmaker import clock
from matchmaker.catalogue.documents import KIND, offering_ids_of
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.jobs.worker import KEEP_DONE
from matchmaker.matching.documents import offering_records, site_regions, site_vocabulary
from matchmaker.matching.scoring.ranker import Ranker

TAXONOMY = "taxonomy"
ORGANISATION = "organisation"
# Numbers are given before a transaction commits: look this far back for ones that came late.
LOOK_BACK = 1_000
LONGEST_REST = KEEP_DONE - timedelta(days=1)


class LiveRanker:
    """Ranks what is published now: every call applies what changed since the last one.

    A change of the taxonomy, a new year, or a rest longer than finished outbox rows are kept
    builds everything anew from the database.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._ranker: Ranker | None = None
        self._seen: set[int] = set()
        self._latest = 0
        self._refreshed_at: datetime | None = None

    def current(self) -> Ranker:
        """Give the ranker for what the database holds at this moment."""
        with self._lock:
            rows = self._feed()
            changed = _by_kind(key for number, key in rows.items() if number not in self._seen)
            if self._ranker is None or self._is_stale() or TAXONOMY in changed:
                self._ranker = _built()
            elif ids := _offerings(changed):
                records = list(offering_records(ids))
                gone = ids - {record.key for record in records}
                self._ranker = self._ranker.with_changes(records, gone)
            # Only now: where reading the rows failed, the next call must see them again.
            self._latest = max([self._latest, *rows])
            self._seen = {number for number in rows if number > self._latest - LOOK_BACK}
            self._refreshed_at = clock.now()
            return self._ranker

    def _feed(self) -> dict[int, str]:
        statement = select(OutboxRow.id, OutboxRow.key).where(
            OutboxRow.kind == INDEX, OutboxRow.id > self._latest - LOOK_BACK
        )
        return dict(db.session.execute(statement).all())

    def _is_stale(self) -> bool:
        now = clock.now()
        return (
            self._refreshed_at is None
            or now - self._refreshed_at > LONGEST_REST
            or now.year != self._refreshed_at.year
        )


def live_ranker() -> Ranker:
    """Give the ranker of this installation, up to date."""
    live: LiveRanker = current_app.extensions["live_ranker"]
    return live.current()


def _built() -> Ranker:
    return Ranker(
        offering_records(),
        vocabulary=site_vocabulary(),
        regions=site_regions(),
        year=clock.today().year,
    )


def _offerings(changed: dict[str, set[int]]) -> set[int]:
    organisations = changed.get(ORGANISATION, set())
    owned = offering_ids_of(organisations) if organisations else set()
    return changed.get(KIND, set()) | owned


def _by_kind(keys: Iterable[str]) -> dict[str, set[int]]:
    changed: dict[str, set[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        changed.setdefault(kind, set()).add(int(number))
    return changed
