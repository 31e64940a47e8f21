"""What a typed query means, and what is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.search.port import SearchQuery
from matchmaker.search.query_text import (
    MAX_CHARACTERS,
    MAX_TERMS,
    QueryFault,
    QueryTextError,
    parse,
)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", SearchQuery()),
        (" \u3000\t", SearchQuery()),
        ("无人矿卡", SearchQuery(words=("无人矿卡",))),
        ("无人矿卡\u3000远程", SearchQuery(words=("无人矿卡", "远程"))),
        ("矿卡 矿卡", SearchQuery(words=("矿卡",))),
        ('"5G 专网" 矿卡', SearchQuery(words=("矿卡",), phrases=("5G 专网",))),
        ("“远程驾驶”", SearchQuery(phrases=("远程驾驶",))),
        ("「远程驾驶」『矿卡』", SearchQuery(phrases=("远程驾驶", "矿卡"))),
        ("＂远程＂", SearchQuery(phrases=("远程",))),
        ("矿卡 -煤矿", SearchQuery(words=("矿卡",), excluded=("煤矿",))),
        ("矿卡 －煤矿", SearchQuery(words=("矿卡",), excluded=("煤矿",))),
        ("-“露天 煤矿”", SearchQuery(excluded=("露天 煤矿",))),
        ("5G-A", SearchQuery(words=("5G-A",))),
        ("矿卡 - 煤矿", SearchQuery(words=("矿卡", "煤矿"))),
        ('"远程', SearchQuery(words=("远程",))),
        ('""', None),
    ],
)
def test_words_phrases_and_minus(text: str, query: SearchQuery | None) -> None:
    if query is None:
        with pytest.raises(QueryTextError):
            parse(text)
    else:
        assert parse(text) == query


@pytest.mark.parametrize("text", ["*", "!!!", "“”", "-", "😀", "(((", "\x00\x01", "\u200b"])
def test_signs_alone_are_nothing_to_find(text: str) -> None:
    with pytest.raises(QueryTextError) as refused:
        parse(text)

    assert refused.value.code is QueryFault.NOTHING_TO_FIND


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[一 TO 龥]", ("[一", "TO", "龥]")),
        ("phone:1380*", ("phone:1380*",)),
        ("NOT *", ("NOT",)),
        ("矿 OR 卡", ("矿", "OR", "卡")),
    ],
)
def test_engine_syntax_is_plain_words(text: str, words: tuple[str, ...]) -> None:
    assert parse(text) == SearchQuery(words=words)


@pytest.mark.parametrize("text", ["矿" * (MAX_CHARACTERS + 1), "﷼ ﷺ" * 10, "a" * 200_000])
def test_long_text_is_refused(text: str) -> None:
    with pytest.raises(QueryTextError) as refused:
        parse(text)

    assert refused.value.code is QueryFault.TOO_LONG


def test_longest_text_allowed_is_taken() -> None:
    assert parse("矿" * MAX_CHARACTERS).words


def test_too_many_terms_of_any_sort_are_refused() -> None:
    several = [f"词{n}" for n in range(MAX_TERMS - 2)]
    parse(" ".join([*several, '"短语"', "-不"]))

    with pytest.raises(QueryTextError) as refused:
        parse(" ".join([*several, "多", '"短语"', "-不"]))

    assert refused.value.code is QueryFault.TOO_MANY_TERMS


@given(st.text(max_size=120))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with contextlib.suppress(QueryTextError):
        query = parse(text)
        assert len(query.words) + len(query.phrases) + len(query.excluded) <= MAX_TERMS
