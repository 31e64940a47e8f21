"""The ranking as a whole: visible sums, exactness under change, honest silence."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from factories.matching import NO_FLOOR, REGIONS, VOCABULARY, YEAR, ranker_of, records, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.scoring import (
    FIRST_MODEL,
    EvidenceRecord,
    Match,
    Need,
    OfferingRecord,
    Ranker,
)
from matchmaker.matching.scoring.standings import fits

needs = st.builds(
    Need,
    text=texts,
    sector=st.none() | st.sampled_from(["mining", "港口"]),
    scenes=st.lists(st.sampled_from([*VOCABULARY.scene_index, "gone"]), max_size=1).map(tuple),
    region=st.none() | st.sampled_from(["320100", "320000", "999999"]),
)
TRUCKS = OfferingRecord(1, "无人矿卡编组运输", "矿用卡车自动驾驶改造，5G专网覆盖", "mining")
CRANES = OfferingRecord(2, "岸桥远程操控", "龙门吊视频回传，上行100Mbps", "port")
SURGERY = OfferingRecord(3, "远程手术指导", "医院影像会诊", "health")


def signal(match: Match, name: str) -> float:
    return next(part.value for part in match.signals if part.name == name)


def basis_of(match: Match, name: str) -> tuple[str, ...]:
    return next(part.basis for part in match.signals if part.name == name)


def by_key(matches: Sequence[Match]) -> dict[int, Match]:
    return {match.key: match for match in matches}


@given(st.lists(records, max_size=12), needs, st.integers(0, 5))
def test_points_add_up_to_the_score_and_weights_to_100(
    offerings: list[OfferingRecord], need: Need, limit: int
) -> None:
    ranking = ranker_of(*offerings).rank(need, limit)

    assert len(ranking.matches) <= limit
    for match in ranking.matches:
        assert round(sum(part.points for part in match.signals), 1) == match.score
        assert round(sum(part.weight for part in match.signals), 1) == 100
        assert all(0 <= part.value <= 1 for part in match.signals)
        assert 0 <= match.score <= 100


@given(st.lists(records, min_size=1, max_size=12), needs)
def test_matches_stand_best_first_and_none_is_lost(
    offerings: list[OfferingRecord], need: Need
) -> None:
    ranking = ranker_of(*offerings).rank(need, 100)

    scores = [match.score for match in ranking.matches]
    assert scores == sorted(scores, reverse=True)
    assert [match.rank for match in ranking.matches] == list(range(1, len(scores) + 1))
    keys = {offering.key for offering in offerings}
    assert ranking.considered == len(keys)
    assert ranking.reaching + sum(group.count for group in ranking.excluded) == len(keys)


@settings(max_examples=25)
@given(
    st.lists(records, max_size=10),
    st.lists(st.tuples(st.lists(records, max_size=4), st.sets(st.integers(1, 30), max_size=6)),
             min_size=1, max_size=4),
    needs,
)  # fmt: skip
def test_changes_rank_like_a_ranker_built_anew(
    offerings: list[OfferingRecord],
    changes: list[tuple[list[OfferingRecord], set[int]]],
    need: Need,
) -> None:
    ranker = ranker_of(*offerings)
    living = {offering.key: offering for offering in offerings}
    for upserts, removals in changes:
        ranker = ranker.with_changes(upserts, removals)
        living = {key: record for key, record in living.items() if key not in removals}
        living |= {record.key: record for record in upserts}

    changed = by_key(ranker.rank(need, 100).matches)
    rebuilt = by_key(ranker_of(*living.values()).rank(need, 100).matches)

    assert len(ranker) == len(living)
    assert changed.keys() == rebuilt.keys()
    for key, match in changed.items():
        assert match.score == pytest.approx(rebuilt[key].score, abs=0.11)
        for part, again in zip(match.signals, rebuilt[key].signals, strict=True):
            assert part.value == pytest.approx(again.value, abs=2e-3)


@given(st.lists(records, min_size=1, max_size=10), needs)
def test_a_removed_offering_never_appears(offerings: list[OfferingRecord], need: Need) -> None:
    gone = offerings[0].key

    ranking = ranker_of(*offerings).with_changes([], [gone]).rank(need, 100)

    assert gone not in by_key(ranking.matches)
    assert ranking.considered == len({offering.key for offering in offerings}) - 1


@given(records, st.lists(records, max_size=6), needs)
def test_evidence_and_capabilities_leave_the_text_signal_alone(
    record: OfferingRecord, others: list[OfferingRecord], need: Need
) -> None:
    bare = replace(record, key=99, capabilities=(), evidence=())
    rich = replace(
        bare, capabilities=("redcap",), evidence=(EvidenceRecord(1, "案例", 2025, reviewed=True),)
    )

    before = by_key(ranker_of(bare, *others).rank(need, 100).matches)
    after = by_key(ranker_of(rich, *others).rank(need, 100).matches)

    if 99 in before:
        for name in ("text", "scene", "region"):
            assert signal(after[99], name) == pytest.approx(signal(before[99], name), abs=1e-3)
        assert signal(after[99], "evidence") >= signal(before[99], "evidence")


@given(records, needs)
def test_filing_under_a_wanted_scene_never_lowers_a_fit(record: OfferingRecord, need: Need) -> None:
    ranker = ranker_of(replace(record, scenes=()), SURGERY)
    wanted = ranker.rank(need).scenes
    filed = replace(record, scenes=tuple(scene.slug for scene in wanted))

    before = by_key(ranker.rank(need, 10).matches)
    after = by_key(ranker.with_changes([filed]).rank(need, 10).matches)

    if record.key in before and record.key != SURGERY.key:
        assert signal(after[record.key], "scene") >= signal(before[record.key], "scene") - 1e-3


def test_a_concept_finds_what_is_written_in_other_words() -> None:
    match = ranker_of(CRANES, SURGERY, TRUCKS).rank(Need("宽体车")).matches[0]

    assert match.key == TRUCKS.key
    concept = next(term for term in match.terms if term.kind == "concept")
    assert concept.term == "矿用车辆"
    assert concept.need_words == ("宽体车",)
    assert concept.offering_words == ("矿用卡车", "矿卡")


def test_shared_words_are_shown_whole() -> None:
    match = ranker_of(TRUCKS, CRANES, SURGERY).rank(Need("需要龙门吊视频回传")).matches[0]

    assert "龙门吊视频回传" in {term.term for term in match.terms}


def test_no_word_is_shown_twice() -> None:
    record = OfferingRecord(1, "露天矿无人驾驶", "卡车编组，无人驾驶", "mining")

    [match] = ranker_of(record).rank(Need("卡车要改成无人驾驶")).matches

    shown = [part.term for part in match.terms]
    assert len(shown) == len(set(shown))
    assert any(part.kind == "concept" and part.term == "无人驾驶" for part in match.terms)


def test_an_edit_counts_in_the_next_ranking() -> None:
    ranker = ranker_of(TRUCKS, CRANES, SURGERY)
    edited = replace(CRANES, text="瓦斯监测预警")

    before = by_key(ranker.rank(Need("瓦斯监测预警"), 10).matches)
    after = ranker.with_changes([edited]).rank(Need("瓦斯监测预警"), 10).matches

    assert CRANES.key not in before
    assert after[0].key == CRANES.key


def test_a_change_leaves_the_ranker_before_it_as_it_was() -> None:
    ranker = ranker_of(TRUCKS, CRANES)

    ranker.with_changes([SURGERY], [TRUCKS.key])

    assert ranker.rank(Need("无人矿卡")).matches[0].key == TRUCKS.key
    assert len(ranker) == 2


def test_no_region_stated_gives_its_weight_to_the_others() -> None:
    ranker = ranker_of(replace(TRUCKS, region="320100"), CRANES)

    stated = ranker.rank(Need("无人矿卡", region="320100")).matches[0]
    silent = ranker.rank(Need("无人矿卡")).matches[0]

    weights = {part.name: part.weight for part in silent.signals}
    assert weights["region"] == 0
    assert weights["text"] > next(part.weight for part in stated.signals if part.name == "text")


def test_a_region_nobody_knows_counts_as_not_stated() -> None:
    ranker = ranker_of(TRUCKS, CRANES)

    assert (
        ranker.rank(Need("无人矿卡", region="999999")).matches
        == ranker.rank(Need("无人矿卡")).matches
    )


def test_the_basis_says_where_an_offering_is() -> None:
    offerings = [
        replace(TRUCKS, key=key, region=region)
        for key, region in enumerate(["320100", "320200", "330000", "440000", "410000", None])
    ]

    matches = by_key(ranker_of(*offerings).rank(Need("无人矿卡", region="320100")).matches)

    basis = [basis_of(matches[key], "region")[0] for key in range(6)]
    assert basis == [
        "same-place", "same-province", "neighbour", "same-economic-region", "elsewhere",
        "not-stated",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "，。！", "👍", "\x00"])
def test_nothing_to_compare_matches_nothing(text: str) -> None:
    ranking = ranker_of(TRUCKS, CRANES).rank(Need(text))

    assert ranking.matches == ()
    assert [(group.reason, group.count) for group in ranking.excluded] == [("below-floor", 2)]


def test_a_chosen_scene_alone_ranks_what_is_filed_under_it() -> None:
    ranker = ranker_of(TRUCKS, replace(CRANES, scenes=("crane",)), SURGERY)

    ranking = ranker.rank(Need("", scenes=("crane",)))

    assert ranking.scenes[0].slug == "crane"
    assert ranking.matches[0].key == CRANES.key


def test_the_floor_keeps_what_hardly_fits_off_the_list() -> None:
    ranker = ranker_of(TRUCKS, CRANES, SURGERY).with_model(FIRST_MODEL)

    ranking = ranker.rank(Need("周末去哪里吃火锅"))

    assert ranking.matches == ()
    assert ranking.excluded[0].count == 3
    assert ranking.best_below is not None
    assert ranking.best_below < FIRST_MODEL.floor


def test_the_floor_is_higher_for_words_nobody_knows() -> None:
    ranker = Ranker([TRUCKS, CRANES], vocabulary=VOCABULARY, regions=REGIONS, year=YEAR)

    known = ranker.rank(Need("无人矿卡"))
    unknown = ranker.rank(Need("鱼缸要改造"))

    assert known.floor == FIRST_MODEL.floor
    assert unknown.floor == pytest.approx(FIRST_MODEL.floor * 2.25)
    assert unknown.matches == ()
    assert ranker.best(Need("鱼缸要改造")).reaching == 0
    assert [fit.reaches for fit in fits(ranker, [Need("鱼缸要改造")], TRUCKS.key)] == [False]
    assert ranker_of(TRUCKS).rank(Need("鱼缸要改造")).reaching == 1  # without a floor all are shown


def test_no_offering_at_all_is_said_plainly() -> None:
    ranking = ranker_of().rank(Need("无人矿卡"))

    assert (ranking.matches, ranking.excluded, ranking.considered) == ((), (), 0)
    assert ranking.best_below is None


def test_equal_scores_rotate_with_the_period_and_hold_within_it() -> None:
    twins = [replace(TRUCKS, key=key) for key in range(8)]
    ranker = ranker_of(*twins, CRANES)

    orders = [
        tuple(match.key for match in ranker.rank(Need("无人矿卡"), 3, period=week).matches)
        for week in (1, 1, *range(2, 9))
    ]

    assert orders[0] == orders[1]
    assert len(set(orders)) > 1


def test_a_doubled_key_counts_once() -> None:
    ranker = ranker_of(TRUCKS, replace(CRANES, key=TRUCKS.key))

    assert len(ranker) == 1
    assert ranker.rank(Need("龙门吊视频回传")).matches[0].score > 50


def test_evidence_is_listed_by_what_it_adds() -> None:
    offering = replace(
        TRUCKS,
        evidence=(
            EvidenceRecord(1, "旧案例", 2016, ("surgery",), reviewed=True),
            EvidenceRecord(2, "新案例", 2026, ("unmanned-truck",), "减员八成", reviewed=True),
            EvidenceRecord(2, "新案例", 2026, ("unmanned-truck",), "减员八成", reviewed=True),
        ),
    )

    match = ranker_of(offering, CRANES).rank(Need("无人矿卡编组运输")).matches[0]

    assert [case.title for case in match.evidence] == ["新案例", "旧案例"]
    assert match.evidence[0].strength == 1
    assert signal(match, "evidence") > 0.5


def test_a_long_need_is_ranked_in_bounded_work() -> None:
    ranking = ranker_of(TRUCKS, CRANES).rank(Need("无人矿卡编组运输。" * 20_000))

    assert ranking.matches[0].key == TRUCKS.key


def test_a_negative_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        ranker_of(TRUCKS).rank(Need("矿卡"), -1)


def test_as_dict_gives_the_fields_of_the_command_line() -> None:
    def describe(key: int) -> dict[str, object]:
        return {"offering": {"id": key}, "provider": {"id": 7, "name": "供应商"}}

    data = ranker_of(TRUCKS, CRANES).rank(Need("无人矿卡")).as_dict(describe)

    assert list(data) == ["model", "understood", "matches", "excluded", "elapsed_ms"]
    assert list(data["understood"]) == ["scenes", "requirements"]
    assert list(data["matches"][0]) == [
        "rank", "score", "offering", "provider", "signals", "requirements", "terms", "evidence",
    ]  # fmt: skip
    assert list(data["matches"][0]["signals"][0]) == ["name", "value", "weight", "points"]
    assert data["matches"][0]["provider"]["name"] == "供应商"


def test_many_single_changes_keep_few_parts() -> None:
    ranker = ranker_of(*(replace(TRUCKS, key=key) for key in range(40)))

    for key in range(100, 140):
        ranker = ranker.with_changes([replace(CRANES, key=key)])

    assert len(ranker) == 80
    assert len(ranker.collection.parts) <= 7


def test_year_dates_the_evidence() -> None:
    offering = replace(TRUCKS, evidence=(EvidenceRecord(1, "案例", 2021, (), reviewed=True),))

    values = [
        signal(
            Ranker(
                [offering, CRANES], vocabulary=VOCABULARY, regions=REGIONS, year=year,
                model=NO_FLOOR,
            ).rank(Need("无人矿卡")).matches[0],
            "evidence",
        )
        for year in (YEAR, YEAR + 5)
    ]  # fmt: skip

    assert values[0] > values[1] > 0


def test_a_crossed_mean_length_gives_the_scores_of_a_ranker_built_anew() -> None:
    short = [replace(TRUCKS, key=key, text="矿卡 " * (key % 3)) for key in range(4)]
    long = [replace(CRANES, key=key, text="岸桥远程操控 " * key) for key in range(10, 30)]

    grown = ranker_of(*short).with_changes(long)

    assert grown.collection.lengths.means() != ranker_of(*short).collection.lengths.means()
    for need in (Need("无人矿卡"), Need("岸桥")):
        anew = ranker_of(*short, *long).rank(need, 40)
        assert [(m.key, m.score) for m in grown.rank(need, 40).matches] == [
            (m.key, m.score) for m in anew.matches
        ]
