"""Terms of a text: what stays whole, what is split, what is dropped, and where each stands."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.search.analysis import _HAN, clean_text, fold, spans, tokens, words_in_place

NOT_WORDS = "，。！？、；：“”（）《》…—·~!@#$^&*()[]{}<>|\\/?'\"`+=_"


def test_han_text_becomes_characters_and_bigrams() -> None:
    assert tokens("无人矿卡") == ["无", "无人", "人", "人矿", "矿", "矿卡", "卡"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("5G-A", ["5g-a"]),
        ("RedCap", ["redcap"]),
        ("20 ms", ["20ms"]),
        ("100Mbps", ["100mbps"]),
        ("100 Mbit/s", ["100mbit/s"]),
        ("50km/h", ["50km/h"]),
        ("99.999%", ["99.999%"]),
        ("1,000", ["1000"]),
        ("3.5GHz", ["3.5ghz"]),
        ("802.11ax", ["802.11ax"]),
        ("C-V2X", ["c-v2x"]),
        ("10℃", ["10°c"]),
        ("50㎡", ["50m2"]),
    ],
)
def test_words_and_figures_stay_whole(text: str, terms: list[str]) -> None:
    assert tokens(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("2023-2024", ["2023", "2024"]),
        ("10-20ms", ["10", "20ms"]),
        ("5G/4G", ["5g", "4g"]),
        ("AI+5G", ["ai", "5g"]),
        ("20 minutes", ["20", "minutes"]),
        ("end.Start", ["end", "start"]),
    ],
)
def test_what_belongs_apart_is_split(text: str, terms: list[str]) -> None:
    assert tokens(text) == terms


def test_latin_and_han_meet_without_joining() -> None:
    assert tokens("5G专网") == ["5g", "专", "专网", "网"]


def test_full_width_reads_like_half_width() -> None:
    assert tokens("５Ｇ－Ａ　２０ＭＳ") == tokens("5G-A 20ms")


def test_accents_fold_in_either_writing() -> None:
    assert tokens("Café") == tokens("Cafe\u0301") == ["cafe"]


def test_control_and_invisible_characters_vanish() -> None:
    assert tokens("时\u200b\x00延\ufeff\u00ad高") == tokens("时延高")


def test_line_ends_separate() -> None:
    assert tokens("时延\n带宽") == tokens("时延 带宽")


@pytest.mark.parametrize("text", ["", " \n\t", NOT_WORDS, "👨‍👩‍👧🚜", "\x00\x1f\u200b", "\ud800"])
def test_nothing_to_compare_gives_no_term(text: str) -> None:
    assert tokens(text) == []


@pytest.mark.parametrize("char", ["矿", "a", "7"])
def test_one_character_is_a_term(char: str) -> None:
    assert tokens(char) == [char]


@pytest.mark.parametrize(
    "text",
    ["矿" * 200_000, "a-" * 100_000, "1,000" * 40_000, "1 " * 100_000, "时延20 ms，" * 22_223],
)
def test_a_very_long_text_takes_bounded_time(text: str) -> None:
    started = time.perf_counter()

    tokens(text)

    assert time.perf_counter() - started < 5


@given(st.text())
def test_spans_hold_the_same_terms(text: str) -> None:
    assert [token.text for token in spans(text)] == tokens(text)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_spans_point_into_the_original(text: str) -> None:
    for token in spans(text):
        assert 0 <= token.start < token.end <= len(text)
        assert fold(text[token.start : token.end]).strip()


def test_spans_find_the_original_writing() -> None:
    text = "要求５Ｇ-A覆盖"

    found = {token.text: text[token.start : token.end] for token in spans(text)}

    assert found["5g-a"] == "５Ｇ-A"
    assert found["覆盖"] == "覆盖"


@given(st.text())
def test_folding_twice_changes_nothing_for_terms(text: str) -> None:
    assert tokens(fold(text)) == tokens(text)


def test_clean_text_keeps_lines_and_drops_what_cannot_be_shown() -> None:
    assert clean_text("  一\r\n\r\n\r\n\r\n二\x00\x07\t三\ud800 ", 100) == "一\n\n二 三"


def test_clean_text_keeps_joined_emoji() -> None:
    assert clean_text("👨‍👩‍👧", 100) == "👨‍👩‍👧"


def test_clean_text_cuts_at_the_limit() -> None:
    assert clean_text("一二三 四", 4) == "一二三"


@given(st.text(max_size=60))
def test_words_in_place_are_the_words_of_spans(text: str) -> None:
    folded = fold(text)
    han = re.compile(f"[{_HAN}]")
    wanted = [token for token in spans(folded) if not han.fullmatch(token.text)]

    assert words_in_place(folded) == wanted
