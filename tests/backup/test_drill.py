"""The drill: back up, restore somewhere else, compare everything; from each database to each."""

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from architecture import small_world
from conftest import Store
from flask import Flask
from postgres import another_database
from sqlalchemy import select

from config import Settings
from matchmaker import schema
from matchmaker.app import create_app
from matchmaker.backup.making import make_backup
from matchmaker.backup.manifest import BackupError, read_manifest, table_file
from matchmaker.backup.restoring import STOPPED, restore_backup
from matchmaker.db import Base, db
from matchmaker.discovery.operations import check_search, rebuild_search
from matchmaker.discovery.queries import find
from matchmaker.jobs.models import OutboxRow
from matchmaker.matching.operations.arrays import match_arrays_fault, rebuild_match_arrays

Dump = dict[str, list[tuple[Any, ...]]]


def quiet(_name: str, _rows: int) -> None:
    """Nobody watches."""


def everything(skipped: frozenset[str] = frozenset()) -> Dump:
    with db.engine.connect() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in skipped
        }


@pytest.fixture
def made(app: Flask, tmp_path: Path) -> Path:
    with app.app_context():
        small_world.build()
        db.session.add(OutboxRow(kind="mail", key="account:1", payload={"message": "您好"}))
        db.session.commit()
        files = app.extensions["settings"].files_path
        (files / "a").mkdir(parents=True)
        (files / "a" / "方案.pdf").write_bytes(b"one")
        (files / "copy.pdf").write_bytes(b"one")
        folder = tmp_path / "backup"
        make_backup(db.engine, files, folder, quiet)
    return folder


@pytest.fixture
def elsewhere(
    store: Store, postgres_store: Store, tmp_path: Path, worker_id: str
) -> Iterator[Flask]:
    """Another installation with nothing in it, on the database this one is not on."""
    instance = tmp_path / "elsewhere"
    with ExitStack() as stack:
        url = f"sqlite:///{instance / 'other.db'}"
        if store.url.startswith("sqlite"):
            beside = another_database(postgres_store.url, f"elsewhere_{worker_id}")
            url = stack.enter_context(beside)
        environ = {
            "MATCHMAKER_ENV": "test",
            "INSTANCE_PATH": str(instance),
            "DATABASE_URL": url,
        }
        other = create_app(Settings.from_environ(environ))
        yield other
        with other.app_context():
            db.engine.dispose()


def found(words: str) -> tuple[int, list[tuple[str, int]]]:
    page = find(words)
    return page.total, [(item.kind, item.id) for item in page.items]


def test_restored_installation_is_the_same(app: Flask, made: Path, elsewhere: Flask) -> None:
    with app.test_request_context():
        rebuild_search()
        before, answers = everything(), [found(words) for words in ("矿卡", "5G", "华北矿用装备")]
        names = sorted(app.extensions["settings"].files_path.rglob("*.pdf"))
    with elsewhere.test_request_context():
        files = elsewhere.extensions["settings"].files_path
        restore_backup(db.engine, files, made, quiet)
        rebuild_search()
        rebuild_match_arrays()

        after = everything()
        assert after.keys() == before.keys()
        waiting = [row for row in before["outbox"] if row not in after["outbox"]]
        assert {row[1] for row in waiting} == {"mail"}, "mails that waited are parked"
        assert {name: rows for name, rows in after.items() if name != "outbox"} == {
            name: rows for name, rows in before.items() if name != "outbox"
        }
        assert [found(words) for words in ("矿卡", "5G", "华北矿用装备")] == answers
        assert [path.name for path in sorted(files.rglob("*.pdf"))] == [path.name for path in names]
        assert (files / "a" / "方案.pdf").read_bytes() == b"one"
        assert not check_search()
        assert match_arrays_fault() == ""
        stopped = {"kind": "mail", "last_error": STOPPED, "key": "account:1"}
        mail = db.session.query(OutboxRow).filter_by(**stopped).one()
        assert mail.parked_at is not None


@pytest.mark.one_database
def test_what_migrations_wrote_gives_way(app: Flask, made: Path, elsewhere: Flask) -> None:
    with app.test_request_context():
        before = everything(frozenset({"outbox"}))
    with elsewhere.test_request_context():
        schema.upgrade(db.engine)
        restore_backup(db.engine, elsewhere.extensions["settings"].files_path, made, quiet)

        assert everything(frozenset({"outbox"})) == before


def test_backup_goes_back_into_the_same_kind_of_database_and_counts_on(
    app: Flask, made: Path
) -> None:
    with app.app_context():
        skipped = frozenset({"outbox"})
        before = everything(skipped)
        files = app.extensions["settings"].files_path
        with pytest.raises(BackupError, match="not empty"):
            restore_backup(db.engine, files, made, quiet)
        restore_backup(db.engine, files, made, quiet, replace=True)

        assert everything(skipped) == before
        highest = max(row[0] for row in everything()["outbox"])
        row = OutboxRow(kind="index", key="offering:1")
        db.session.add(row)
        db.session.commit()
        assert row.id > highest


def test_damaged_backup_is_refused_before_anything_is_touched(
    app: Flask, made: Path, elsewhere: Flask
) -> None:
    del app
    path = table_file(made, "offering")
    path.write_bytes(path.read_bytes()[:-5])

    with elsewhere.app_context():
        files = elsewhere.extensions["settings"].files_path
        with pytest.raises(BackupError, match="not as it was written"):
            restore_backup(db.engine, files, made, quiet)
        assert not files.exists()


def test_unfinished_backup_is_none(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()

    with pytest.raises(BackupError, match="no whole backup"):
        read_manifest(tmp_path)


def test_backup_that_cannot_be_written_leaves_nothing(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gzip, "open", full)
    with app.app_context(), pytest.raises(OSError, match="No space"):
        make_backup(db.engine, tmp_path / "files", tmp_path / "backup", quiet)

    assert not list(tmp_path.glob("backup*"))


def test_folder_that_exists_is_left_alone(app: Flask, tmp_path: Path) -> None:
    with app.app_context(), pytest.raises(BackupError, match="exists"):
        make_backup(db.engine, tmp_path / "files", tmp_path, quiet)
