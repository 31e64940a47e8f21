"""Rankings from arrays on disk: shared, kept by the worker, and never the only copy."""

from datetime import timedelta
from pathlib import Path

import pytest
from factories.catalogue_rows import published_offering
from flask import Flask
from sqlalchemy import select

from matchmaker import clock
from matchmaker.app import keep_house, outbox_handlers
from matchmaker.catalogue.operations import withdraw_offering
from matchmaker.db import db
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import INDEX
from matchmaker.jobs.worker import KEEP_DONE, run_once
from matchmaker.matching.operations.arrays import keep_match_arrays, rebuild_match_arrays
from matchmaker.matching.queries import live as live_module
from matchmaker.matching.queries.live import SAVED_EVERY, LiveRanker
from matchmaker.matching.scoring.records import Need
from matchmaker.matching.scoring.store.lazy import StoredRecords
from matchmaker.taxonomy.operations import put_scene

pytestmark = pytest.mark.usefixtures("session")
NEED = Need(text="露天煤矿需要无人驾驶矿卡运输")


@pytest.fixture
def root(app: Flask) -> Path:
    return Path(app.instance_path) / "matching"


@pytest.fixture
def published(session: None) -> int:  # noqa: ARG001 - rows need its app context
    offering, _owner = published_offering()
    db.session.commit()
    return offering.id


def process(app: Flask) -> LiveRanker:
    """A web process of its own."""
    return LiveRanker.below(Path(app.instance_path))


def found(live: LiveRanker) -> list[int]:
    return [match.key for match in live.current().rank(NEED).matches]


def is_mapped(live: LiveRanker) -> bool:
    parts = live.current().collection.parts
    return isinstance(parts[0].block.records, StoredRecords)


def generations(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("index-*"))


def test_worker_writes_what_web_processes_open(app: Flask, root: Path, published: int) -> None:
    run_once(outbox_handlers())
    one, two = process(app), process(app)

    assert generations(root) == ["index-000001"]
    assert found(one) == found(two) == [published]
    assert is_mapped(one)
    assert is_mapped(two)


def test_change_counts_before_the_worker_saw_it(app: Flask, root: Path, published: int) -> None:
    run_once(outbox_handlers())
    one = process(app)
    assert found(one) == [published]

    other, owner = published_offering("矿用卡车无人驾驶改造二")
    db.session.commit()
    assert set(found(one)) == set(found(process(app))) == {published, other.id}
    withdraw_offering(other, actor=owner)
    db.session.commit()

    assert found(one) == found(process(app)) == [published]
    assert generations(root) == ["index-000001"]


def test_few_changes_are_written_after_an_hour(app: Flask, root: Path, published: int) -> None:
    run_once(outbox_handlers())
    one = process(app)
    assert found(one) == [published]
    other, _owner = published_offering("矿用卡车无人驾驶改造二")
    db.session.commit()
    run_once(outbox_handlers())
    assert generations(root) == ["index-000001"]

    with clock.at(clock.now() + SAVED_EVERY):
        keep_house()

        assert generations(root) == ["index-000002"]
        assert set(found(one)) == {published, other.id}
        assert is_mapped(one)


@pytest.mark.usefixtures("published")
def test_many_changes_are_written_at_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_module, "SAVED_AFTER", 2)
    run_once(outbox_handlers())
    for title in ("矿用卡车无人驾驶改造二", "矿用卡车无人驾驶改造三"):
        published_offering(title)
    db.session.commit()

    run_once(outbox_handlers())

    assert generations(root) == ["index-000002"]


@pytest.mark.parametrize("most_built", [0, 10])
def test_new_words_are_understood_once_the_worker_has_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch, most_built: int
) -> None:
    monkeypatch.setattr(live_module, "BUILT_HERE", most_built)
    offering, _owner = published_offering()
    db.session.commit()
    run_once(outbox_handlers())
    one = process(app)
    need = Need(text="我们要搞铁牛自己跑")
    assert not one.current().rank(need).scenes

    put_scene(offering.scenes[0], {"aliases": ["铁牛自己跑"]}, capabilities=[], actor=None)
    db.session.commit()
    assert len(one.current()) == 1
    assert bool(one.current().rank(need).scenes) is (most_built > 0)
    run_once(outbox_handlers())

    for live in (one, process(app)):
        assert live.current().rank(need).scenes[0].slug == offering.scenes[0].slug
        assert is_mapped(live)


def test_broken_files_are_built_anew(app: Flask, root: Path, published: int) -> None:
    run_once(outbox_handlers())
    largest = max(root.rglob("*.npy"), key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-8])
    cold = process(app)
    assert found(cold) == [published]
    assert not is_mapped(cold)

    keep_house()

    assert generations(root) == ["index-000002"]
    assert found(cold) == found(process(app)) == [published]
    assert is_mapped(cold)


@pytest.mark.usefixtures("published")
def test_arrays_of_another_database_are_refused(app: Flask) -> None:
    run_once(outbox_handlers())
    db.session.query(OutboxRow).delete()
    with clock.at(clock.now() + timedelta(seconds=1)):
        other, _owner = published_offering("矿用卡车无人驾驶改造二")
        db.session.commit()

        cold = process(app)
        assert other.id in found(cold)
        assert not is_mapped(cold)


def test_arrays_read_too_long_ago_are_refused(app: Flask, published: int) -> None:
    run_once(outbox_handlers())

    with clock.at(clock.now() + KEEP_DONE):
        cold = process(app)
        assert found(cold) == [published]
        assert not is_mapped(cold)


def test_newest_row_of_the_feed_outlives_the_purge(app: Flask, published: int) -> None:
    run_once(outbox_handlers())
    feed = db.session.query(OutboxRow.id).filter_by(kind="index").order_by(OutboxRow.id.desc())
    last = feed.first()

    with clock.at(clock.now() + KEEP_DONE + timedelta(hours=1)):
        keep_house()

        assert feed.all() == [last]
        cold = process(app)
        assert found(cold) == [published]
        assert is_mapped(cold)


def test_full_disk_is_told_to_who_asks_and_stops_nobody(
    app: Flask, root: Path, published: int
) -> None:
    root.parent.mkdir(exist_ok=True)
    root.write_text("a file where the folder should be", encoding="utf-8")

    assert run_once(outbox_handlers()) > 0
    with pytest.raises(OSError, match="matching"):
        rebuild_match_arrays()

    unfinished = db.session.query(OutboxRow).filter_by(kind="index", done_at=None)
    assert unfinished.count() == 0
    assert found(process(app)) == [published]


def test_rebuild_writes_files_where_nothing_is_left_in_the_outbox(
    app: Flask, root: Path, published: int
) -> None:
    db.session.query(OutboxRow).delete()
    db.session.commit()

    assert rebuild_match_arrays() == 1

    cold = process(app)
    assert found(cold) == [published]
    assert is_mapped(cold)
    assert generations(root)
    run_once(outbox_handlers())
    waiting = select(OutboxRow).where(OutboxRow.kind == INDEX, OutboxRow.done_at.is_(None))
    assert db.session.scalars(waiting).all() == []


def test_rebuild_replaces_the_arrays(app: Flask, root: Path, published: int) -> None:
    run_once(outbox_handlers())
    steps: list[int] = []

    assert rebuild_match_arrays(steps.append) == 1

    assert steps == [1]
    assert generations(root) == ["index-000002"]
    assert found(process(app)) == [published]


def test_nothing_is_written_before_anything_ever_changed(root: Path) -> None:
    keep_match_arrays()

    assert generations(root) == []
