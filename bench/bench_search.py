"""How much work the embedded keyword search has to build, to take a change and to answer.

    python bench/bench_search.py [DOCUMENTS ...]

Beside it, in the same run, stands SQLite FTS5 over the same terms: the first twenty by its BM25,
and the same with the counts by kind and facet that the site shows.

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

from full_text import FullText
from rich.console import Console
from rich.table import Table

from matchmaker.search.port import Band, Document, Moment, SearchQuery
from matchmaker.search.query_text import parse
from matchmaker.search.synonyms import Synonyms
from matchmaker.search.whoosh_index import WhooshIndex
from seeds.files.cases import read_cases, read_providers
from seeds.files.glossary import read_glossary

QUERIES = 200
CHANGES = 30
EVIDENCED = 0.5
COMPARED = frozenset({"2 keywords", "4 keywords"})


def sentences() -> list[str]:
    texts = [f"{case.problem}。{case.solution}。{case.effects}" for case in read_cases()]
    return [part for text in texts for part in re.split(r"[。；]", text) if len(part) > 5]


def documents(count: int) -> Iterator[Document]:
    """Nine offerings to one provider, with the tags the site gives them."""
    chance = random.Random(5)  # noqa: S311 - a repeatable measurement
    parts, cases = sentences(), read_cases()
    providers = read_providers()
    for number in range(count):
        case, provider = chance.choice(cases), chance.choice(providers)
        is_provider = number % 10 == 0
        name = f"{provider.name}{chance.choice(parts)[:4]}" if is_provider else case.title
        yield Document(
            kind="provider" if is_provider else "offering",
            id=number,
            version=1,
            title=f"{name} {number}",
            summary=chance.choice(parts),
            body="。".join(chance.choices(parts, k=5)),
            tags={
                "sector": (case.sector or "other",),
                "scene": case.scenes,
                "capability": case.capabilities,
                "category": case.capabilities[:1],
                "region": (f"{(case.region or '000000')[:2]}0000", case.region or "000000"),
                "budget": (chance.choice(("0-10", "10-50", "50-100", "100-500")),),
                "claimed": (chance.choice(("yes", "no")),),
                "evidence": ("case",) if chance.random() < EVIDENCED else (),
            },
            names=(f"{name} {number}",),
            is_suggested=is_provider,
            published=number,
        )


def keywords(chance: random.Random, parts: list[str], count: int) -> str:
    """A query as people type it: pieces of two to four characters from one sentence."""
    sentence = chance.choice(parts)
    starts = (chance.randrange(max(1, len(sentence) - 4)) for _ in range(count))
    return " ".join(sentence[at : at + chance.randint(2, 4)].replace('"', "") for at in starts)


def milliseconds(work: Callable[[], object]) -> float:
    """Time of the processor, not of the wall: what else runs on the machine does not count."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


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


BANDS = {"published": {"new": Band(Moment.PUBLISHED, 50_000, 10**9)}}
CHOSEN = {"region": ("440000", "320000"), "budget": ("10-50",), "claimed": ("yes",)}


def measure(count: int, console: Console) -> None:
    table = Table(title=f"{count:,} documents, time of one core", title_justify="left")
    for heading in ("what", "Whoosh with counts", "FTS5 ranking", "FTS5 with counts"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "search"
        index = WhooshIndex(root)
        spent = milliseconds(lambda: index.rebuild(documents(count))) / 1000
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        peer = FullText(Path(folder) / "fts5.db")
        peer_spent = milliseconds(lambda: peer.build(documents(count))) / 1000
        table.add_row(
            "build, documents a second", f"{count / spent:,.0f}", f"{count / peer_spent:,.0f}"
        )
        table.add_row("on disk, MB", f"{size / 1e6:.1f}", f"{peer.size() / 1e6:.1f}")
        first = milliseconds(lambda: index.search(parse("5G 专网")))
        table.add_row("first query of a process, ms", f"{first:.1f}")
        for name, queries in searches().items():
            ours, ranked, counted = [], [], []
            for query in queries:
                search = partial(index.search, query, bands=BANDS)
                ours.append(milliseconds(search))
                if query.words and name in COMPARED:
                    ranked.append(milliseconds(partial(peer.ranked, query)))
                    counted.append(milliseconds(partial(peer.counted, query)))
            row = [spread(times) for times in (ours, ranked, counted) if times]
            table.add_row(f"{name}, p50 / p95 ms", *row)
        chosen = [
            milliseconds(partial(index.search, query, filters=CHOSEN, bands=BANDS))
            for query in searches()["2 keywords"]
        ]
        table.add_row("2 keywords, three facets chosen", spread(chosen))
        synonyms = Synonyms((term.term_zh, *term.synonyms) for term in read_glossary())
        expanded = [
            milliseconds(partial(index.search, synonyms.expand(query), bands=BANDS))
            for query in searches()["2 keywords"]
        ]
        table.add_row("2 keywords, said otherwise too", spread(expanded))
        index.suggest("华")
        typed = [part[:length] for part in sentences()[:60] for length in (1, 2, 4)]
        typed += ["zg", "zgyd", "hua", "shanghai"]
        table.add_row(
            "suggestions while typing",
            spread([milliseconds(partial(index.suggest, t)) for t in typed]),
        )
        changes = [
            milliseconds(partial(index.apply, [document])) for document in documents(CHANGES)
        ]
        table.add_row("one change", spread(changes))
        batch = [milliseconds(lambda: index.apply(list(documents(200)))) for _ in range(5)]
        table.add_row("batch of 200", spread(batch))
        after = [milliseconds(partial(index.search, SearchQuery())) for _ in range(20)]
        table.add_row("everything after these", spread(after))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table.add_row("peak memory of the process, MB", f"{peak:.0f}")
    console.print(table)


if __name__ == "__main__":
    for wanted in [int(argument) for argument in sys.argv[1:]] or [10_000]:
        measure(wanted, Console())
