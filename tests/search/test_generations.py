"""Which folder counts, how it is switched, and who may write."""

from pathlib import Path

import pytest

from matchmaker.search.generations import Generations
from matchmaker.search.port import IndexBusyError, IndexUnavailableError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "search"


@pytest.fixture
def generations(root: Path) -> Generations:
    return Generations(root, "rules")


def switched(generations: Generations) -> int:
    with generations.writing(0):
        generation = generations.begin()
        generations.switch(generation)
        generations.sweep()
    return generation.number


def test_there_is_none_at_first(generations: Generations) -> None:
    assert generations.number() == 0
    with pytest.raises(IndexUnavailableError):
        generations.current()


def test_switching_counts_up_and_sweeps_the_old(generations: Generations, root: Path) -> None:
    assert [switched(generations) for _ in range(3)] == [1, 2, 3]

    assert generations.current() == (3, root / "index-000003")
    assert sorted(path.name for path in root.iterdir()) == ["CURRENT", "WRITE.lock", "index-000003"]


def test_unfinished_folder_is_neither_used_nor_reused(generations: Generations) -> None:
    switched(generations)
    with generations.writing(0):
        assert generations.begin().number == 2

    assert generations.number() == 1
    assert switched(generations) == 3


def test_index_of_other_rules_is_not_current(generations: Generations, root: Path) -> None:
    switched(generations)

    assert Generations(root, "other rules").number() == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "7", '{"generation": "x"}', '{"generation": 1}', "\x00" * 50]
)
def test_damaged_pointer_means_none(generations: Generations, root: Path, content: str) -> None:
    switched(generations)
    (root / "CURRENT").write_text(content)

    assert generations.number() == 0
    assert switched(generations) == 2


def test_two_may_not_write_at_once(generations: Generations, root: Path) -> None:
    other = Generations(root, "rules")
    with generations.writing(0), pytest.raises(IndexBusyError), other.writing(0.05):
        pass

    with other.writing(0):
        pass


def test_other_folders_are_left_alone(generations: Generations, root: Path) -> None:
    (root / "index-backup").mkdir(parents=True)

    switched(generations)

    assert (root / "index-backup").is_dir()
