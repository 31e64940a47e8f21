"""The words of the trade beside the names of scenes."""

from pathlib import Path

import pytest

from seeds.files import SeedError, read_sectors, scenes_by_slug
from seeds.files.scene_words import read_scene_words


def test_every_scene_has_words_and_no_other_slug_stands_there() -> None:
    words = read_scene_words()

    assert words.keys() == scenes_by_slug(read_sectors()).keys()
    assert min(map(len, words.values())) >= 5


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("a\t矿卡\na\t矿车\n", "already stands in line 2"),
        ("a\t矿卡;矿卡\n", "twice"),
        ("a\t矿卡\textra\n", "3 cells under 2 columns"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, rows: str, says: str) -> None:
    (tmp_path / "taxonomy").mkdir()
    (tmp_path / "taxonomy" / "scene_words.tsv").write_text(f"slug\twords\n{rows}", "utf-8")

    with pytest.raises(SeedError, match=says):
        read_scene_words(tmp_path)
