"""How documents lie in a Whoosh index: fields, durable files, and postings gathered in arrays.

Relies on whoosh3 3.54 in two points beyond its documentation: a writer's `pool` may be replaced,
and a matcher hands out its postings block by block (`_read_data`, `_data`, `_next_block`). The
version is pinned exactly, and is part of the fingerprint.
"""

# Whoosh is typed in part only:
# mypy: allow-untyped-calls

import contextlib
import hashlib
import json
import os
from array import array
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import whoosh
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.fields import COLUMN, ID, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Existence

from matchmaker.search.analysis import tokens
from matchmaker.search.generations import sync_folder
from matchmaker.search.lexicon import named, pinyin_of
from matchmaker.search.port import Document, Key
from matchmaker.search.terms import (
    BODY_WEIGHT,
    PART_WEIGHT,
    SUMMARY_WEIGHT,
    TITLE_WEIGHT,
    name_terms,
    weighted_terms,
    word_line,
)

KEY: Final = "key"
TEXT: Final = "text"
FACTS: Final = "facts"
LINES: Final = "lines"
NAMES: Final = "names"

CODEC: Final = W3Codec(blocklimit=1024)  # long blocks: they are read whole, never skipped

_LAYOUT: Final = 2  # one more whenever fields or their contents change meaning
_PROBE: Final = "5G-A专网时延≤20ms，无人矿卡、Ｒｅｄｃａｐ 99.9％ café"


class WeightedText(FieldType):
    """A field given as term → weight; the weight is all a posting holds."""

    def __init__(self) -> None:
        self.format = Existence()

    def index(
        self, value: dict[str, float], **_: object
    ) -> Generator[tuple[bytes, int, float, bytes]]:
        for term, weight in value.items():
            yield term.encode(), 1, float(weight), b""


class TermPool:
    """Gathers postings as two arrays per term, already in order.

    Whoosh's own pool keeps a tuple per posting and sorts them through files: six times slower
    and eight times the memory for a rebuild (bench/bench_search.py).
    """

    def __init__(self) -> None:
        self._postings: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting; document numbers of a term come in ascending order."""
        field, term, number, weight, _ = posting
        held = self._postings.get((field, term))
        if held is None:
            held = self._postings[field, term] = (array("I"), array("f"))
        held[0].append(number)
        held[1].append(weight)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """All postings by field, term and document, letting go of them on the way."""
        for field, term in sorted(self._postings):
            for number, weight in zip(*self._postings.pop((field, term)), strict=True):
                yield field, term, number, weight, b""

    def cleanup(self) -> None:
        self._postings.clear()


class TrackedStorage(FileStorage):
    """Files in a folder that can all be closed when something fails: Whoosh leaves them open.

    They are read in place: from a memory map Whoosh copies whole files, 30 ms for 100 MB at
    every opening.
    """

    def __init__(self, folder: str | Path, *, readonly: bool = False) -> None:
        super().__init__(str(folder), supports_mmap=False, readonly=readonly)
        self.written: dict[str, StructFile] = {}
        self._read: list[StructFile] = []

    def create_file(self, name: str, *args: object, **options: object) -> StructFile:
        file: StructFile = super().create_file(name, *args, **options)
        self.written[name] = file
        return file

    def open_file(self, name: str, **options: object) -> StructFile:
        file: StructFile = super().open_file(name, **options)
        self._read.append(file)
        return file

    def abandon(self) -> None:
        """Close every file ever opened, whatever state it is in."""
        for file in (*self.written.values(), *self._read):
            with contextlib.suppress(OSError):
                file.file.close()
        self.written.clear()
        self._read.clear()


class SnapshotStorage(TrackedStorage):
    """The files of one reader.

    Whoosh tries again when a commit takes a file away while it opens them, each time from the
    table of contents on; what the tries before had opened is closed here.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, readonly=True)

    def open_file(self, name: str, **options: object) -> StructFile:
        if name.endswith(".toc"):
            self.abandon()
        return super().open_file(name, **options)


class DurableStorage(TrackedStorage):
    """Files in a folder that survive a power cut: Whoosh itself never calls fsync.

    Its commits end by renaming the table of contents; what that names is on disk before.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._temporary: list[TrackedStorage] = []

    def rename_file(self, *args: object, **options: object) -> None:
        folder = Path(self.folder)
        for path in (folder / name for name in sorted(self.written)):
            if path.exists():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        self.written.clear()
        super().rename_file(*args, **options)
        sync_folder(folder)

    def temp_storage(self, name: str | None = None) -> TrackedStorage:
        beside = TrackedStorage(super().temp_storage(name).folder)
        self._temporary.append(beside)
        return beside

    def abandon(self) -> None:
        super().abandon()
        for beside in self._temporary:
            beside.abandon()


def schema() -> Schema:
    """The fields of the index; a fresh object, since Whoosh changes it while writing."""
    return Schema(
        **{
            KEY: ID(unique=True),
            TEXT: WeightedText(),
            FACTS: COLUMN(VarBytesColumn()),
            LINES: COLUMN(VarBytesColumn()),
            NAMES: COLUMN(VarBytesColumn()),
        }
    )


def fingerprint(contents: str = "") -> str:
    """What the contents of an index depend on, as a short hash.

    `contents` says what the documents hold. A probe text goes through the analysis, so a change
    of its rules shows here by itself.
    """
    rules = (
        contents,
        _LAYOUT,
        TITLE_WEIGHT,
        SUMMARY_WEIGHT,
        BODY_WEIGHT,
        PART_WEIGHT,
        tokens(_PROBE),
        tuple(whoosh.__version__),
    )
    return hashlib.sha256(repr(rules).encode()).hexdigest()[:16]


def key_term(key: Key) -> str:
    """The unique term of a document."""
    kind, number = key
    return f"{kind}:{number}"


def fields(document: Document) -> dict[str, object]:
    """The field values of a document."""
    weights = weighted_terms(document)
    names = named(0, document.names) if document.is_suggested else []
    tags = {name: values for name, values in document.tags.items() if values}
    moments = (document.published, document.closes)
    facts = (document.kind, document.id, document.version, sum(weights.values()), tags, *moments)
    texts = (document.title, document.summary, document.body)
    return {
        KEY: key_term(document.key),
        TEXT: weights | name_terms(document.names, pinyin_of(names)),
        FACTS: json.dumps(facts).encode(),
        LINES: "\n".join(word_line(text) for text in texts).encode(),
        NAMES: json.dumps([(name.text, name.sound) for name in names]).encode() if names else b"",
    }
