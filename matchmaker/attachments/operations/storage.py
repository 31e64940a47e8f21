"""Where the bytes lie: `files/<2>/<key>` of the instance folder, written whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from flask import current_app

UNFINISHED: Final = ".new"
_SHORT: Final = 2
_SMALL: Final = "s"  # behind a key, which has hexadecimal digits only


def path_of(key: str) -> Path:
    """Give the place of a file's bytes; raises ValueError for what is no key."""
    if not (key.isascii() and key.isalnum()):
        raise ValueError("a key holds letters and digits only")
    return files_path() / key[:_SHORT] / key


def small_key(key: str) -> str:
    """Give the key under which the small version of a picture lies, where there is one."""
    return f"{key}{_SMALL}"


def key_of(name: str) -> str:
    """Give the key of the row that a file in the folder belongs to."""
    return name.removesuffix(_SMALL)


def files_path() -> Path:
    """Give the folder of all files; part of every backup."""
    folder: Path = current_app.extensions["settings"].files_path
    return folder


def write(key: str, data: bytes) -> None:
    """Write bytes so that after a crash they are there whole or not at all."""
    path = path_of(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{key}{UNFINISHED}")
    try:
        with beside.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def remove(key: str) -> None:
    """Remove bytes, and the small version of a picture; none there is fine."""
    path_of(key).unlink(missing_ok=True)
    path_of(small_key(key)).unlink(missing_ok=True)


def stored() -> Iterator[Path]:
    """Give every file kept here, unfinished ones too."""
    root = files_path()
    if root.is_dir():
        yield from (path for path in root.glob("??/*") if path.is_file())


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
