"""Generations of a collection on disk: written beside the one in use, then switched.

A generation is a folder: `manifest.json` names its parts, each a folder of array files. Parts never
change, so the next generation links those it keeps and writes only what is new. Nothing here is
the only copy of anything: whatever is broken is refused, and built again from the database.
"""

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import numpy as np

from matchmaker.matching.scoring.block import Block, Lengths
from matchmaker.matching.scoring.collection import Collection, Part
from matchmaker.matching.scoring.scenes import SceneIndex
from matchmaker.matching.scoring.store.files import (
    BrokenFilesError,
    check_file,
    mapped_array,
    read_json,
    write_array,
    write_json,
)
from matchmaker.matching.scoring.store.plain import plain, reader
from matchmaker.matching.scoring.store.trees import read_block, write_block
from matchmaker.matching.scoring.vocabulary import Vocabulary, VocabularyEntries
from matchmaker.search import analysis
from matchmaker.search.generations import Generations, sync_folder
from matchmaker.search.port import IndexBusyError, IndexUnavailableError

_MANIFEST: Final = "manifest.json"
_SOURCES: Final = Path(__file__).parents[1]
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Stamp:
    """How far the database's feed of changes was read when a generation was written.

    `latest` is the highest number seen, `mark` tells its row from another of the same number,
    `seen` are the numbers near it that were seen, `read_at` is the moment (ISO, UTC).
    """

    latest: int
    mark: str
    seen: tuple[int, ...]
    read_at: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation mapped into memory; `blocks` are its parts' by the name of their folder."""

    number: int
    collection: Collection
    stamp: Stamp
    blocks: Mapping[str, Block]


class MatchStore:
    """The generations below a root folder."""

    def __init__(self, root: Path) -> None:
        self._generations = Generations(root, rules())

    def number(self) -> int:
        """The number of the generation in use; 0 where none counts."""
        return self._generations.number()

    def open(self, known: Opened | None = None) -> Opened:
        """Map the generation in use; parts that `known` holds are taken over from it.

        Every new file is compared with its checksum. Raises BrokenFilesError when there is
        nothing to open or something is not as it was written.
        """
        for tried in range(_TRIES):
            number = self.number()
            try:
                return self._opened(known)
            except BrokenFilesError:
                # Swept by a switch while it was being opened? Then the next one is whole.
                if tried == _TRIES - 1 or self.number() == number:
                    raise
        raise AssertionError  # the last try returns or raises

    def save(
        self, collection: Collection, stamp: Stamp, based: Opened | None = None, wait: float = 0.0
    ) -> Opened:
        """Write a collection as the next generation, put it in use and open it.

        Parts of `based` are linked, not written again. Raises IndexBusyError when another process
        is writing, or has switched away from `based` meanwhile; OSError when it cannot be
        written. Then the old generation stays in use, and what was begun is removed.
        """
        with self._generations.writing(wait):
            if based and based.number != self.number():
                raise IndexBusyError("another process has written a newer generation")
            generation = self._generations.begin()
            try:
                self._write(generation.folder, collection, stamp, based)
            except BaseException:
                shutil.rmtree(generation.folder, ignore_errors=True)
                raise
            self._generations.switch(generation)
            opened = self.open(based)
            self._generations.sweep()
            return opened

    def _opened(self, known: Opened | None) -> Opened:
        try:
            number, folder = self._generations.current()
            manifest = read_json(folder / _MANIFEST)
            entries = reader(VocabularyEntries)(manifest["vocabulary"])
            vocabulary, index = _words(entries, known)
            blocks = {
                row["folder"]: _known(row["folder"], known) or read_block(folder / row["folder"])
                for row in manifest["parts"]
            }
            parts = [_part(folder, row, blocks[row["folder"]]) for row in manifest["parts"]]
            collection = Collection(parts, vocabulary, index, int(manifest["year"]))
            return Opened(number, collection, reader(Stamp)(manifest["stamp"]), blocks)
        except (IndexUnavailableError, OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenFilesError(f"{type(error).__name__}: {error}") from error

    def _write(
        self, folder: Path, collection: Collection, stamp: Stamp, based: Opened | None
    ) -> None:
        rows = []
        for number, part in enumerate(collection.parts):
            name = _name_of(part.block, based)
            if not (name and based and self._link(based.number, name, folder)):
                name = f"part-{token_hex(8)}"
                write_block(part.block, folder / name)
            alive = f"alive-{number}.npy"
            rows.append(
                {
                    "folder": name,
                    "alive": [alive, *write_array(folder / alive, part.alive)],
                    "gone": part.gone,
                    "gone_lengths": plain(part.gone_lengths),
                }
            )
        manifest = {
            "parts": rows,
            "stamp": plain(stamp),
            "year": collection.year,
            "vocabulary": plain(collection.vocabulary.entries),
        }
        write_json(folder / _MANIFEST, manifest)
        sync_folder(folder)

    def _link(self, number: int, name: str, folder: Path) -> bool:
        """Whether a part could be taken over from the generation it stands in."""
        current, old = self._generations.current()
        if current != number:
            return False
        (folder / name).mkdir(mode=0o700)
        try:
            for path in (old / name).iterdir():
                os.link(path, folder / name / path.name)
        except OSError:  # a file system without links, or the old part is gone
            shutil.rmtree(folder / name)
            return False
        sync_folder(folder / name)
        return True


@cache
def rules() -> str:
    """The rules arrays are made by: a digest of the sources that make them.

    Another version of the program thus never reads arrays that mean something else to it.
    """
    digest = blake2b(digest_size=16)
    for path in (*sorted(_SOURCES.rglob("*.py")), Path(analysis.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _words(entries: VocabularyEntries, known: Opened | None) -> tuple[Vocabulary, SceneIndex]:
    if known and known.collection.vocabulary.entries == entries:
        return known.collection.vocabulary, known.collection.index
    vocabulary = entries.vocabulary()
    return vocabulary, SceneIndex(vocabulary)


def _known(name: str, known: Opened | None) -> Block | None:
    return known.blocks.get(name) if known else None


def _name_of(block: Block, based: Opened | None) -> str | None:
    held = based.blocks if based else {}
    return next((name for name, other in held.items() if other is block), None)


def _part(folder: Path, row: Mapping[str, Any], block: Block) -> Part:
    name, size, expected = row["alive"]
    check_file(folder / name, size, expected)
    alive = np.array(mapped_array(folder / name), bool)
    if len(alive) != len(block):
        raise ValueError(f"{folder / name} is not of the length of its part")
    lengths: Lengths = reader(Lengths)(row["gone_lengths"])
    return Part(block, alive, Part.of(block).order, Counter(row["gone"]), lengths)
