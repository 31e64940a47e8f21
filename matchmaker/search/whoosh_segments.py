"""Reading a Whoosh index segment by segment, as arrays, with every kind of damage told as such.

A segment never changes after it is written, apart from which of its documents are deleted. So
what is read once is kept in memory under the segment's id, and only that mark is read anew.
"""

# Whoosh is typed in part only:
# mypy: allow-untyped-calls

import contextlib
import json
import pickle
import struct
import zlib
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, repeat
from threading import Lock
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3TermsReader
from whoosh.columns import ColumnReader
from whoosh.filedb.filestore import StorageError
from whoosh.filedb.filetables import FileFormatError
from whoosh.formats import Existence
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import CorruptIndexError, IndexReader, TermNotFound

from matchmaker.search.lexicon import Lexicon, Name
from matchmaker.search.port import IndexUnavailableError, Moment
from matchmaker.search.whoosh_store import CODEC, FACTS, LINES, NAMES, TEXT

Mask: TypeAlias = npt.NDArray[np.bool_]
Integers: TypeAlias = npt.NDArray[np.int64]
Numbers: TypeAlias = npt.NDArray[np.float64]

CACHED_POSTINGS: Final = 2_000_000  # 8 bytes each: 16 MB a process

# What Whoosh and the formats below it raise on cut off or altered files (found by damaging
# each kind of file at random places, tests/search/test_whoosh_damage.py).
DAMAGE: Final = (
    CorruptIndexError,
    WhooshIndexError,
    StorageError,
    FileFormatError,
    OSError,
    EOFError,
    pickle.UnpicklingError,
    struct.error,
    zlib.error,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ImportError,
    ArithmeticError,
    AssertionError,
    MemoryError,
    NameError,
)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Tell damage of the index as `IndexUnavailableError`; only around Whoosh's own calls."""
    try:
        yield
    except DAMAGE as error:
        raise IndexUnavailableError(f"the index cannot be read: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Tags:
    """One facet of a segment: `rows` and `of` pair a document with the number of its value."""

    values: tuple[str, ...]
    rows: Integers
    of: Integers


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of each document of a segment beside its text, by document number.

    `lengths` are sums of term weights, `moments` seconds since 1970, 0 for none.
    """

    kinds: tuple[str, ...]
    kind_of: Integers
    ids: Integers
    versions: Integers
    lengths: Numbers
    tags: Mapping[str, Tags]
    moments: Mapping[Moment, Integers]


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a segment that hold a term, and how much it counts in each."""

    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]


class SegmentCache:
    """What has been read of segments in this process; safe to share between threads."""

    def __init__(self, max_postings: int = CACHED_POSTINGS) -> None:
        self._facts: dict[str, Facts] = {}
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._lexicons: dict[str, Lexicon] = {}
        self._held = 0
        self._max_postings = max_postings
        self._lock = Lock()

    def facts(self, segment: str, reader: IndexReader) -> Facts:
        """The facts of a segment, read at the first call."""
        with self._lock:
            known = self._facts.get(segment)
            if known is None:
                with reading():
                    known = self._facts[segment] = _read_facts(reader)
            return known

    def lexicon(self, segment: str, read: Callable[[], Lexicon]) -> Lexicon:
        """The names of a segment, read at the first call."""
        with self._lock:
            known = self._lexicons.get(segment)
        if known is None:
            known = self._lexicons.setdefault(segment, read())
        return known

    def postings(self, segment: str, term: str, read: Callable[[str], Postings]) -> Postings:
        """The postings of a term, read if need be; the longest unused are forgotten first."""
        with self._lock:
            known = self._postings.get((segment, term))
            if known is not None:
                self._postings.move_to_end((segment, term))
                return known
        found = read(term)
        with self._lock:
            if (segment, term) not in self._postings:
                self._postings[segment, term] = found
                self._held += len(found.rows)
            while self._held > self._max_postings:
                self._held -= len(self._postings.popitem(last=False)[1].rows)
        return found

    def keep_only(self, segments: set[str]) -> None:
        """Forget what was read of segments that are no longer in use."""
        with self._lock:
            gone = self._facts.keys() - segments
            for segment in gone:
                del self._facts[segment]
                self._lexicons.pop(segment, None)
            for key in [key for key in self._postings if key[0] in gone]:
                self._held -= len(self._postings.pop(key).rows)


