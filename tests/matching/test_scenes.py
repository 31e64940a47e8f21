"""Which scenes a text speaks of: the profiles, and the figures on judged needs."""

import json
from pathlib import Path

import numpy as np
import pytest
from factories.matching import REGIONS, VOCABULARY, YEAR
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.matching.commands.seeded import seed_vocabulary
from matchmaker.matching.scoring import ConceptEntry, Need, Ranker, SceneEntry, Vocabulary
from matchmaker.matching.scoring.judged_scenes import mean_scene_quality, scene_quality
from matchmaker.matching.scoring.scenes import SceneIndex, leanings
from matchmaker.matching.scoring.weighed import weigh_pieces

EVAL = Path(__file__).parents[1] / "data" / "eval"
INDEX = SceneIndex(VOCABULARY)
slugs = st.lists(st.sampled_from("abcdef"), unique=True, max_size=3)
texts = st.text(st.sampled_from("无人矿卡天车远程操控手术医院巡检的，5G "), max_size=60)


def test_scenes_of_judged_needs_are_found() -> None:
    lines = (EVAL / "scenes.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    ranker = Ranker([], vocabulary=seed_vocabulary(), regions=REGIONS, year=YEAR)

    found = mean_scene_quality(
        scene_quality(
            [scene.slug for scene in ranker.understand(Need(row["text"])).scenes], row["scenes"]
        )
        for row in rows
    )

    assert len(rows) == 72
    assert found.best_first >= 0.67
    assert found.any_first >= 0.82
    assert found.best_shown >= 0.82
    assert found.any_shown >= 0.95


def test_words_of_the_trade_name_a_scene_without_its_name_or_alias() -> None:
    scenes = (
        SceneEntry("crane", "天车远程操控", "x", words=("钢水", "驾驶室")),
        SceneEntry("clinic", "远程会诊", "x", words=("卫生院",)),
    )
    concepts = [ConceptEntry("steel", "钢铁", "setting", ("钢水",))]
    ranker = Ranker(
        [], vocabulary=Vocabulary(scenes, concepts=concepts), regions=REGIONS, year=YEAR
    )

    understood = ranker.understand(Need("工人要爬进驾驶室吊钢水")).scenes

    assert [scene.slug for scene in understood] == ["crane"]


def test_a_text_outside_the_field_names_no_scene() -> None:
    ranker = Ranker([], vocabulary=seed_vocabulary(), regions=REGIONS, year=YEAR)

    assert ranker.understand(Need("周末去哪里看电影")).scenes == ()


def test_one_word_of_the_trade_leads_less_than_three() -> None:
    concepts = [ConceptEntry(form, form, "task", (form,)) for form in "甲乙丙丁"]
    vocabulary = Vocabulary(concepts=concepts)

    known = [
        vocabulary.read(text).familiarity for text in ("戊", "甲", "甲乙", "甲乙丙", "甲乙丙丁")
    ]

    assert known == pytest.approx([0, 1 / 3, 2 / 3, 1, 1])


@given(texts)
def test_one_text_alone_scores_as_in_a_batch(text: str) -> None:
    weighed = weigh_pieces([(text, 1)], VOCABULARY)

    alone, batch = INDEX.scores([weighed])[0], INDEX.scores([weighed, weighed])[1]

    assert alone.shape == (len(VOCABULARY.scenes),)
    assert np.allclose(alone, batch, rtol=1e-5, atol=1e-6)
    assert np.linalg.norm(leanings(alone[np.newaxis])) <= 1 + 1e-6


@given(texts)
def test_scenes_are_bounded_and_best_first(text: str) -> None:
    ranker = Ranker([], vocabulary=VOCABULARY, regions=REGIONS, year=YEAR)

    scores = [scene.score for scene in ranker.understand(Need(text)).scenes]

    assert len(scores) <= 3
    assert all(0 <= score <= 1 for score in scores)
    assert scores == sorted(scores, reverse=True)


@given(slugs, slugs.filter(bool))
def test_scene_measures_agree_with_each_other(given_slugs: list[str], judged: list[str]) -> None:
    found = scene_quality(given_slugs, judged)

    assert found.best_first <= found.any_first <= found.any_shown
    assert found.best_first <= found.best_shown <= found.any_shown
    assert scene_quality(judged, judged).best_first == 1


def test_scene_measures_of_a_known_answer() -> None:
    found = scene_quality(["b", "a"], ["a", "c"])

    assert (found.best_first, found.any_first, found.best_shown, found.any_shown) == (0, 0, 1, 1)


def test_without_judgements_nothing_is_measured() -> None:
    with pytest.raises(ValueError, match="judged scenes"):
        scene_quality(["a"], [])
    with pytest.raises(ValueError, match="nothing"):
        mean_scene_quality([])
