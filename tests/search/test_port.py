"""Both engines keep the contract of the port, and agree on every answer."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search.contract import IndexContract
from search.reference_engine import ReferenceEngine

from matchmaker.search.port import Document, Key, Results, SearchIndex, SearchQuery
from matchmaker.search.whoosh_index import WhooshIndex


class TestReferenceEngine(IndexContract):
    @pytest.fixture
    def empty(self) -> SearchIndex:
        return ReferenceEngine()


class TestWhooshIndex(IndexContract):
    @pytest.fixture
    def empty(self, tmp_path: Path) -> SearchIndex:
        return WhooshIndex(tmp_path / "search")


texts = st.lists(
    st.sampled_from(["矿卡", "无人", "远程", "5G", "专网", "AGV", "，", " ", "桥", "20ms"]),
    max_size=8,
).map("".join)
values = st.lists(st.sampled_from("abc"), max_size=2).map(tuple)
documents = st.builds(
    Document,
    kind=st.sampled_from(["offering", "demand"]),
    id=st.integers(1, 6),
    version=st.integers(1, 3),
    title=texts,
    summary=texts,
    body=texts,
    tags=st.fixed_dictionaries({}, optional={"sector": values, "region": values}),
)
batches = st.tuples(
    st.lists(documents, max_size=5),
    st.lists(st.tuples(st.sampled_from(["offering", "demand"]), st.integers(1, 6)), max_size=2),
)
queries = st.builds(
    SearchQuery,
    words=st.lists(texts, max_size=2).map(tuple),
    phrases=st.lists(texts, max_size=1).map(tuple),
    excluded=st.lists(texts.filter(str.strip), max_size=1).map(tuple),
)
searches = st.tuples(
    queries,
    st.sampled_from([(), ("demand",)]),
    st.fixed_dictionaries({}, optional={"sector": values, "region": values}),
)

Batch = tuple[list[Document], list[Key]]
Asked = tuple[SearchQuery, tuple[str, ...], dict[str, tuple[str, ...]]]


def plain(results: Results) -> tuple[object, ...]:
    """The results without the last digit of their scores."""
    hits = [(hit.key, pytest.approx(hit.score, abs=2e-6)) for hit in results.hits]
    return hits, results.total, dict(results.kinds), results.facets, results.relaxed


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    built=st.lists(documents, max_size=6),
    changes=st.lists(batches, max_size=3),
    asked=st.lists(searches, min_size=1, max_size=4),
)
def test_engines_agree_after_any_changes(
    tmp_path: Path, built: list[Document], changes: list[Batch], asked: list[Asked]
) -> None:
    whoosh, reference = WhooshIndex(tmp_path / "search"), ReferenceEngine()
    for index in (whoosh, reference):
        index.rebuild(built)
        for upserts, removals in changes:
            index.apply(upserts, removals)

    assert whoosh.stamps() == reference.stamps()
    for query, kinds, filters in asked:
        theirs = reference.search(query, kinds=kinds, filters=filters)
        ours = whoosh.search(query, kinds=kinds, filters=filters)
        assert plain(ours) == plain(theirs)
