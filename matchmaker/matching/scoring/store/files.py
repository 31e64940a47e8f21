"""Small files and arrays, written safely and read back mapped."""

import json
import os
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

_PIECE: Final = 1 << 24


class BrokenFilesError(Exception):
    """Files that cannot be used: missing, cut off, changed, or written under other rules."""


def write_json(path: Path, value: Any) -> None:
    """Write a small file with its checksum in the first line, safely on disk. Raises OSError."""
    text = json.dumps(value, ensure_ascii=False).encode()
    with path.open("wb") as file:
        file.write(b"%08x\n" % crc32(text) + text)
        file.flush()
        os.fsync(file.fileno())


def read_json(path: Path) -> Any:
    """Read a small file. Raises OSError, ValueError where it is not what was written."""
    expected, _, text = path.read_bytes().partition(b"\n")
    if int(expected, 16) != crc32(text):
        raise ValueError(f"{path} is not what was written")
    return json.loads(text)


def write_array(path: Path, values: NDArray[Any]) -> tuple[int, int]:
    """Write an array, safely on disk; gives size and checksum of the file. Raises OSError."""
    with path.open("wb") as file:
        np.save(file, np.ascontiguousarray(values), allow_pickle=False)
        file.flush()
        os.fsync(file.fileno())
    return path.stat().st_size, checksum(path)


def mapped_array(path: Path) -> NDArray[Any]:
    """An array that stays in its file and is shared by all who map it.

    Raises OSError or ValueError.
    """
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped).view(np.ndarray)


def checksum(path: Path) -> int:
    """The CRC-32 of a file. Raises OSError."""
    total = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            total = crc32(piece, total)
    return total


def check_file(path: Path, size: int, expected: int) -> None:
    """Raise ValueError where a file is not what was written, OSError where it is gone."""
    if path.stat().st_size != size or checksum(path) != expected:
        raise ValueError(f"{path} is not what was written")