class Segment:
    """One segment as it stands in one reader; usable until the reader is closed."""

    def __init__(self, reader: IndexReader, cache: SegmentCache) -> None:
        with reading():
            segment = reader.segment()
            if segment is None:
                raise CorruptIndexError("a part of the index that is no segment")
            self.name = str(segment.segment_id())
            deleted = list(segment.deleted_docs())
        self._reader = reader
        self._cache = cache
        self.facts = cache.facts(self.name, reader)
        self.live: Mask = np.ones(len(self.facts.ids), dtype=np.bool_)
        with reading():
            self.live[deleted] = False

    def __len__(self) -> int:
        return len(self.live)

    def frequency(self, term: str) -> int:
        """How many documents hold a term, some of them deleted."""
        with reading():
            try:
                return int(self._terms.doc_frequency(TEXT, term.encode()))
            except KeyError:
                return 0

    def postings(self, term: str) -> Postings:
        """The postings of a term, some of them of deleted documents; none of an unknown term."""
        return self._cache.postings(self.name, term, self._read_postings)

    def rows_with_line(self, rows: Integers, line: str) -> Integers:
        """Those of the documents in whose text the line of a phrase occurs."""
        wanted = line.encode()
        with reading():
            lines = self._lines
            return np.array([row for row in rows.tolist() if wanted in lines[row]], dtype=np.int64)

    def latin_words(self) -> Iterator[tuple[str, int]]:
        """The words of Latin letters in its texts, with how many documents hold each."""
        with reading():
            for (field, term), info in self._terms.items_from(TEXT, b"a"):
                if field != TEXT or term >= b"{":
                    return
                yield term.decode(), int(info.doc_frequency())

    @property
    def lexicon(self) -> Lexicon:
        """The names of those documents that are suggested, some of them deleted."""
        return self._cache.lexicon(self.name, self._read_lexicon)

    def _read_lexicon(self) -> Lexicon:
        with reading():
            column = self._reader.column_reader(NAMES, translate=False)
            return Lexicon(
                Name(row, text, sound, not at)
                for row in range(len(self))
                if (held := column[row])
                for at, (text, sound) in enumerate(json.loads(held))
            )

    @cached_property
    def _lines(self) -> ColumnReader:
        return self._reader.column_reader(LINES, translate=False)

    @cached_property
    def _terms(self) -> W3TermsReader:
        terms: W3TermsReader = CODEC.terms_reader(self._reader.storage(), self._reader.segment())
        return terms

    def _read_postings(self, term: str) -> Postings:
        rows, weights = array("i"), array("f")
        with reading():
            for block_rows, block_weights in self._blocks(term):
                rows.extend(block_rows)
                weights.extend(block_weights)
            found = Postings(np.array(rows, np.int32), np.array(weights, np.float32))
            if len(rows) != len(weights):
                raise CorruptIndexError(f"postings of {term!r} without a weight")
            if len(rows) and not 0 <= found.rows.min() <= found.rows.max() < len(self):
                raise CorruptIndexError(f"postings of {term!r} name documents that do not exist")
        return found

    def _blocks(self, term: str) -> Iterator[tuple[Iterable[int], Iterable[float]]]:
        """The postings of a term as they lie on disk.

        Whoosh's own way takes one posting at a time, six times slower, and checks each for
        deletion.
        """
        try:
            matcher = self._terms.matcher(TEXT, term.encode(), Existence())
        except TermNotFound:
            return
        while matcher.is_active():
            matcher._read_data()  # noqa: SLF001 - see whoosh_store
            steps, weights, _ = matcher._data  # noqa: SLF001 - see whoosh_store
            yield accumulate(steps), _spread(weights, len(steps))
            matcher._next_block()  # noqa: SLF001 - see whoosh_store


def segments_of(reader: IndexReader, cache: SegmentCache) -> list[Segment]:
    """The segments of a reader that hold documents."""
    with reading():
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
    return [Segment(leaf, cache) for leaf in leaves]


def _read_facts(reader: IndexReader) -> Facts:
    column = reader.column_reader(FACTS, translate=False)
    kinds: dict[str, int] = {}
    numbers: tuple[array[int], ...] = tuple(array("q") for _ in range(5))
    lengths = array("d")
    tags: dict[str, _Gathered] = defaultdict(_Gathered)
    for row in range(reader.doc_count_all()):
        kind, number, version, length, tagged, published, closes = json.loads(column[row])
        of_kind = kinds.setdefault(kind, len(kinds))
        for held, value in zip(numbers, (of_kind, number, version, published, closes), strict=True):
            held.append(value)
        lengths.append(length)
        for facet, values in tagged.items():
            tags[facet].add(row, values)
    kind_of, ids, versions, published_at, closes_at = (
        np.array(held, dtype=np.int64) for held in numbers
    )
    return Facts(
        kinds=tuple(kinds),
        kind_of=kind_of,
        ids=ids,
        versions=versions,
        lengths=np.array(lengths, dtype=np.float64),
        tags={facet: gathered.tags() for facet, gathered in tags.items()},
        moments={Moment.PUBLISHED: published_at, Moment.CLOSES: closes_at},
    )


class _Gathered:
    """The pairs of one facet while they are read."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._rows, self._of = array("q"), array("q")

    def add(self, row: int, values: Iterable[str]) -> None:
        for value in dict.fromkeys(values):
            self._rows.append(row)
            self._of.append(self._numbers.setdefault(value, len(self._numbers)))

    def tags(self) -> Tags:
        rows, of = (np.array(held, dtype=np.int64) for held in (self._rows, self._of))
        return Tags(tuple(self._numbers), rows, of)


def _spread(weights: tuple[float, ...] | float | None, count: int) -> Iterable[float]:
    """The weights of a block: one for each posting, one for all, or none where all are 1."""
    if isinstance(weights, tuple):
        return weights
    return repeat(1.0 if weights is None else weights, count)
