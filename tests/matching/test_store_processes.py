"""Several processes on the same arrays: killed writers, a full disk, two workers at once."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from factories.matching import NO_FLOOR, REGIONS
from matching import saving_process
from matching.saving_process import LARGE, SMALL, collection, stamp

from matchmaker.matching.scoring import Need, Ranker
from matchmaker.matching.scoring.store.stored import MatchStore, Opened

HOUSE = Path(__file__).parents[2]
ENVIRONMENT = {"PYTHONPATH": f"{HOUSE}:{HOUSE / 'tests'}"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "matching"


def command(root: Path, task: str) -> list[str]:
    return [sys.executable, str(Path(saving_process.__file__)), str(root), task]


@contextmanager
def another(root: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that saves without end from the first line of the block; killed at its end."""
    with subprocess.Popen(  # noqa: S603 - our own script
        command(root, "save"), stdout=subprocess.PIPE, text=True, cwd=HOUSE, env=ENVIRONMENT
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def is_whole(opened: Opened) -> bool:
    ranking = Ranker.of(opened.collection, REGIONS, NO_FLOOR).rank(Need("无人矿卡"), 100)
    keys = [match.key for match in ranking.matches]
    return sorted(keys) == list(range(len(opened.collection)))


def test_killed_writer_never_leaves_half_a_generation(root: Path) -> None:
    MatchStore(root).save(collection(SMALL), stamp(0))
    chance = random.Random(13)  # noqa: S311 - a repeatable test
    for _ in range(6):
        with another(root):
            time.sleep(chance.uniform(0.01, 0.4))
        opened = MatchStore(root).open()
        assert len(opened.collection) in {SMALL, LARGE}
        assert is_whole(opened)

    healed = MatchStore(root).save(collection(SMALL), stamp(1))

    assert [path.name for path in root.glob("index-*")] == [f"index-{healed.number:06d}"]


def test_two_writers_and_a_reader_never_see_anything_broken(root: Path) -> None:
    store = MatchStore(root)
    opened = store.save(collection(SMALL), stamp(0))
    with another(root) as one, another(root) as two:
        give_up = time.monotonic() + 30
        seen: set[int] = set()
        while len(seen) < 12 and time.monotonic() < give_up:
            opened = store.open(opened)
            seen.add(opened.number)
            assert is_whole(opened)
        for process in (one, two):
            assert process.stdout
            assert process.poll() is None
            assert int(process.stdout.readline()) in {SMALL, LARGE}
    assert len(seen) == 12


def test_full_disk_leaves_the_generation_in_use(root: Path) -> None:
    first = MatchStore(root).save(collection(SMALL), stamp(0))

    said = subprocess.check_output(  # noqa: S603 - our own script
        command(root, "small-disk"), text=True, cwd=HOUSE, env=ENVIRONMENT
    )

    assert said == "OSError\n"
    assert [path.name for path in root.glob("index-*")] == ["index-000001"]
    assert MatchStore(root).open().number == first.number
