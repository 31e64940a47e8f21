"""Both engines keep the contract of the port, and agree on every answer."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from search.contract import IndexContract
from search.naming_contract import NamingContract
from search.reference_engine import ReferenceEngine

from matchmaker.search.port import (
    Band,
    Document,
    Key,
    Moment,
    Order,
    Results,
    SearchIndex,
    SearchQuery,
    Slot,
    Sort,
)
from matchmaker.search.terms import needed_terms
from matchmaker.search.whoosh_index import WhooshIndex


class TestReferenceEngine(IndexContract, NamingContract):
    @pytest.fixture
    def empty(self) -> SearchIndex:
        return ReferenceEngine()


class TestWhooshIndex(IndexContract, NamingContract):
    @pytest.fixture
    def empty(self, tmp_path: Path) -> SearchIndex:
        return WhooshIndex(tmp_path / "search")


texts = st.lists(
    st.sampled_from(["矿卡", "无人", "远程", "5G", "专网", "AGV", "5G-A", "，", " ", "桥", "20ms"]),
    max_size=8,
).map("".join)
values = st.lists(st.sampled_from("abc"), max_size=2).map(tuple)
moments = st.integers(0, 4)
documents = st.builds(
    Document,
    kind=st.sampled_from(["offering", "demand"]),
    id=st.integers(1, 6),
    version=st.integers(1, 3),
    title=texts,
    summary=texts,
    body=texts,
    tags=st.fixed_dictionaries({}, optional={"sector": values, "region": values}),
    names=st.lists(texts.filter(str.strip), max_size=2).map(tuple),
    is_suggested=st.booleans(),
    published=moments,
    closes=moments,
)
batches = st.tuples(
    st.lists(documents, max_size=5),
    st.lists(st.tuples(st.sampled_from(["offering", "demand"]), st.integers(1, 6)), max_size=2),
)
said = texts.filter(needed_terms)
queries = st.builds(
    SearchQuery,
    words=st.lists(texts, max_size=2).map(tuple),
    phrases=st.lists(texts, max_size=1).map(tuple),
    excluded=st.lists(texts.filter(str.strip), max_size=1).map(tuple),
)
expanded = st.builds(Slot, said, st.lists(texts, max_size=2).map(tuple)).map(
    lambda slot: SearchQuery(words=(slot.text,), slots=(slot,))
)
searches = st.tuples(
    queries | expanded,
    st.sampled_from([(), ("demand",)]),
    st.fixed_dictionaries({}, optional={"sector": values, "region": values, "new": values}),
    st.builds(Order, st.sampled_from(Sort), moments),
)
BANDS = {"new": {"a": Band(Moment.PUBLISHED, 2, 4), "b": Band(Moment.CLOSES, 1, 3)}}

Batch = tuple[list[Document], list[Key]]
Asked = tuple[SearchQuery, tuple[str, ...], dict[str, tuple[str, ...]], Order]


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
    for query, kinds, filters, order in asked:
        theirs = reference.search(query, kinds=kinds, filters=filters, bands=BANDS, order=order)
        ours = whoosh.search(query, kinds=kinds, filters=filters, bands=BANDS, order=order)
        assert plain(ours) == plain(theirs)
