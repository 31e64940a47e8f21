"""What the ranking reads of a demand."""

import pytest

from matchmaker.matching.documents import words_of

TEXT = "露天煤矿有40台矿卡，想实现无人驾驶运输。"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", TEXT),
        ("40台矿卡", TEXT),
        ("矿山改造", f"矿山改造\n{TEXT}"),
    ],
)
def test_title_counts_only_where_it_adds_words(title: str, words: str) -> None:
    assert words_of(title, TEXT) == words
