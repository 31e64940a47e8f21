"""The ranker of this process: shared arrays from disk, and what changed since beside them."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Final

import structlog
from flask import current_app

from matchmaker import clock
from matchmaker.matching.documents import offering_records, site_regions, site_vocabulary
from matchmaker.matching.queries.feed import (
    LONGEST_REST,
    LOOK_BACK,
    belongs_here,
    changed_offerings,
    has_grown,
    ids_by_kind,
    is_other_words,
    rows_after,
    stamp_of,
)
from matchmaker.matching.queries.models import current_model
from matchmaker.matching.scoring.model import FIRST_MODEL
from matchmaker.matching.scoring.ranker import Ranker
from matchmaker.matching.scoring.records import OfferingRecord
from matchmaker.matching.scoring.store.files import BrokenFilesError
from matchmaker.matching.scoring.store.stored import MatchStore, Opened
from matchmaker.search.port import IndexBusyError

log = structlog.get_logger()

FOLDER: Final = "matching"
BUILT_HERE: Final = 2_000  # so many offerings are weighed anew in a request, more by the worker
SAVED_AFTER: Final = 64  # changed offerings
SAVED_EVERY: Final = timedelta(hours=1)
WAIT_SECONDS: Final = 20.0

Progress = Callable[[int], None]


class LiveRanker:
    """Ranks what is published now: every call applies what changed since the last one.

    It opens the newest generation on disk and reads the feed of changes on from there. Where no
    generation can be used, everything is weighed anew from the database, in memory. So it is after
    a rest longer than finished outbox rows are kept; and where the taxonomy or the year changed,
    but of many offerings only in the worker: until its generation is there, the arrays at
    hand go on answering.
    """

    def __init__(self, store: MatchStore | None = None) -> None:
        self._store = store
        self._lock = Lock()
        self._ranker: Ranker | None = None
        self._opened: Opened | None = None  # what the ranker rests on
        self._asked = 0  # the generation that was opened or refused last
        self._seen: set[int] = set()
        self._latest = 0
        self._refreshed_at: datetime | None = None
        self._unsaved = 0  # offerings changed since the generation was written
        self._is_outdated = False  # weighed with words or a year that no longer hold

    @classmethod
    def below(cls, instance: Path) -> "LiveRanker":
        """The ranker of an installation with this instance folder."""
        return cls(MatchStore(instance / FOLDER))

    @property
    def generation(self) -> int:
        """The number of the generation on disk; 0 where none counts."""
        return self._store.number() if self._store else 0

    def current(self) -> Ranker:
        """Give the ranker for what the database holds at this moment."""
        with self._lock:
            return self._refreshed(most_built=BUILT_HERE)

    def keep(self) -> None:
        """Bring the files up to date where that is due; what hinders it is logged.

        For the worker. Due is a generation where there is none that counts, after 64 changed
        offerings, and after an hour for fewer.
        """
        with self._lock:
            self._refreshed(most_built=None)
            if self._store and self._is_due(self._store):
                try:
                    self._save(self._store, wait=0.0)
                except (OSError, IndexBusyError) as error:
                    log.warning("match_arrays_not_saved", reason=str(error))

    def heal(self) -> None:
        """Read every file of the generation in use; build anew where one is not as written."""
        if self._store is None or self._store.number() == 0:
            return
        try:
            self._store.open()
        except BrokenFilesError as error:
            log.warning("match_arrays_broken", reason=str(error))
            with self._lock:
                self._ranker = self._opened = None  # its memory is those files

    def fault(self) -> str:
        """Say what is wrong with the files, or with what they and the feed amount to; else "".

        Compares every record with the database.
        """
        if self._store is None or self._store.number() == 0:
            return "no generation that counts"
        try:
            opened = self._store.open()
        except BrokenFilesError as error:
            return str(error)
        if not belongs_here(opened.stamp):
            return "written for another database, or too long ago"
        held = {
            record.key: record
            for part in self.current().collection.parts
            for record in part.living()
        }
        differing = sum(held.pop(record.key, None) != record for record in offering_records())
        differing += len(held)
        return f"{differing} offerings differ from the database" if differing else ""

    def rebuild(self, progress: Progress = lambda _done: None) -> int:
        """Weigh everything anew beside the old arrays and switch; gives the number of offerings.

        Raises IndexBusyError when another process is writing, OSError when there is no room.
        """
        with self._lock:
            rows = rows_after(0)
            self._build(progress)
            self._note(rows)
            if self._store:
                self._save(self._store, wait=WAIT_SECONDS)
            return len(self._ranker or ())

    def _refreshed(self, *, most_built: int | None) -> Ranker:
        self._open_newest()
        is_news = has_grown(self._latest, self._seen)
        rows = rows_after(self._latest) if is_news else dict.fromkeys(self._seen, "")
        changed = ids_by_kind(key for number, key in rows.items() if number not in self._seen)
        self._is_outdated |= is_other_words(changed) or self._is_of_another_year()
        ranker = self._ranker
        if (
            ranker is None
            or self._has_rested()
            or (self._is_outdated and (most_built is None or len(ranker) <= most_built))
        ):
            ranker = self._build()
        elif ids := changed_offerings(changed):
            records = list(offering_records(ids))
            gone = ids - {record.key for record in records}
            ranker = self._ranker = ranker.with_changes(records, gone)
            self._unsaved += len(ids)
        # Only now: where reading the rows failed, the next call must see them again.
        self._note(rows)
        return ranker

    def _open_newest(self) -> None:
        """Take over the newest generation, once; what cannot be used changes nothing."""
        number = self._store.number() if self._store else 0
        if not self._store or number in {0, self._asked}:
            return
        self._asked = number
        try:
            opened = self._store.open(self._opened)
        except BrokenFilesError as error:
            log.warning("match_arrays_broken", reason=str(error))
            return
        if not belongs_here(opened.stamp):
            log.warning("match_arrays_of_another_database", generation=number)
            return
        is_first = self._ranker is None
        self._rest_on(opened)
        self._seen, self._latest = set(opened.stamp.seen), opened.stamp.latest
        self._refreshed_at = datetime.fromisoformat(opened.stamp.read_at)
        entries = opened.collection.vocabulary.entries
        # Words also come with a new version of the program, without a row in the feed.
        self._is_outdated = is_first and site_vocabulary().entries != entries

    def _rest_on(self, opened: Opened) -> None:
        self._opened, self._asked, self._unsaved = opened, opened.number, 0
        self._ranker = Ranker.of(opened.collection, site_regions(), FIRST_MODEL)

    def _build(self, progress: Progress = lambda _done: None) -> Ranker:
        self._opened, self._is_outdated = None, False
        self._ranker = Ranker(
            _counted(offering_records(), progress),
            vocabulary=site_vocabulary(),
            regions=site_regions(),
            year=clock.today().year,
        )
        return self._ranker

    def _note(self, rows: Iterable[int]) -> None:
        self._latest = max([self._latest, *rows])
        self._seen = {number for number in rows if number > self._latest - LOOK_BACK}
        self._refreshed_at = clock.now()

    def _is_due(self, store: MatchStore) -> bool:
        opened = self._opened
        if opened is None or store.number() != opened.number:
            return True
        age = clock.now() - datetime.fromisoformat(opened.stamp.read_at)
        return self._unsaved >= SAVED_AFTER or (self._unsaved > 0 and age >= SAVED_EVERY)

    def _save(self, store: MatchStore, wait: float) -> None:
        if self._ranker is None or self._refreshed_at is None or not self._latest:
            return  # without any row in the feed nothing tells this database from another
        stamp = stamp_of(self._latest, self._seen, self._refreshed_at)
        opened = self._opened
        # What is in use may be broken: then it is no base, and is replaced whole.
        based = opened if opened and opened.number == store.number() else None
        self._rest_on(store.save(self._ranker.collection, stamp, based, wait))

    def _has_rested(self) -> bool:
        return self._refreshed_at is None or clock.now() - self._refreshed_at > LONGEST_REST

    def _is_of_another_year(self) -> bool:
        ranker = self._ranker
        return ranker is not None and ranker.collection.year != clock.today().year


def live_ranker() -> Ranker:
    """Give the ranker of this installation, up to date, under the active model."""
    # Asked anew each time: another model must count in the next request of every process.
    return this_live_ranker().current().on(clock.today()).with_model(current_model())


def this_live_ranker() -> LiveRanker:
    """Give what keeps the ranker of this installation up to date."""
    live: LiveRanker = current_app.extensions["live_ranker"]
    return live


def _counted(records: Iterable[OfferingRecord], progress: Progress) -> Iterator[OfferingRecord]:
    for done, record in enumerate(records, start=1):
        yield record
        progress(done)
