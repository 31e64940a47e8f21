"""How fast the embedded keyword search builds, takes a change and answers.

    python bench/bench_search.py [DOCUMENTS ...]

Documents are sentences of the published cases, mixed to size with a fixed seed: real wording,
but a smaller vocabulary than as many real documents have, so postings are longer than in life.
Queries are distinct: what one has read may help the next, as in a running site.
"""

import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from matchmaker.search.port import Document, SearchQuery
from matchmaker.search.query_text import parse
from matchmaker.search.whoosh_index import WhooshIndex
from seeds.files.cases import read_cases

QUERIES = 200
CHANGES = 30


def sentences() -> list[str]:
    texts = [f"{case.problem}。{case.solution}。{case.effects}" for case in read_cases()]
    return [part for text in texts for part in re.split(r"[。；]", text) if len(part) > 5]


def documents(count: int) -> Iterator[Document]:
    chance = random.Random(5)  # noqa: S311 - a repeatable measurement
    parts, cases = sentences(), read_cases()
    for number in range(count):
        case = chance.choice(cases)
        yield Document(
            kind="offering",
            id=number,
            version=1,
            title=f"{case.title} {number}",
            summary=chance.choice(parts),
            body="。".join(chance.choices(parts, k=5)),
            tags={
                "sector": (case.sector or "other",),
                "scene": case.scenes,
                "capability": case.capabilities,
                "region": (case.region or "000000",),
            },
        )


def keywords(chance: random.Random, parts: list[str], count: int) -> str:
    """A query as people type it: pieces of two to four characters from one sentence."""
    sentence = chance.choice(parts)
    starts = (chance.randrange(max(1, len(sentence) - 4)) for _ in range(count))
    return " ".join(sentence[at : at + chance.randint(2, 4)].replace('"', "") for at in starts)


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def spread(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[18]:.1f}"


def searches() -> dict[str, list[SearchQuery]]:
    chance = random.Random(9)  # noqa: S311 - a repeatable measurement
    parts = sentences()
    others = [
        f"{part[:6]} {other[:6]}"
        for part, other in (chance.sample(parts, 2) for _ in range(QUERIES))
    ]
    return {
        "2 keywords": [parse(keywords(chance, parts, 2)) for _ in range(QUERIES)],
        "4 keywords": [parse(keywords(chance, parts, 4)) for _ in range(QUERIES)],
        "phrase": [parse(f"“{chance.choice(parts)[:8]}”") for _ in range(QUERIES)],
        "unrelated words": [parse(text) for text in others],
        "longest allowed": [parse("".join(chance.sample(parts, 4))[:99]) for _ in range(QUERIES)],
        "everything": [SearchQuery()] * 20,
    }


def measure(count: int, console: Console) -> None:
    table = Table(title=f"{count:,} documents", title_justify="left")
    table.add_column("what")
    table.add_column("figure", justify="right")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "search"
        index = WhooshIndex(root)
        spent = milliseconds(lambda: index.rebuild(documents(count))) / 1000
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        table.add_row("build, documents a second", f"{count / spent:,.0f}")
        table.add_row("on disk, MB", f"{size / 1e6:.1f}")
        first = milliseconds(lambda: index.search(parse("5G 专网")))
        table.add_row("first query of a process, ms", f"{first:.1f}")
        for name, queries in searches().items():
            times = [milliseconds(partial(index.search, query)) for query in queries]
            table.add_row(f"{name}, p50 / p95 ms", spread(times))
        changes = [
            milliseconds(partial(index.apply, [document])) for document in documents(CHANGES)
        ]
        table.add_row("one change, p50 / p95 ms", spread(changes))
        batch = [milliseconds(lambda: index.apply(list(documents(200)))) for _ in range(5)]
        table.add_row("batch of 200, p50 / p95 ms", spread(batch))
        after = [milliseconds(partial(index.search, query)) for query in queries]
        table.add_row("everything after these, p50 / p95 ms", spread(after))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("peak memory of the process, MB", f"{peak:.0f}")
    console.print(table)


if __name__ == "__main__":
    for wanted in [int(argument) for argument in sys.argv[1:]] or [10_000]:
        measure(wanted, Console())
