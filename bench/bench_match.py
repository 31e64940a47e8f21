"""How fast a need is matched, beside Whoosh's OR query and the memory-bandwidth floor, one core.

    python bench/bench_match.py [OFFERINGS ...] [--json FILE]

Offerings are clauses of real texts (published cases, judged development set, scene descriptions)
recombined to size with a fixed seed, with scenes, regions, capabilities and cases of the seeds;
their vocabulary is smaller than that of as many real offerings, so postings are longer than in
life. Needs are the real ones of the development set. All three run in turn, over the same text.
"""

import argparse
import json
import os
import platform
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table
from whoosh.fields import ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F
from whoosh.writing import SegmentWriter

from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring import EvidenceRecord, Need, OfferingRecord, Ranker
from matchmaker.matching.scoring.scored import weigh_terms
from matchmaker.search.analysis import tokens
from matchmaker.search.whoosh_store import TermPool, WeightedText
from seeds.files import read_cases, read_sectors

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT / "tests" / "data" / "eval"
SIZES = (1_000, 10_000, 100_000)
YEAR = 2026
ROUNDS = 2
WHOOSH_NEEDS = {1_000: 20, 10_000: 8, 100_000: 3}
CHANGES = 20
REGIONS = seed_regions()


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVAL / name).read_text(encoding="utf-8").splitlines()]


def needs() -> list[Need]:
    return [
        Need(row["text"], row.get("sector"), (), REGIONS.find(row.get("region", "")))
        for row in rows("queries_full.jsonl")
    ]


def clauses() -> list[str]:
    texts = [f"{case.problem}。{case.solution}。{case.effects}" for case in read_cases()]
    texts += [row["text"] for row in rows("docs.jsonl")]
    texts += [scene.description for sector in read_sectors() for scene in sector.scenes]
    parts = {part for text in texts for part in re.split(r"[。；，]", text) if len(part) > 5}
    return sorted(parts)


def offerings(count: int) -> Iterator[OfferingRecord]:
    chance = random.Random(7)  # noqa: S311 - a repeatable measurement
    parts, cases = clauses(), read_cases()
    for key in range(count):
        case = chance.choice(cases)
        proofs = chance.sample(cases, chance.choice((0, 1, 1, 1, 2, 4)))
        yield OfferingRecord(
            key=key,
            title=f"{case.title} {key}",
            text="，".join(chance.choices(parts, k=chance.randint(5, 14))),
            sector=case.sector,
            scenes=case.scenes,
            region=case.region,
            capabilities=case.capabilities,
            evidence=tuple(
                EvidenceRecord(
                    n, proof.title, chance.randint(2018, YEAR), proof.scenes, reviewed=True
                )
                for n, proof in enumerate(proofs)
            ),
        )


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def spread(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 2),
        "p95": round(ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))], 2),
    }


def whoosh_times(records: Sequence[OfferingRecord], asked: Sequence[Need]) -> dict[str, Any]:
    """Build with the site's fast posting pool, then let Whoosh's own OR query and BM25F rank."""
    with tempfile.TemporaryDirectory() as folder:
        schema = Schema(key=ID(stored=True), text=WeightedText())
        index = FileStorage(folder).create_index(schema)
        began = time.perf_counter()
        writer = SegmentWriter(index)
        writer.pool = TermPool()
        for record in track(records, "whoosh index", transient=True):
            terms = Counter(tokens(f"{record.title}\n{record.text}"))
            writer.add_document(key=str(record.key), text=terms)
        writer.commit()
        built = time.perf_counter() - began
        with index.searcher(weighting=BM25F()) as searcher:
            queries = [
                Or([Term("text", term) for term in dict.fromkeys(tokens(need.text))])
                for need in asked
            ]
            times = [milliseconds(partial(searcher.search, query, limit=20)) for query in queries]
    return {**spread(times), "needs": len(asked), "build_per_s": round(len(records) / built)}


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


def measure(count: int) -> dict[str, Any]:
    asked = needs()
    records = list(offerings(count))
    began = time.perf_counter()
    ranker = Ranker(records, vocabulary=seed_vocabulary(), regions=REGIONS, year=YEAR)
    built = time.perf_counter() - began
    for need in asked[:5]:
        ranker.rank(need)
    times = [ranker.rank(need).elapsed_ms for _ in range(ROUNDS) for need in asked]
    postings = statistics.median(
        ranker.collection.parts[0]
        .block.words.select(weigh_terms(ranker.understand(need), ranker.collection).words)
        .postings()
        for need in asked
    )
    edits = []
    for record in records[:CHANGES]:
        edited = replace(record, title=f"{record.title} 改")
        edits.append(
            milliseconds(lambda e=edited: ranker.with_changes([e]).rank(asked[0]))
            - statistics.median(times)
        )
    return {
        "offerings": count,
        "match_ms": spread(times),
        "floor_ms": floor_times(ranker, asked),
        "postings_per_need": round(postings),
        "edit_counted_ms": spread(edits),
        "build_per_s": round(count / built),
        "whoosh_or_ms": whoosh_times(records, asked[: WHOOSH_NEEDS.get(count, 3)]),
    }


def table(measured: Sequence[dict[str, Any]]) -> Table:
    shown = Table(title="One need, 20 matches explained; one core; milliseconds: median / p95")
    for heading in ("offerings", "match", "memory floor", "Whoosh OR", "edit counted", "built / s"):
        shown.add_column(heading, justify="right")
    for row in measured:
        pairs = (row[name] for name in ("match_ms", "floor_ms", "whoosh_or_ms", "edit_counted_ms"))
        cells = [f"{pair['median']:,.2f} / {pair['p95']:,.2f}" for pair in pairs]
        shown.add_row(f"{row['offerings']:,}", *cells, f"{row['build_per_s']:,}")
    return shown


def machine() -> dict[str, str]:
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, pinned to one",
        "python": platform.python_version(),
        **{name: version(name) for name in ("numpy", "scipy", "whoosh3")},
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("offerings", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    figures = [measure(count) for count in chosen.offerings]
    Console().print(table(figures))
    result = {**machine(), "results": figures}
    if chosen.json:
        chosen.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    else:
        print(json.dumps(result))
