"""What every engine behind the port must do; a test class inherits it and brings the index."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from matchmaker.search.port import (
    Band,
    Document,
    Hit,
    IndexUnavailableError,
    Key,
    Moment,
    Order,
    Results,
    SearchIndex,
    SearchQuery,
    Sort,
)
from matchmaker.search.query_text import parse

TRUCKS = Document(
    "offering",
    1,
    3,
    title="无人矿卡编组运行系统",
    summary="露天矿区的自动驾驶",
    body="5G专网承载，时延不高于20ms，矿区道路无需司机。",
    tags={"sector": ("mining",), "region": ("650000",), "scene": ("trucks", "remote")},
)
ULTRASOUND = Document(
    "offering",
    2,
    1,
    title="远程超声诊断",
    body="医院之间的远程会诊，5G专网与边缘计算。",
    tags={"sector": ("health",), "region": ("310000",), "scene": ("remote",)},
)
CRANE = Document(
    "offering",
    3,
    1,
    title="港口岸桥远程控制",
    body="5G专网；岸桥司机在中控室操作。",
    tags={"sector": ("port",), "region": ("310000",), "scene": ("remote",)},
)
NEED = Document(
    "demand",
    1,
    7,
    title="露天煤矿需要无人驾驶矿卡",
    body="煤矿运输距离三公里，冬季低温。",
    tags={"sector": ("mining",), "region": ("150000",)},
)
ALL = (TRUCKS, ULTRASOUND, CRANE, NEED)


def found(results: Results) -> list[Key]:
    return [hit.key for hit in results.hits]


class Engine:
    """An engine to be tested, empty and filled."""

    @pytest.fixture
    def empty(self) -> SearchIndex:
        """An engine that has never been built."""
        raise NotImplementedError

    @pytest.fixture
    def index(self, empty: SearchIndex) -> SearchIndex:
        empty.rebuild(ALL)
        return empty


class IndexContract(Engine):
    # What is found

    def test_word_is_found_wherever_it_stands(self, index: SearchIndex) -> None:
        titled, summed, told = (index.search(parse(q)) for q in ("编组", "自动驾驶", "司机"))

        assert found(titled) == [TRUCKS.key]
        assert found(summed) == [TRUCKS.key]
        assert sorted(found(told)) == [TRUCKS.key, CRANE.key]

    def test_all_words_are_required(self, index: SearchIndex) -> None:
        results = index.search(parse("司机 岸桥"))

        assert found(results) == [CRANE.key]
        assert not results.relaxed

    def test_some_words_do_when_no_document_has_all(self, index: SearchIndex) -> None:
        results = index.search(parse("超声 岸桥 潜水"))

        assert sorted(found(results)) == [ULTRASOUND.key, CRANE.key]
        assert results.relaxed

    def test_unknown_word_finds_nothing(self, index: SearchIndex) -> None:
        assert index.search(parse("潜水")) == Results((), 0, {}, {})

    def test_width_and_case_do_not_matter(self, index: SearchIndex) -> None:
        assert found(index.search(parse("２０ＭＳ"))) == [TRUCKS.key]

    def test_single_character_is_found(self, index: SearchIndex) -> None:
        assert found(index.search(parse("桥"))) == [CRANE.key]

    def test_blank_query_gives_everything_newest_id_first(self, index: SearchIndex) -> None:
        assert found(index.search(parse(" "))) == [
            CRANE.key,
            ULTRASOUND.key,
            NEED.key,
            TRUCKS.key,
        ]

    def test_phrase_is_found_in_order_only(self, index: SearchIndex) -> None:
        assert found(index.search(parse("“远程超声诊断”"))) == [ULTRASOUND.key]
        assert index.search(parse("“诊断远程”")).relaxed

    def test_phrase_does_not_reach_across_parts(self, index: SearchIndex) -> None:
        index.apply([Document("case", 9, 1, title="AGV", summary="RedCap")])

        assert index.search(parse('"AGV RedCap"')).relaxed
        assert not index.search(parse("AGV RedCap")).relaxed

    def test_phrase_of_words_and_figures(self, index: SearchIndex) -> None:
        assert found(index.search(parse('"5G专网承载"'))) == [TRUCKS.key]

    def test_excluded_word_is_nowhere(self, index: SearchIndex) -> None:
        assert sorted(found(index.search(parse("5G专网 -司机")))) == [ULTRASOUND.key]

    def test_excluded_word_holds_for_relaxed_results_too(self, index: SearchIndex) -> None:
        assert found(index.search(parse("超声 岸桥 潜水 -司机"))) == [ULTRASOUND.key]

    def test_only_exclusion_gives_everything_else(self, index: SearchIndex) -> None:
        assert sorted(found(index.search(parse("-5G专网")))) == [NEED.key]

    # In which order

    def test_newest_and_closing_next_come_first(self, index: SearchIndex) -> None:
        moments = [(30, 0), (20, 9), (10, 3), (0, 7), (40, 5)]
        index.rebuild(
            Document("demand", number, 1, "岸桥", published=published, closes=closes)
            for number, (published, closes) in enumerate(moments, 1)
        )

        newest = index.search(parse("岸桥"), order=Order(Sort.NEWEST))
        closing = index.search(parse("岸桥"), order=Order(Sort.CLOSING, now=6))

        assert [hit.id for hit in newest.hits] == [5, 1, 2, 3, 4]
        assert [hit.id for hit in closing.hits] == [4, 2, 1, 5, 3]

    def test_bands_are_facets_of_the_moment(self, index: SearchIndex) -> None:
        index.rebuild(
            [Document("demand", number, 1, "岸桥", published=10 * number) for number in range(5)]
        )
        bands = {
            "new": {
                "late": Band(Moment.PUBLISHED, 30, 100),
                "any": Band(Moment.PUBLISHED, 0, 100),
            }
        }

        results = index.search(parse("岸桥"), bands=bands, filters={"new": ["late"]})

        assert sorted(hit.id for hit in results.hits) == [3, 4]
        assert results.facets["new"] == {"any": 4, "late": 2}

    def test_title_counts_more_than_body(self, index: SearchIndex) -> None:
        index.rebuild(
            [
                Document("case", 2, 1, title="港口", body="岸桥吊具"),
                Document("case", 1, 1, title="岸桥", body="港口吊具"),
            ]
        )

        assert found(index.search(parse("岸桥"))) == [("case", 1), ("case", 2)]

    def test_scores_fall_and_are_positive(self, index: SearchIndex) -> None:
        hits = index.search(parse("5G 远程 潜水")).hits

        assert all(a.score >= b.score > 0 for a, b in pairwise(hits))

    def test_score_does_not_depend_on_history(self, index: SearchIndex) -> None:
        before = index.search(parse("矿卡"))
        for version in range(10, 20):
            index.apply([Document("offering", 1, version, "矿卡"), Document("case", 5, 1, "矿卡")])
        index.apply([TRUCKS], [("case", 5)])

        assert index.search(parse("矿卡")) == before

    def test_pages_are_disjoint_and_complete(self, index: SearchIndex) -> None:
        index.apply([Document("case", n, 1, title="岸桥" * (n % 4 + 1)) for n in range(1, 30)])
        whole = index.search(parse("岸桥"), limit=100)

        pages = [index.search(parse("岸桥"), offset=n, limit=7) for n in range(0, 35, 7)]

        assert [hit for page in pages for hit in page.hits] == list(whole.hits)
        assert {page.total for page in pages} == {whole.total} == {30}

    def test_page_beyond_the_end_is_empty_and_counts_stay(self, index: SearchIndex) -> None:
        results = index.search(parse("5G专网"), offset=50)

        assert (results.hits, results.total) == ((), 3)

    def test_no_hits_wanted_still_counts(self, index: SearchIndex) -> None:
        results = index.search(parse("5G专网"), limit=0)

        assert (results.hits, results.total, results.kinds) == ((), 3, {"offering": 3})

    @pytest.mark.parametrize(("offset", "limit"), [(-1, 20), (0, -1)])
    def test_negative_window_is_refused(self, index: SearchIndex, offset: int, limit: int) -> None:
        with pytest.raises(ValueError, match="negative"):
            index.search(SearchQuery(), offset=offset, limit=limit)

    # Choices and counts

    def test_kinds_are_chosen_and_counted_without_their_own_choice(
        self, index: SearchIndex
    ) -> None:
        results = index.search(parse("矿卡"), kinds=["demand"])

        assert found(results) == [NEED.key]
        assert results.kinds == {"demand": 1, "offering": 1}

    def test_values_of_one_facet_widen_and_facets_narrow(self, index: SearchIndex) -> None:
        filters = {"sector": ["mining", "port"], "scene": ["remote"]}

        results = index.search(SearchQuery(), filters=filters)

        assert found(results) == [CRANE.key, TRUCKS.key]
        assert results.total == 2

    def test_facet_counts_leave_out_their_own_choice(self, index: SearchIndex) -> None:
        results = index.search(SearchQuery(), filters={"region": ["310000"]})

        assert results.facets["region"] == {"310000": 2, "150000": 1, "650000": 1}
        assert results.facets["sector"] == {"health": 1, "port": 1}
        assert results.facets["scene"] == {"remote": 2}

    def test_facet_counts_respect_the_chosen_kind(self, index: SearchIndex) -> None:
        results = index.search(SearchQuery(), kinds=["demand"], filters={"sector": ["health"]})

        assert results.total == 0
        assert results.facets == {"sector": {"mining": 1}}

    def test_no_values_of_a_facet_is_no_choice(self, index: SearchIndex) -> None:
        assert index.search(SearchQuery(), filters={"sector": []}).total == 4

    def test_unknown_facet_value_finds_nothing(self, index: SearchIndex) -> None:
        assert index.search(SearchQuery(), filters={"colour": ["red"]}).total == 0

    def test_tags_are_not_text(self, index: SearchIndex) -> None:
        assert index.search(parse("mining")).total == 0

    # What changes

    def test_changed_document_replaces_the_old(self, index: SearchIndex) -> None:
        index.apply([Document("offering", 3, 2, title="船舶调度")])

        assert not found(index.search(parse("岸桥")))
        assert found(index.search(parse("船舶"))) == [CRANE.key]

    def test_removed_document_is_gone_at_the_next_call(self, index: SearchIndex) -> None:
        assert found(index.search(parse("岸桥"))) == [CRANE.key]

        index.apply([], [CRANE.key])

        assert not found(index.search(parse("岸桥")))
        assert CRANE.key not in index.stamps()

    def test_same_id_of_another_kind_is_another_document(self, index: SearchIndex) -> None:
        index.apply([], [("demand", 1)])

        assert found(index.search(parse("矿卡"))) == [TRUCKS.key]

    def test_removing_what_is_not_there_changes_nothing(self, index: SearchIndex) -> None:
        index.apply([], [("offering", 99), ("nothing", 1)])

        assert len(index.stamps()) == 4

    def test_highest_version_of_a_batch_counts_once(self, index: SearchIndex) -> None:
        index.apply([Document("case", 4, v, title=f"船舶{v}") for v in (2, 3, 1)])

        assert found(index.search(parse("船舶"))) == [("case", 4)]
        assert index.stamps()["case", 4] == 3

    def test_removal_wins_over_change_in_one_batch(self, index: SearchIndex) -> None:
        index.apply([Document("offering", 3, 9, title="岸桥")], [CRANE.key])

        assert CRANE.key not in index.stamps()

    def test_applying_again_changes_nothing(self, index: SearchIndex) -> None:
        before = index.search(parse("5G"))

        index.apply([TRUCKS, CRANE])
        index.apply([TRUCKS, CRANE])

        assert index.search(parse("5G")) == before

    def test_stamps_tell_the_version_of_everything(self, index: SearchIndex) -> None:
        assert index.stamps() == {document.key: document.version for document in ALL}

    def test_text_of_any_kind_is_taken(self, index: SearchIndex) -> None:
        odd = "\x00\ud800 😀 <script>alert(1)</script> ﷺ \u202e * [一 TO 龥]"
        index.apply([Document("case", 1, 1, title=odd, body="", tags={"x": ("\ud800",)})])

        assert found(index.search(parse("alert"))) == [("case", 1)]

    # Building

    def test_nothing_works_before_the_first_build(self, empty: SearchIndex) -> None:
        for use in (
            lambda: empty.search(SearchQuery()),
            lambda: empty.apply(ALL),
            empty.stamps,
        ):
            with pytest.raises(IndexUnavailableError):
                use()
        assert empty.generation == 0

    def test_rebuild_replaces_everything_and_counts(self, index: SearchIndex) -> None:
        told: list[int] = []

        count = index.rebuild([CRANE, CRANE, NEED], told.append)

        assert (count, told[-1], index.generation) == (2, 2, 2)
        assert index.stamps() == {CRANE.key: 1, NEED.key: 7}

    def test_index_of_nothing_answers(self, empty: SearchIndex) -> None:
        empty.rebuild([])

        assert empty.search(parse("矿卡")) == Results((), 0, {}, {})
        assert empty.stamps() == {}
        empty.apply([CRANE])
        assert empty.search(parse("岸桥")).total == 1

    def test_failed_rebuild_leaves_the_old_index(self, index: SearchIndex) -> None:
        def broken() -> Iterator[Document]:
            yield TRUCKS
            raise ConnectionError("database gone")

        with pytest.raises(ConnectionError):
            index.rebuild(broken())

        assert (index.generation, len(index.stamps())) == (1, 4)

    def test_hit_knows_its_key(self, index: SearchIndex) -> None:
        (hit,) = index.search(parse("岸桥")).hits

        assert isinstance(hit, Hit)
        assert hit.key == ("offering", 3)
