"""How fast needs are matched, beside other engines and the memory-bandwidth floor.

    python bench/bench_match.py [OFFERINGS ...] [--demands N] [--whoosh-at-most N] [--json FILE]

All but the batch is pinned to one core. The batch ranks many demands in one process a core. See
bench/README.md for what is measured how; bench/corpus.py tells what the offerings are.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import peers
from corpus import REGIONS, YEAR, more_needs, needs, offerings
from peers import milliseconds, spread
from rich.console import Console
from rich.progress import track
from rich.table import Table

from matchmaker.matching.commands.evaluating import seed_vocabulary
from matchmaker.matching.scoring import FIRST_MODEL, Need, OfferingRecord, Ranker
from matchmaker.matching.scoring.batch import rank_many
from matchmaker.matching.scoring.scored import weigh_terms
from matchmaker.matching.scoring.store.stored import MatchStore, Stamp

HERE = Path(__file__).resolve().parent
SIZES = (1_000, 10_000, 100_000)
CORES = os.sched_getaffinity(0)
ROUNDS = 2
WHOOSH_NEEDS = {1_000: 20, 10_000: 8}
CHANGES = 20
STAMP = Stamp(1, "bench", (1,), "2026-11-20T04:00:00+00:00")
ERR = Console(stderr=True)
Figures = dict[str, Any]


def floor_times(ranker: Ranker, asked: Sequence[Need]) -> dict[str, float]:
    """Read every posting the needs touch once, laid out in one piece: what memory alone takes."""
    times = []
    for need in asked:
        terms = weigh_terms(ranker.understand(need), ranker.collection)
        block = ranker.collection.parts[0].block
        matrix = block.words.matrix[:, block.words.select(terms.words).columns]
        rows, values = matrix.indices, matrix.data
        times.append(milliseconds(lambda r=rows, v=values: (r.sum(), v.sum())))
    return spread(times)


def postings(ranker: Ranker, asked: Sequence[Need]) -> int:
    """The median number of postings the words of a need have together."""
    words = ranker.collection.parts[0].block.words
    collection = ranker.collection
    weighed = (weigh_terms(ranker.understand(need), collection).words for need in asked)
    return round(statistics.median(words.select(terms).postings() for terms in weighed))


def edits(ranker: Ranker, records: Sequence[OfferingRecord], need: Need) -> dict[str, float]:
    """From the edited record at hand to the ranker that counts it, one edit after the other."""
    times = []
    for record in records[:CHANGES]:
        edited = replace(record, title=f"{record.title} 改")
        began = time.perf_counter()
        ranker = ranker.with_changes([edited])
        times.append((time.perf_counter() - began) * 1000)
        ranker.rank(need)
    return spread(times)


def web_process(folder: Path) -> Figures:
    """A fresh process on the arrays."""
    said = subprocess.check_output(  # noqa: S603 - our own script
        [sys.executable, str(HERE / "web_process.py"), str(folder)], text=True
    )
    return dict(json.loads(said))


def batch(ranker: Ranker, demands: int) -> Figures:
    """Rank many demands, the best twenty of each kept, one process a core."""
    os.sched_setaffinity(0, CORES)
    asked = more_needs(demands)
    began = time.perf_counter()
    found = rank_many(ranker, asked, processes=len(CORES))
    reached = sum(bool(best.keys) for best in track(found, "batch", demands, console=ERR))
    seconds = time.perf_counter() - began
    os.sched_setaffinity(0, {max(CORES)})
    return {
        "demands": demands,
        "processes": len(CORES),
        "seconds": round(seconds, 1),
        "demands_with_matches": reached,
    }


def measure(count: int, demands: int, whoosh_at_most: int) -> Figures:
    asked = needs()
    records = list(offerings(count))
    ERR.print(f"{count:,} offerings: building")
    began = time.perf_counter()
    built = Ranker(records, vocabulary=seed_vocabulary(), regions=REGIONS, year=YEAR)
    figures: Figures = {
        "offerings": count,
        "build_per_s": round(count / (time.perf_counter() - began)),
        "load_average": os.getloadavg(),
    }
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "matching"
        began = time.perf_counter()
        opened = MatchStore(root).save(built.collection, STAMP)
        figures["save_s"] = round(time.perf_counter() - began, 2)
        figures["files_mb"] = round(
            sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) / 1e6
        )
        del built
        ranker = Ranker.of(opened.collection, REGIONS, FIRST_MODEL)
        for need in asked[:5]:
            ranker.rank(need)
        figures["match_ms"] = spread(
            [milliseconds(lambda n=need: ranker.rank(n)) for _ in range(ROUNDS) for need in asked]
        )
        figures["match_cpu_ms"] = spread([_cpu_milliseconds(ranker, need) for need in asked])
        figures["floor_ms"] = floor_times(ranker, asked)
        figures["postings_per_need"] = postings(ranker, asked)
        figures["edit_counted_ms"] = edits(ranker, records, asked[0])
        figures["web_process"] = web_process(root)
        if demands:
            figures["batch"] = batch(ranker, demands)
    ERR.print(f"{count:,} offerings: peers")
    figures["tantivy_ms"] = peers.tantivy(records, asked)
    figures["bm25s_ms"] = peers.bm25s(records, asked)
    if count <= whoosh_at_most:
        figures["whoosh_ms"] = peers.whoosh(records, asked[: WHOOSH_NEEDS.get(count, 3)])
    return figures


def _cpu_milliseconds(ranker: Ranker, need: Need) -> float:
    """What one match takes of a core, whatever else the machine has to do."""
    began = time.thread_time()
    ranker.rank(need)
    return (time.thread_time() - began) * 1000


COLUMNS = {
    "match": "match_ms",
    "match, CPU": "match_cpu_ms",
    "memory floor": "floor_ms",
    "edit counted": "edit_counted_ms",
    "tantivy": "tantivy_ms",
    "bm25s": "bm25s_ms",
    "Whoosh OR": "whoosh_ms",
}


def tables(measured: Sequence[Figures]) -> list[Table]:
    shown = Table(title="One need, best 20; ours explained; milliseconds: median / p95")
    other = Table(title="Building, starting, many at once")
    for heading in ("offerings", *COLUMNS):
        shown.add_column(heading, justify="right")
    for heading in ("offerings", "built / s", "MB of files", "open, s", "private MB", "batch, s"):
        other.add_column(heading, justify="right")
    for row in measured:
        pairs = (row.get(name) for name in COLUMNS.values())
        cells = [f"{pair['median']:,.2f} / {pair['p95']:,.2f}" if pair else "–" for pair in pairs]
        shown.add_row(f"{row['offerings']:,}", *cells)
        process, many = row["web_process"], row.get("batch")
        other.add_row(
            f"{row['offerings']:,}",
            f"{row['build_per_s']:,}",
            f"{row['files_mb']:,}",
            f"{process['open_s']:.2f}",
            f"{process['private_mb']:,}",
            f"{many['seconds']:,.0f} for {many['demands']:,}" if many else "–",
        )
    return [shown, other]


def machine() -> dict[str, str]:
    names = ("numpy", "scipy", "whoosh3", "tantivy", "bm25s", "numba")
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, pinned to one",
        "python": platform.python_version(),
        **{name: _version(name) for name in names},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("offerings", nargs="*", type=int, default=SIZES)
    parser.add_argument("--demands", type=int, default=10_000, help="for the batch at the largest")
    parser.add_argument("--whoosh-at-most", type=int, default=10_000, help="it takes 15 s a need")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {max(CORES)})
    largest = max(chosen.offerings)
    results = []
    for count in chosen.offerings:
        demands = chosen.demands if count == largest else 0
        results.append(measure(count, demands, chosen.whoosh_at_most))
        if chosen.json:  # after each size: a long run that is stopped leaves what it has
            chosen.json.parent.mkdir(exist_ok=True)
            told = json.dumps({**machine(), "results": results}, indent=2)
            chosen.json.write_text(told + "\n", encoding="utf-8")
    for shown in tables(results):
        Console().print(shown)
