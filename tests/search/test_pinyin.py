"""Sorting names by pinyin."""

import pytest

from matchmaker.search.pinyin import KEY_LENGTH, initial_of, keys_under, pinyin_key


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("重庆通信", "C"),
        ("华为", "H"),
        ("nokia", "N"),
        ("“山东”能源", "S"),
        ("（北京）研究院", "B"),
        ("5G联盟", "#"),
        ("🚀公司", "#"),
        ("", "#"),
    ],
)
def test_name_stands_under_its_first_sound(name: str, initial: str) -> None:
    key = pinyin_key(name)
    low, high = keys_under(initial)

    assert initial_of(key) == initial
    assert low <= key < high


def test_names_sort_by_sound_and_signs_come_last() -> None:
    names = ["中国移动", "5G联盟", "重庆通信", "Nokia", "长沙矿山院", "阿里云"]

    ordered = sorted(names, key=pinyin_key)

    assert ordered == ["阿里云", "长沙矿山院", "重庆通信", "Nokia", "中国移动", "5G联盟"]


def test_a_long_name_keeps_a_bounded_key() -> None:
    assert len(pinyin_key("庄" * 200)) == KEY_LENGTH
