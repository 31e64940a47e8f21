"""Talking to a virus scanner: clamd's INSTREAM over TCP or a Unix socket."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

TIMEOUT_SECONDS: Final = 30
CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096
_FOUND: Final = " FOUND"
_CLEAN: Final = " OK"


class ScannerUnavailableError(Exception):
    """The scanner did not answer, or could not say yes or no."""


def threat_in(address: str, path: Path) -> str:
    """Ask what is wrong with a file: the name of the virus, "" for a clean file.

    `address` is host:port or the path of a Unix socket. Raises ScannerUnavailableError where no
    answer came, FileNotFoundError where there is no such file.
    """
    with path.open("rb") as file:
        try:
            with _connected(address) as connection:
                _stream(connection, file)
                answer = _answer(connection)
        except OSError as error:
            raise ScannerUnavailableError(f"{type(error).__name__}: {error}") from error
    if answer.endswith(_CLEAN):
        return ""
    if answer.endswith(_FOUND):
        return answer.removesuffix(_FOUND).partition(": ")[2] or "unnamed"
    raise ScannerUnavailableError(f"the scanner said {answer[:200]!r}")


@contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(TIMEOUT_SECONDS)
            connection.connect(address)
            yield connection
        return
    host, _, port = address.rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), TIMEOUT_SECONDS) as connection:
        yield connection


def _stream(connection: socket.socket, file: BinaryIO) -> None:
    """Send the file in pieces, each behind its length (four bytes, big-endian), zero at the end."""
    connection.sendall(b"zINSTREAM\0")
    while piece := file.read(CHUNK):
        connection.sendall(struct.pack("!I", len(piece)) + piece)
    connection.sendall(struct.pack("!I", 0))


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
