"""A block as a folder of plain array files, led by the fields of its dataclasses.

New arrays of a block are stored without a line changed here. `part.json` is written last: it says
what hangs where, with size and checksum of every file, so that a folder is whole or refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from matchmaker.matching.scoring.block import Block
from matchmaker.matching.scoring.postings import Postings
from matchmaker.matching.scoring.store.files import (
    BrokenFilesError,
    check_file,
    mapped_array,
    read_json,
    write_array,
    write_json,
)
from matchmaker.matching.scoring.store.lazy import (
    StoredRecords,
    StoredTerms,
    packed_records,
    packed_terms,
)
from matchmaker.search.generations import sync_folder

LISTING: Final = "part.json"
_PACKED: Final[Mapping[tuple[type, str], Any]] = {
    (Block, "records"): (packed_records, StoredRecords),
    (Postings, "terms"): (packed_terms, StoredTerms),
}
_SCALARS: Final = (str, int, float, bool, type(None))
Tree = dict[str, Any]


def write_block(block: Block, folder: Path) -> None:
    """Write a block into a new folder, safely on disk.

    Raises OSError where that cannot be, TypeError for a field nobody taught this module.
    """
    folder.mkdir(mode=0o700)
    writer = _Writer(folder)
    tree = writer.tree(block, "")
    write_json(folder / LISTING, {"tree": tree, "files": writer.files})
    sync_folder(folder)


def read_block(folder: Path) -> Block:
    """Map a block's files into memory; records and terms are read when asked for.

    Every file is compared with its checksum first. Raises BrokenFilesError.
    """
    try:
        listing = read_json(folder / LISTING)
        for name, written in listing["files"].items():
            check_file(folder / name, *written)
        block = _Reader(folder).value(listing["tree"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFilesError(f"{folder}: {type(error).__name__}: {error}") from error
    if not isinstance(block, Block):
        raise BrokenFilesError(f"{folder} holds no block")
    return block


class _Writer:
    """Writes the arrays of one folder and remembers their names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, tuple[int, int]] = {}

    def tree(self, value: Any, name: str) -> Tree:
        if is_dataclass(value) and not isinstance(value, type):
            return {"of": type(value).__name__, "fields": dict(self._fields(value, name))}
        if isinstance(value, csc_array):
            pieces = (value.data, value.indices, value.indptr)
            return {"csc": self._arrays(pieces, name), "shape": [int(n) for n in value.shape]}
        if isinstance(value, np.ndarray):
            return {"array": self._array(value, name)}
        if isinstance(value, Mapping):
            return {"map": {str(key): self.tree(v, f"{name}.{key}") for key, v in value.items()}}
        if isinstance(value, tuple):
            return {"row": [self.tree(item, f"{name}.{n}") for n, item in enumerate(value)]}
        if isinstance(value, _SCALARS):
            return {"is": value}
        raise TypeError(f"{name}: {type(value).__name__} cannot be stored")

    def _fields(self, value: Any, name: str) -> Iterator[tuple[str, Tree]]:
        for field in fields(value):
            inner = getattr(value, field.name)
            path = f"{name}.{field.name}" if name else field.name
            if (type(value), field.name) in _PACKED:
                pack, _ = _PACKED[type(value), field.name]
                yield field.name, {"packed": self._arrays(pack(inner), path)}
            else:
                yield field.name, self.tree(inner, path)

    def _arrays(self, arrays: tuple[NDArray[Any], ...], name: str) -> list[str]:
        return [self._array(values, f"{name}-{n}") for n, values in enumerate(arrays)]

    def _array(self, values: NDArray[Any], name: str) -> str:
        file = f"{name}.npy"
        self.files[file] = write_array(self._folder / file, values)
        return file


class _Reader:
    """Reads what hangs in one folder back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def value(self, tree: Tree) -> Any:
        match tree:
            case {"of": name, "fields": inner}:
                return self._dataclass(_CLASSES[name], inner)
            case {"csc": [*files], "shape": shape}:
                data, indices, indptr = self._arrays(files)
                return csc_array((data, indices, indptr), shape=tuple(shape), copy=False)
            case {"array": file}:
                return mapped_array(self._folder / file)
            case {"map": inner}:
                return {key: self.value(item) for key, item in inner.items()}
            case {"row": items}:
                return tuple(self.value(item) for item in items)
            case {"is": value}:
                return value
        raise ValueError(f"unknown kind of value: {sorted(tree)}")

    def _dataclass(self, kind: Any, inner: Mapping[str, Tree]) -> Any:
        values = {}
        for name, tree in inner.items():
            if "packed" in tree:
                _, unpack = _PACKED[kind, name]
                values[name] = unpack(*self._arrays(tree["packed"]))
            else:
                values[name] = self.value(tree)
        return kind(**values)

    def _arrays(self, files: list[str]) -> list[NDArray[Any]]:
        return [mapped_array(self._folder / file) for file in files]


def _dataclasses(kind: Any) -> Iterator[type]:
    """A dataclass and every one its annotations name, however deep."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for inner in get_type_hints(kind).values():
            yield from _dataclasses(inner)
    for inner in get_args(kind):
        yield from _dataclasses(inner)


_CLASSES: Final = {kind.__name__: kind for kind in _dataclasses(Block)}
