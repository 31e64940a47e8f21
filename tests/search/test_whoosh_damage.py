"""Whatever happens to the files, the index answers or says it cannot, and a rebuild heals it."""

import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from search.contract import ALL

from matchmaker.search.port import Document, IndexUnavailableError, SearchQuery
from matchmaker.search.query_text import parse
from matchmaker.search.whoosh_index import WhooshIndex


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("original") / "search"
    index = WhooshIndex(root)
    index.rebuild(ALL)
    index.apply([Document("case", n, 1, f"岸桥{n}号", body="5G专网" * 5) for n in range(30)])
    return root


@pytest.fixture
def root(tmp_path: Path, original: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "search"))


def one(root: Path, pattern: str) -> Path:
    return max(root.glob(f"index-*/{pattern}"), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def fill_with_zeros(path: Path) -> None:
    """What a power cut leaves of a file that was never forced to disk."""
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("damage", [Path.unlink, cut, empty, fill_with_zeros])
@pytest.mark.parametrize("pattern", ["*.toc", "*.seg", "../CURRENT"])
def test_damaged_file_is_told_and_healed(
    root: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    index = WhooshIndex(root)
    damage(one(root, pattern))

    for use in (lambda: index.search(parse("5G")), index.stamps):
        with pytest.raises(IndexUnavailableError):
            use()

    assert index.rebuild(ALL) == len(ALL)
    assert index.search(parse("5G")).total == 3


def test_missing_folder_is_told_and_healed(root: Path) -> None:
    index = WhooshIndex(root)
    index.search(SearchQuery())
    shutil.rmtree(one(root, "*.toc").parent)

    with pytest.raises(IndexUnavailableError):
        index.search(SearchQuery())

    index.rebuild(ALL)
    assert len(index.stamps()) == len(ALL)


def test_known_damage_is_told_at_once(root: Path) -> None:
    index = WhooshIndex(root)
    one(root, "*.seg").unlink()
    with pytest.raises(IndexUnavailableError):
        index.search(SearchQuery())

    began = time.perf_counter()
    with pytest.raises(IndexUnavailableError):
        index.search(SearchQuery())

    assert time.perf_counter() - began < 0.3


def test_damage_found_while_writing_is_told(root: Path) -> None:
    empty(one(root, "*.toc"))

    with pytest.raises(IndexUnavailableError):
        WhooshIndex(root).apply([Document("case", 1, 2, "岸桥")])


@pytest.mark.parametrize("seed", range(24))
def test_flipped_bits_are_told_or_harmless(root: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable test
    path = one(root, chance.choice(["*.toc", "*.seg"]))
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 4])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    index = WhooshIndex(root)

    for use in (
        lambda: index.search(parse('5G "岸桥1号" -司机')),
        index.stamps,
        lambda: index.apply([Document("case", 1, 2, "岸桥")], [("case", 2)]),
    ):
        try:
            use()
        except IndexUnavailableError:
            continue

    index.rebuild(ALL)
    assert len(index.stamps()) == len(ALL)
