"""Index folders side by side, which of them counts, and who may write: plain files and locks.

`index-000007/` holds one generation; the small file CURRENT names the one in use and the rules
it was written under. Switching is one atomic replacement, so a reader sees the old or the new.
"""

import contextlib
import fcntl
import json
import os
import re
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from matchmaker.search.port import IndexBusyError, IndexUnavailableError

_FOLDER: Final = re.compile(r"index-(\d{6,})")
_POLL_SECONDS: Final = 0.02
_OTHERS_MAY_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class Generation(NamedTuple):
    """A generation's number, 1 or more, and its folder."""

    number: int
    folder: Path


class Generations:
    """The generations of one index below a root folder.

    `fingerprint` stands for the rules documents are written under: an index written under
    other rules does not count.
    """

    def __init__(self, root: Path, fingerprint: str) -> None:
        self._root = root
        self._fingerprint = fingerprint
        self._pointer = root / "CURRENT"

    def number(self) -> int:
        """The number in use; 0 when there is none."""
        try:
            return self.current().number
        except IndexUnavailableError:
            return 0

    def current(self) -> Generation:
        """The generation in use.

        Raises `IndexUnavailableError` when there is none, when it was written under other
        rules, or when other accounts of the machine could have written to it: opening an index
        runs what is pickled in it.
        """
        number, fingerprint = self._pointed()
        while (mode := _mode(self._folder(number))) is None:
            # Gone: either for good, or swept by a switch since the pointer was read.
            before, (number, fingerprint) = number, self._pointed()
            if number == before:
                raise IndexUnavailableError(f"{self._folder(number)} is missing")
        if fingerprint != self._fingerprint:
            raise IndexUnavailableError("the index was written under other rules")
        if mode & _OTHERS_MAY_WRITE:
            raise IndexUnavailableError(f"others may write to {self._folder(number)}")
        return Generation(number, self._folder(number))

    @contextlib.contextmanager
    def writing(self, timeout_seconds: float) -> Iterator[None]:
        """Hold the only right to write; the kernel gives it back when a process dies.

        Raises `IndexBusyError` when it is not to be had within the timeout.
        """
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with held(self._root / "WRITE.lock", timeout_seconds):
            yield

    def begin(self) -> Generation:
        """An empty folder for the next generation; only while writing."""
        folders = [int(match[1]) for path in self._folders() if (match := _named(path))]
        number = max(self.number(), *folders, 0) + 1
        folder = self._folder(number)
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
        return Generation(number, folder)

    def switch(self, generation: Generation) -> None:
        """Put a finished generation in use, safely on disk; only while writing."""
        pointer = {"generation": generation.number, "fingerprint": self._fingerprint}
        beside = self._pointer.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(pointer, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._pointer)
        sync_folder(self._root)

    def sweep(self) -> None:
        """Remove every folder that is not in use; only while writing.

        Readers that still have the old one open keep it until they close; one that was just
        about to open it asks again which is current.
        """
        in_use = self.number()
        for path in self._folders():
            match = _named(path)
            if match and int(match[1]) != in_use:
                shutil.rmtree(path, ignore_errors=True)

    def _pointed(self) -> tuple[int, str]:
        """The number and the fingerprint CURRENT names."""
        try:
            pointer = json.loads(self._pointer.read_bytes())
            return int(pointer["generation"]), str(pointer["fingerprint"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexUnavailableError(f"no index in use below {self._root}") from error

    def _folder(self, number: int) -> Path:
        return self._root / f"index-{number:06d}"

    def _folders(self) -> list[Path]:
        return [path for path in self._root.iterdir() if path.is_dir()]


@contextlib.contextmanager
def held(path: Path, timeout_seconds: float) -> Iterator[None]:
    """Hold a lock file; the kernel gives it back when a process dies.

    Raises `IndexBusyError` when it is not to be had within the timeout.
    """
    lock = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        give_up = time.monotonic() + timeout_seconds
        while not _locked(lock):
            if time.monotonic() >= give_up:
                raise IndexBusyError(f"another process holds {path}")
            time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(lock)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode(folder: Path) -> int | None:
    try:
        return folder.stat().st_mode
    except OSError:
        return None


def _named(path: Path) -> re.Match[str] | None:
    return _FOLDER.fullmatch(path.name)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
