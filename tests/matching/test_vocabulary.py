"""Recognising concepts, scenes and places in text."""

import pytest
from factories.matching import REGIONS, VOCABULARY, ranker_of
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.commands.seeded import seed_regions, seed_vocabulary
from matchmaker.matching.scoring import ConceptEntry, Need, Vocabulary


def test_the_longest_form_wins() -> None:
    assert VOCABULARY.read("无人驾驶的矿用卡车").concepts == {"#driverless": 1, "#haul-truck": 1}


def test_a_form_inside_another_meaning_is_not_seen() -> None:
    assert VOCABULARY.read("正在进行车辆检修").concepts == {}
    assert VOCABULARY.read("行车检修").concepts == {"#crane": 1}


def test_latin_forms_count_as_whole_words_only() -> None:
    vocabulary = Vocabulary(concepts=[ConceptEntry("guided", "自动搬运", "task", ("AGV",))])

    assert vocabulary.read("AGV小车，agv。").concepts == {"#guided": 2}
    assert vocabulary.read("AGVX 2AGV").concepts == {}


def test_full_width_forms_are_recognised() -> None:
    vocabulary = Vocabulary(concepts=[ConceptEntry("guided", "自动搬运", "task", ("AGV",))])

    assert vocabulary.read("ＡＧＶ").concepts == {"#guided": 1}


@given(st.text())
def test_reading_any_text_is_bounded(text: str) -> None:
    reading = VOCABULARY.read(text)

    assert 0 <= reading.covered <= 1
    assert 0 <= reading.familiarity <= 1


def test_familiarity_is_nothing_outside_the_field_and_full_inside() -> None:
    vocabulary = seed_vocabulary()

    assert vocabulary.read("周末去哪里看电影").familiarity == 0
    assert vocabulary.read("露天矿无人矿卡编组运输").familiarity == 1


@pytest.mark.parametrize(
    ("text", "scene"),
    [
        ("天车工高空作业危险，想改成远程操控的无人天车", "overhead-crane-remote"),
        ("露天矿卡车司机难招，想上无人矿卡", "mining-unmanned-truck"),
        ("基层医院看不了疑难影像，需要上级专家远程会诊", "health-remote-diagnosis"),
    ],
)
def test_plain_postings_are_filed_under_their_scene(text: str, scene: str) -> None:
    ranker = ranker_of()
    ranker = type(ranker)([], vocabulary=seed_vocabulary(), regions=REGIONS, year=2026)

    assert ranker.understand(Need(text)).scenes[0].slug == scene


def test_a_chosen_scene_stands_first_with_full_score() -> None:
    understood = ranker_of().understand(Need("远程手术指导", scenes=("crane",))).scenes

    assert (understood[0].slug, understood[0].score) == ("crane", 1.0)


def test_an_unknown_scene_counts_as_not_chosen() -> None:
    ranker = ranker_of()

    assert (
        ranker.understand(Need("远程手术指导", scenes=("gone",))).scenes
        == ranker.understand(Need("远程手术指导")).scenes
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("320100", "320100"),
        ("江苏", "320000"),
        ("江苏省", "320000"),
        ("南京", "320100"),
        ("江苏南京", "320100"),
        ("江苏省南京市", "320100"),
        (" 江苏 南京 ", "320100"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("", None),
        ("火星", None),
        ("浙江南京", None),
    ],
)
def test_places_are_found_by_the_names_people_write(words: str, code: str | None) -> None:
    assert REGIONS.find(words) == code


def test_the_seeds_know_every_province() -> None:
    regions = seed_regions()

    assert regions.find("新疆") == "650000"
    assert "310000" in regions
