"""A server on this machine that takes what webhooks send."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread


class Receiver:
    """A server that keeps what it gets and answers as it was told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.url = ""


@contextmanager
def receiver(certificate: Path | None = None, key: Path | None = None) -> Iterator[Receiver]:
    held = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.got.append((dict(self.headers), body))
            self.send_response(held.status)
            for name, value in held.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"thank you" * 1000)

        def log_message(self, *_values: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}/hook?a=1"
    if certificate is not None:
        secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secured.load_cert_chain(certificate, key)
        server.socket = secured.wrap_socket(server.socket, server_side=True)
        held.url = f"https://localhost:{server.server_port}/"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
