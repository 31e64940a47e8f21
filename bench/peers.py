"""Other engines on the same tokens: what they take for one need, best twenty, nothing explained."""

import importlib
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from whoosh.fields import ID, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.scoring import BM25F
from whoosh.writing import SegmentWriter

from matchmaker.matching.scoring import Need, OfferingRecord
from matchmaker.search.analysis import tokens
from matchmaker.search.whoosh_store import TermPool, WeightedText

LIMIT = 20
K1, B = 1.2, 0.75
Figures = dict[str, Any]


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


def said(record: OfferingRecord) -> list[str]:
    return tokens(f"{record.title}\n{record.text}")


def whoosh(records: Sequence[OfferingRecord], asked: Sequence[Need]) -> Figures:
    """Build with the site's fast posting pool, then let Whoosh's own OR query and BM25F rank."""
    with tempfile.TemporaryDirectory() as folder:
        schema = Schema(key=ID(stored=True), text=WeightedText())
        index = FileStorage(folder).create_index(schema)
        began = time.perf_counter()
        writer = SegmentWriter(index)
        writer.pool = TermPool()
        for record in records:
            writer.add_document(key=str(record.key), text=Counter(said(record)))
        writer.commit()
        built = time.perf_counter() - began
        with index.searcher(weighting=BM25F(B=B, K1=K1)) as searcher:
            queries = [
                Or([Term("text", term) for term in dict.fromkeys(tokens(need.text))])
                for need in asked
            ]
            times = [
                milliseconds(partial(searcher.search, query, limit=LIMIT)) for query in queries
            ]
    return {**spread(times), "needs": len(asked), "build_per_s": round(len(records) / built)}


def tantivy(records: Sequence[OfferingRecord], asked: Sequence[Need]) -> Figures | None:
    """Give None where it is not installed."""
    engine = _installed("tantivy")
    if engine is None:
        return None
    builder = engine.SchemaBuilder()
    builder.add_integer_field("key", stored=True)
    builder.add_text_field("text", tokenizer_name="whitespace")
    schema = builder.build()
    index = engine.Index(schema)
    began = time.perf_counter()
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for record in records:
        writer.add_document(engine.Document(key=record.key, text=" ".join(said(record))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    built = time.perf_counter() - began
    searcher = index.searcher()

    def ask(need: Need) -> object:
        terms = [
            (engine.Occur.Should, engine.Query.term_query(schema, "text", term))
            for term in dict.fromkeys(tokens(need.text))
        ]
        return searcher.search(engine.Query.boolean_query(terms), LIMIT, count=False)

    for need in asked[:5]:
        ask(need)
    times = [milliseconds(partial(ask, need)) for need in asked]
    return {**spread(times), "needs": len(asked), "build_per_s": round(len(records) / built)}


def bm25s(records: Sequence[OfferingRecord], asked: Sequence[Need]) -> Figures | None:
    """Its numba backend, on one thread. Give None where it is not installed."""
    engine = _installed("bm25s")
    if engine is None or _installed("numba") is None:
        return None
    began = time.perf_counter()
    retriever = engine.BM25(method="lucene", k1=K1, b=B, backend="numba")
    retriever.index([said(record) for record in records], show_progress=False)
    built = time.perf_counter() - began

    def ask(need: Need) -> object:
        words = tokens(need.text)
        return retriever.retrieve([words], k=LIMIT, n_threads=1, show_progress=False)

    for need in asked[:5]:
        ask(need)
    times = [milliseconds(partial(ask, need)) for need in asked]
    return {**spread(times), "needs": len(asked), "build_per_s": round(len(records) / built)}


def _installed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
