"""Several processes on one index: killed writers, commits and switches under a reader's feet."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from search import writer_process
from search.writer_process import LARGE, SMALL, case, stamps_after

from matchmaker.search.port import SearchQuery
from matchmaker.search.whoosh_index import WhooshIndex

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "search"


@pytest.fixture
def index(root: Path) -> WhooshIndex:
    built = WhooshIndex(root)
    built.rebuild([])
    return built


@contextmanager
def another(root: Path, task: str, first: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process at work on the index from the first line of the block; killed at its end."""
    script = Path(writer_process.__file__)
    command = [sys.executable, str(script), str(root), task, str(first)]
    with subprocess.Popen(  # noqa: S603 - our own script
        command, stdout=subprocess.PIPE, text=True, cwd=HOUSE, env={"PYTHONPATH": str(HOUSE)}
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> list[int]:
    """The numbers a killed process had time to say."""
    assert process.stdout
    return [int(line) for line in process.stdout.read().splitlines() if line]


def test_killed_writer_loses_nothing_and_doubles_nothing(index: WhooshIndex, root: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - a repeatable test
    last = -1
    for _ in range(7):
        with another(root, "apply", first=last + 1) as writer:
            assert writer.stdout
            for _ in range(chance.randrange(1, 6)):
                last = int(writer.stdout.readline())
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            last = max([last, *said(writer)])

        stamps = index.stamps()
        # The batch in the works when the kill came is in whole or not at all.
        assert stamps in (stamps_after(last), stamps_after(last + 1))
        hits = index.search(SearchQuery(), limit=1000).hits
        assert len(hits) == len({hit.key for hit in hits}) == len(stamps)


def test_killed_writer_leaves_no_rubbish_for_long(index: WhooshIndex, root: Path) -> None:
    with another(root, "apply") as writer:
        time.sleep(0.2)
        writer.kill()
    (root / "index-000001" / "_MAIN_9.toc.1700000000.5").write_bytes(b"unfinished")

    index.apply([case(1)])

    left = [path for path in (root / "index-000001").iterdir() if path.suffix != ".seg"]
    assert sorted(path.suffix or path.name for path in left) == [".toc", "MAIN_WRITELOCK"]


def test_opening_never_fails_beside_a_busy_writer(root: Path) -> None:
    WhooshIndex(root).rebuild([])
    with another(root, "apply"):
        until = time.monotonic() + 2
        while time.monotonic() < until:
            assert WhooshIndex(root).search(SearchQuery()).total <= 40


def test_change_of_another_process_is_seen_at_the_next_call(index: WhooshIndex, root: Path) -> None:
    assert index.stamps() == {}
    with another(root, "apply") as writer:
        assert writer.stdout
        last = -1
        for _ in range(20):
            last = int(writer.stdout.readline())
            assert max(index.stamps().values()) >= last


def test_switch_is_never_noticed(index: WhooshIndex, root: Path) -> None:
    index.rebuild(case(n) for n in range(SMALL))
    before = index.generation
    with another(root, "rebuild"):
        give_up = time.monotonic() + 30
        totals = set()
        while index.generation < before + 8 and time.monotonic() < give_up:
            results = index.search(SearchQuery(words=("岸桥",)), limit=100)
            totals.add(results.total)
            assert len({hit.key for hit in results.hits}) == results.total
    assert totals == {SMALL, LARGE}


def test_killed_rebuild_leaves_the_old_index_and_no_folder_for_long(
    index: WhooshIndex, root: Path
) -> None:
    index.rebuild(case(n) for n in range(SMALL))
    for pause in (0.01, 0.03, 0.06):
        with another(root, "rebuild") as writer:
            time.sleep(pause)
            writer.kill()
        assert index.search(SearchQuery()).total in {SMALL, LARGE}

    index.rebuild([case(1)])

    assert [path.name for path in root.glob("index-*")] == [f"index-{index.generation:06d}"]
    assert index.search(SearchQuery()).total == 1
