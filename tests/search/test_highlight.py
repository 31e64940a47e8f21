"""Fragments around matches: of the original text, whole, and within the length asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.search.highlight import ELLIPSIS, Part, highlight

FILLER = "甲乙丙丁戊己庚辛壬癸" * 30


def marked(parts: list[Part]) -> list[str]:
    return [part.text for part in parts if part.is_match]


def shown(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def test_short_text_is_shown_whole_with_its_matches() -> None:
    assert highlight("５Ｇ专网，矿卡", {"5g", "矿卡"}) == [
        Part("５Ｇ", is_match=True),
        Part("专网，", is_match=False),
        Part("矿卡", is_match=True),
    ]


def test_overlapping_terms_make_one_match() -> None:
    assert marked(highlight("露天无人矿卡", {"无人", "人矿", "矿卡"})) == ["无人矿卡"]


def test_fragment_is_around_the_match() -> None:
    parts = highlight(FILLER + "无人矿卡" + FILLER, {"无人", "矿卡"}, 40)

    assert parts[0].text == parts[-1].text == ELLIPSIS
    assert marked(parts) == ["无人矿卡"]
    assert len(shown(parts).strip(ELLIPSIS)) == 40


def test_densest_place_wins() -> None:
    text = "矿卡" + FILLER + "矿卡需要5G专网" + FILLER

    assert marked(highlight(text, {"矿卡", "5g", "专网"}, 40)) == ["矿卡", "5G专网"]


def test_terms_far_apart_give_two_fragments() -> None:
    parts = highlight(FILLER + "矿卡" + FILLER + "专网" + FILLER, {"矿卡", "专网"}, 40)

    assert marked(parts) == ["矿卡", "专网"]
    assert [part.text for part in parts].count(ELLIPSIS) == 3


def test_without_match_the_beginning_is_shown() -> None:
    assert highlight(FILLER, {"矿卡"}, 10) == [
        Part(FILLER[:10], is_match=False),
        Part(ELLIPSIS, is_match=False),
    ]


def test_words_and_figures_are_not_cut() -> None:
    text = "integration " * 20 + "矿卡" + " integration" * 20

    inner = shown(highlight(text, {"矿卡"}, 50)).strip(ELLIPSIS)

    assert set(inner.split()) == {"integration", "矿卡"}


def test_nothing_becomes_markup() -> None:
    parts = highlight("<b>矿卡</b><script>", {"矿卡"})

    assert [part.text for part in parts] == ["<b>", "矿卡", "</b><script>"]


def test_empty_text_gives_nothing() -> None:
    assert highlight("", {"矿卡"}) == []


@pytest.mark.parametrize("length", [1, 5, 60])
@given(
    text=st.lists(st.sampled_from(["矿卡", "5G", " ", "network", "，", "桥", "㍿", "😀"])).map(
        "".join
    ),
    terms=st.sets(st.sampled_from(["矿卡", "5g", "network", "桥", "会社"])),
)
def test_parts_are_pieces_of_the_text_in_order(text: str, terms: set[str], length: int) -> None:
    parts = highlight(text, terms, length)

    at = 0
    for part in parts:
        if part.text != ELLIPSIS:
            at = text.index(part.text, at) + len(part.text)
    assert sum(len(part.text) for part in parts if part.text != ELLIPSIS) <= max(length, 1)
