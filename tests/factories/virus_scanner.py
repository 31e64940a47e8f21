"""A real server on this machine that speaks clamd's INSTREAM, and can be silent or confused."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

VIRUS = b"X5O!EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


@dataclass
class Scanner:
    """What it was given; `error` is what it says instead of a verdict."""

    address: str = ""
    seen: list[bytes] = field(default_factory=list)
    error: str = ""


@contextmanager
def virus_scanner() -> Iterator[Scanner]:
    """Serve on a free port until the block ends."""
    kept = Scanner()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            assert _exactly(self.request, 10) == b"zINSTREAM\0"
            data = b""
            while size := struct.unpack("!I", _exactly(self.request, 4))[0]:
                data += _exactly(self.request, size)
            kept.seen.append(data)
            verdict = "Eicar-Test-Signature FOUND" if VIRUS in data else "OK"
            said = kept.error or f"stream: {verdict}"
            self.request.sendall(f"{said}\0".encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        kept.address = f"127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield kept
        finally:
            server.shutdown()
            thread.join()


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            raise ConnectionError("the client went away")
        data += piece
    return data
