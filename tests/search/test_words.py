"""Other names, sounds and slips: the pure parts of finding what was said otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.search.lexicon import MOST_SEEN, Lexicon, Name, named
from matchmaker.search.pinyin import spelled
from matchmaker.search.port import SearchQuery, Slot
from matchmaker.search.query_text import parse
from matchmaker.search.spelling import distance, nearest
from matchmaker.search.synonyms import Synonyms

SAID = Synonyms([("AGV", "自动导引车"), ("无人驾驶", "自动驾驶"), ("5G-A", "5.5G", "5G-Advanced")])


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("AGV", (Slot("agv", ("自动导引车",)),)),
        ("AGV调度", (Slot("agv", ("自动导引车",)), Slot("调度"))),
        ("矿区无人驾驶车", (Slot("矿区"), Slot("无人驾驶", ("自动驾驶",)), Slot("车"))),
        ("5.5G", (Slot("5.5g", ("5g-a", "5g-advanced")),)),
        ("AGVs", ()),
        ("调度", ()),
    ],
)
def test_words_are_cut_where_they_can_be_said_otherwise(text: str, slots: tuple[Slot, ...]) -> None:
    assert SAID.expand(parse(text)).slots == slots


def test_who_quotes_wants_those_words() -> None:
    query = SearchQuery(phrases=("AGV",), excluded=("无人驾驶",))

    assert SAID.expand(query) == query


@given(st.text(st.sampled_from("AGV自动导引车5.5G-无人驾驶 "), max_size=40))
def test_nothing_typed_is_lost(text: str) -> None:
    query = SearchQuery(words=(text,))
    pieces = [slot.text for slot in SAID.expand(query).slots]

    if pieces:
        assert "".join(pieces).replace(" ", "") == text.casefold().replace(" ", "")


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("华为", "hua wei"),
        ("重庆移动", "chong qing yi dong"),
        ("5G 专网！", "5 g zhuan wang"),
        ("Nokia", "n o k i a"),
        ("😀", ""),
    ],
)
def test_names_are_spelled_letter_by_letter(text: str, sound: str) -> None:
    assert spelled(text) == sound


def test_pieces_of_names_that_sound_alike_or_are_spelled() -> None:
    lexicon = Lexicon([*named(1, ["无人矿卡"]), *named(2, ["矿卡", "西安"]), *named(3, ["先锋"])])

    assert lexicon.sounding("kuang ka") == {"矿卡": 2}
    assert lexicon.spelled_by("kuangka") == {"矿卡": 2}
    assert lexicon.spelled_by("uangka") == {}  # not from the beginning of a syllable
    assert lexicon.sounding("xian") == {"先": 1}  # and not 西安


def test_one_letter_in_very_many_names_is_bounded() -> None:
    lexicon = Lexicon(Name(row, f"a{row}", "", is_first=True) for row in range(5_000))

    assert len(lexicon.suggest("a")) <= 2 * MOST_SEEN


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("redcap", "redcap", 0),
        ("redcpa", "redcap", 1),
        ("ericson", "ericsson", 1),
        ("nokai", "nokia", 1),
        ("slicing", "slice", 3),
        ("", "abc", 3),
    ],
)
def test_slips_are_counted_once(one: str, other: str, apart: int) -> None:
    assert distance(one, other, most=3) == distance(other, one, most=3) == apart


def test_nearest_is_the_most_frequent_of_equally_near() -> None:
    known = [("radcap", 1), ("redcap", 9), ("rat", 50)]

    assert nearest("redcup", known) == "redcap"
    assert nearest("rad", known) is None
    assert nearest("redcap", [("redcap", 1)]) is None
