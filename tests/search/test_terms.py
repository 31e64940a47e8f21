"""Which terms a text needs, and when a phrase occurs."""

import pytest

from matchmaker.search.port import Document, SearchQuery
from matchmaker.search.terms import needed_terms, query_terms, weighted_terms, word_line


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("矿", ["矿"]),
        ("矿卡", ["矿卡"]),
        ("无人矿卡", ["无人", "人矿", "矿卡"]),
        ("矿 卡", ["矿", "卡"]),
        ("5G专网", ["5g", "专网"]),
        ("专网，矿，矿卡", ["专网", "矿", "矿卡"]),
        ("ab a 5g", ["ab", "a", "5g"]),
        ("한국 矿卡", ["한국", "矿卡"]),
        ("矿卡矿卡", ["矿卡", "卡矿"]),
    ],
)
def test_needed_terms_imply_the_text(text: str, terms: list[str]) -> None:
    assert needed_terms(text) == terms


def test_query_terms_are_those_of_words_and_phrases_once() -> None:
    query = SearchQuery(words=("矿卡", "5G"), phrases=("5g专网",), excluded=("煤矿",))

    assert query_terms(query) == ["矿卡", "5g", "专网"]


def test_word_line_has_each_character_and_word_once() -> None:
    assert word_line("5G专网，时延20 ms") == " 5g 专 网 时 延 20ms "


def test_title_and_summary_weigh_more_than_body() -> None:
    document = Document("case", 1, 1, title="港", summary="港", body="港港")

    assert weighted_terms(document) == {"港": 3 + 2 + 2, "港港": 1}
