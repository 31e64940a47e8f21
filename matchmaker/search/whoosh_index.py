"""The embedded search engine: a Whoosh index on disk behind the port.

Rules that come from trying Whoosh (tests/search/test_whoosh_index.py): a fresh reader for every
call and never `refresh()`; one batch names a document once and deletes it before it adds it;
writers wait for the lock; whatever cannot be read is told as `IndexUnavailableError` and healed
by a rebuild, since the database is the truth.
"""

# Whoosh is typed in part only:
# mypy: allow-untyped-calls

import contextlib
import errno
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from whoosh.index import FileIndex, LockError
from whoosh.reading import IndexReader
from whoosh.writing import SegmentWriter

from matchmaker.search.generations import Generation, Generations
from matchmaker.search.port import (
    BY_RELEVANCE,
    NO_BANDS,
    NO_FILTERS,
    Bands,
    Document,
    Filters,
    IndexBusyError,
    IndexUnavailableError,
    Key,
    Order,
    Results,
    SearchQuery,
    Suggestion,
)
from matchmaker.search.whoosh_counts import Choices
from matchmaker.search.whoosh_hits import Place
from matchmaker.search.whoosh_names import LiveLexicon, names_of, respelled, suggested
from matchmaker.search.whoosh_query import answer
from matchmaker.search.whoosh_segments import Segment, SegmentCache, reading, segments_of
from matchmaker.search.whoosh_store import (
    CODEC,
    KEY,
    DurableStorage,
    SnapshotStorage,
    TermPool,
    fields,
    fingerprint,
    key_term,
    schema,
)

WRITE_TIMEOUT_SECONDS: Final = 5.0
PROGRESS_EVERY: Final = 100
_OPEN_ATTEMPTS: Final = 5
_OPEN_PAUSE_SECONDS: Final = 0.02
_DAMAGE_REMEMBERED_SECONDS: Final = 5.0
_NO_ROOM: Final = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
    }
)


