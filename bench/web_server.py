"""The server of the web measurement: gunicorn as in production, what it takes, its memory."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from web_fill import ROOT

BENCH = ROOT / "bench"
KEPT = ROOT / "build" / "bench-web"
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 120.0  # seconds a server may take to answer at all


class Server:
    """A gunicorn with its workers, and what runs beside it."""

    def __init__(self, app: str, environ: dict[str, str], workers: int, *extra: str) -> None:
        self.port = _free_port()
        began = time.perf_counter()
        self.process = subprocess.Popen(  # noqa: S603 - fixed words and numbers
            [
                *(sys.executable, "-m", "gunicorn", app),
                *("--config", str(ROOT / "gunicorn.conf.py"), "--workers", str(workers)),
                *("--bind", f"127.0.0.1:{self.port}", "--log-level", "error", *extra),
            ],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{BENCH}", **environ},
            cwd=ROOT,
            stderr=(KEPT / "gunicorn.log").open("a"),
        )
        self._await(began)
        self.start_s = time.perf_counter() - began

    def _await(self, began: float) -> None:
        while time.perf_counter() - began < PATIENCE and self.process.poll() is None:
            try:
                connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("GET", "/healthz", headers={"Host": "bench.example.org"})
                connection.getresponse().read()
            except (OSError, HTTPException):
                time.sleep(0.05)
            else:
                return
        raise SystemExit("gunicorn did not start: see build/bench-web/gunicorn.log")

    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def cpu_seconds(pids: list[int]) -> float:
    """Give the processor time processes and their children have taken so far."""
    every = {pid for root in pids for pid in (root, *children_of(root))}
    ticks = 0
    for pid in every:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        except OSError:
            continue  # gone meanwhile: what it took counts with its parent
        ticks += int(fields[11]) + int(fields[12])
        ticks += int(fields[13]) + int(fields[14]) if pid in pids else 0
    return ticks / TICK


def children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(word) for word in path.read_text("ascii").split()] if path.exists() else []


def private_mb(pid: int) -> float:
    """Memory no other process shares."""
    try:
        said = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return sum(int(kb) for kb in re.findall(r"^Private_\w+: +(\d+) kB", said, re.MULTILINE)) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