class WhooshIndex:
    """A `SearchIndex` in a folder of its own, which nobody else may write to.

    One object serves all threads of a process. `write_timeout_seconds` is how long `apply`
    and `rebuild` wait for another writer. `contents` says what the documents hold, in any words:
    an index written for other contents does not count, and is healed like a damaged one.
    """

    def __init__(
        self,
        root: Path,
        *,
        contents: str = "",
        write_timeout_seconds: float = WRITE_TIMEOUT_SECONDS,
    ) -> None:
        self._generations = Generations(root, fingerprint(contents))
        self._write_timeout_seconds = write_timeout_seconds
        self._cache = SegmentCache()
        self._held: tuple[tuple[Path, str], tuple[LiveLexicon, ...]] | None = None
        self._names: dict[
            frozenset[str], tuple[tuple[LiveLexicon, ...], Mapping[Key, tuple[str, ...]]]
        ] = {}
        self._damaged: tuple[Generation, float] | None = None

    @property
    def generation(self) -> int:
        return self._generations.number()

    def apply(self, upserts: Iterable[Document], removals: Iterable[Key] = ()) -> None:
        removed = set(removals)
        newest: dict[Key, Document] = {}
        for document in upserts:
            known = newest.get(document.key)
            if known is None or document.version >= known.version:
                newest[document.key] = document
        batch = [fields(document) for key, document in newest.items() if key not in removed]
        with reading(), _room_to_write(), self._generations.writing(self._write_timeout_seconds):
            folder = self._generations.current().folder
            _sweep_unfinished(folder)
            with _batch(folder, self._write_timeout_seconds) as writer:
                for key in removed | newest.keys():
                    writer.delete_by_term(KEY, key_term(key))
                for values in batch:
                    writer.add_document(**values)

    def search(
        self,
        query: SearchQuery,
        *,
        kinds: Collection[str] = (),
        filters: Filters = NO_FILTERS,
        bands: Bands = NO_BANDS,
        order: Order = BY_RELEVANCE,
        offset: int = 0,
        limit: int = 20,
    ) -> Results:
        if offset < 0 or limit < 0:
            raise ValueError("offset and limit must not be negative")
        chosen = {facet: frozenset(values) for facet, values in filters.items() if values}
        with self._segments() as segments:
            return answer(
                segments,
                query,
                Choices(frozenset(kinds), chosen, bands),
                Place(order, offset, limit),
            )

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        return suggested(self._lexicons(), typed, limit)

    def meant(self, query: SearchQuery) -> str:
        with self._segments() as segments:
            return respelled(segments, query)

    def names(self, kinds: Collection[str]) -> Mapping[Key, tuple[str, ...]]:
        wanted = frozenset(kinds)
        lexicons = self._lexicons()
        known = self._names.get(wanted)
        if known is None or known[0] is not lexicons:
            known = self._names[wanted] = lexicons, names_of(lexicons, wanted)
        return known[1]

    def stamps(self) -> dict[Key, int]:
        stamps: dict[Key, int] = {}
        with self._segments() as segments:
            for segment in segments:
                facts, live = segment.facts, segment.live
                rows = (facts.kind_of[live], facts.ids[live], facts.versions[live])
                for kind, number, version in zip(*(row.tolist() for row in rows), strict=True):
                    stamps[facts.kinds[kind], number] = version
        return stamps

    def rebuild(
        self, documents: Iterable[Document], progress: Callable[[int], None] | None = None
    ) -> int:
        tell = progress or _keep_quiet
        with self._generations.writing(self._write_timeout_seconds):
            generation = self._generations.begin()
            try:
                count = _build(generation.folder, documents, tell)
            except BaseException:
                shutil.rmtree(generation.folder, ignore_errors=True)
                raise
            self._generations.switch(generation)
            self._generations.sweep()
        tell(count)
        return count

    def _lexicons(self) -> tuple[LiveLexicon, ...]:
        """The names as of now: opening the files, most of the work, is left out if none changed."""
        folder = self._generations.current().folder
        state = folder, _newest_commit(folder)
        held = self._held
        if held is None or held[0] != state:
            with self._segments() as segments:
                lexicons = tuple(
                    LiveLexicon(segment.lexicon, segment.live, segment.facts)
                    for segment in segments
                )
            held = self._held = state, lexicons
        return held[1]

    @contextlib.contextmanager
    def _segments(self) -> Iterator[list[Segment]]:
        """The segments as of now; their files are closed when the block ends."""
        reader = self._reader()
        try:
            segments = segments_of(reader, self._cache)
            self._cache.keep_only({segment.name for segment in segments})
            yield segments
        finally:
            reader.close()

    def _reader(self) -> IndexReader:
        """A reader of the newest commit of the generation in use.

        A commit or a switch may take files away between two steps of opening: so a missing
        file is damage only if it is missing again.
        """
        failure = IndexUnavailableError("the index changes faster than it can be opened")
        for attempt in range(_OPEN_ATTEMPTS):
            if attempt:
                time.sleep(_OPEN_PAUSE_SECONDS)
            generation = self._generations.current()
            self._refuse_damaged(generation)
            storage = SnapshotStorage(generation.folder)
            opened: FileIndex | None = None
            try:
                with reading():
                    opened = FileIndex(storage, schema=schema())
                    reader: IndexReader = opened.reader()
                    return reader
            except IndexUnavailableError as error:
                storage.abandon()
                failure = error
            # Once it is open, Whoosh has itself tried again for half a second.
            if opened is not None and self._generations.number() == generation.number:
                break
        self._damaged = (generation, time.monotonic() + _DAMAGE_REMEMBERED_SECONDS)
        raise failure

    def _refuse_damaged(self, generation: Generation) -> None:
        """Say at once what it took half a second to find out a moment ago."""
        damaged = self._damaged
        if damaged and damaged[0] == generation and time.monotonic() < damaged[1]:
            raise IndexUnavailableError("the index could not be opened a moment ago")


def _build(folder: Path, documents: Iterable[Document], tell: Callable[[int], None]) -> int:
    """Write all documents as one segment; of a key that comes twice the first is kept."""
    FileIndex.create(DurableStorage(folder), schema())
    seen: set[Key] = set()
    with _batch(folder, timeout_seconds=0) as writer:
        for document in documents:
            if document.key in seen:
                continue
            seen.add(document.key)
            writer.add_document(**fields(document))
            if len(seen) % PROGRESS_EVERY == 0:
                tell(len(seen))
    return len(seen)


@contextlib.contextmanager
def _batch(folder: Path, timeout_seconds: float) -> Iterator[SegmentWriter]:
    """A writer whose work is committed when the block ends well, and dropped otherwise."""
    storage = DurableStorage(folder)
    try:
        index = FileIndex(storage, schema=schema())
        writer = SegmentWriter(index, timeout=timeout_seconds, codec=CODEC)
        writer.pool = TermPool()  # type: ignore[assignment]  # all a writer asks of its pool
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
    except LockError as error:
        raise IndexBusyError(f"another writer holds {folder}") from error
    except BaseException:
        storage.abandon()
        raise


@contextlib.contextmanager
def _room_to_write() -> Iterator[None]:
    """Tell a full or read-only disk from a damaged index: a rebuild would not help."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise IndexBusyError(f"the index cannot be written now: {error}") from error
        raise


def _newest_commit(folder: Path) -> str:
    """The name of the newest table of contents; it counts up with every commit."""
    names = [path.name for path in folder.glob("*.toc")]
    return max(names, key=lambda name: (len(name), name), default="")


def _sweep_unfinished(folder: Path) -> None:
    """Remove tables of contents a killed writer did not come to rename; only while writing."""
    for path in folder.glob("_*.toc.*"):
        path.unlink(missing_ok=True)


def _keep_quiet(_done: int) -> None:
    """Progress nobody listens to."""
