"""The way back: a backup is proved whole first, then written in one transaction."""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    column,
    delete,
    insert,
    inspect,
    table,
    text,
    update,
)

from matchmaker import clock
from matchmaker.backup.manifest import (
    BackupError,
    Manifest,
    checksum_of,
    read,
    read_manifest,
    stored_file,
    table_file,
    type_of,
)
from matchmaker.jobs.models import OutboxRow
from matchmaker.jobs.outbox import MAIL
from matchmaker.schema import alembic_config

Progress = Callable[[str, int], None]
Row = dict[str, Any]
BATCH: Final = 1_000
MADE_BY_MIGRATIONS: Final = frozenset({"alembic_version", "metric"})  # rows nobody wrote
STOPPED: Final = "restored from a backup: this mail may have left after the backup was made"


def restore_backup(
    engine: Engine, files: Path, folder: Path, progress: Progress, *, replace: bool = False
) -> Manifest:
    """Make the database and the files those of a backup, and give its manifest.

    Everything is compared with its checksum before anything is touched; the database changes in
    one transaction. The schema is afterwards the one the backup was made under. Mails that waited
    then are parked: nobody knows whether they left since.

    Raises BackupError for a backup that is not whole or newer than this program, and, unless
    `replace` is given, where the place is not empty.
    """
    manifest = read_manifest(folder)
    _prove(manifest, folder)
    if not replace:
        _check_empty(engine, files)
    with engine.connect().execution_options(untold=True) as connection, connection.begin():
        _drop_all(connection)
        command.upgrade(alembic_config(connection), manifest.revision)
        for name in reversed(list(manifest.tables)):  # what migrations wrote gives way
            connection.execute(delete(table(name)))
        for name, facts in manifest.tables.items():
            _fill(connection, name, table_file(folder, name))
            progress(name, facts.rows)
        _count_on(connection, manifest.tables)
        _park_mails(connection)
    _restore_files(manifest, files, folder)
    return manifest


def _prove(manifest: Manifest, folder: Path) -> None:
    kept = {table_file(folder, name): facts.sha256 for name, facts in manifest.tables.items()}
    kept |= {stored_file(folder, facts.sha256): facts.sha256 for facts in manifest.files.values()}
    for path, checksum in kept.items():
        if not path.is_file() or checksum_of(path) != checksum:
            raise BackupError(f"{path} is missing or not as it was written: use another backup")
    for name in manifest.files:
        parts = PurePosixPath(name).parts
        if PurePosixPath(name).is_absolute() or ".." in parts:
            raise BackupError(f"{folder} names a file outside its folder: {name!r}")
    try:
        ScriptDirectory.from_config(alembic_config()).get_revision(manifest.revision)
    except CommandError as error:
        raise BackupError(
            f"{folder} was made by version {manifest.version}, which this program does not know:"
            " install that version, restore, then update"
        ) from error


def _check_empty(engine: Engine, files: Path) -> None:
    with engine.connect() as connection:
        filled = [
            name
            for name in inspect(connection).get_table_names()
            if name not in MADE_BY_MIGRATIONS
            and connection.scalar(text(f'SELECT 1 FROM "{name}" LIMIT 1'))  # noqa: S608 - a table
        ]
    if filled or (files.is_dir() and any(files.iterdir())):
        raise BackupError(
            "the place is not empty: give --replace to lose what it holds, or name an empty one"
        )


def _drop_all(connection: Connection) -> None:
    present = MetaData()
    present.reflect(connection)
    present.drop_all(connection)


def _fill(connection: Connection, name: str, path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        kinds: dict[str, str] = json.loads(file.readline())
        columns = [column(key, type_of(kind)) for key, kind in kinds.items()]
        target = table(name, *columns)
        rows = (
            {
                key: read(value, kinds[key])
                for key, value in zip(kinds, json.loads(line), strict=True)
            }
            for line in file
        )
        parents = _own_parents(connection, name)
        for some in _portions(_parents_first(list(rows), parents) if parents else rows):
            connection.execute(insert(target), some)


def _own_parents(connection: Connection, name: str) -> Mapping[str, str]:
    """Columns that name a row of the same table, with the column they name it by."""
    return {
        key["constrained_columns"][0]: key["referred_columns"][0]
        for key in inspect(connection).get_foreign_keys(name)
        if key["referred_table"] == name
    }


def _parents_first(rows: list[Row], parents: Mapping[str, str]) -> Iterator[Row]:
    """Order rows of a table that name each other: whoever is named comes first."""
    written: set[tuple[str, Any]] = set()
    waiting = rows
    while waiting:
        later = []
        for row in waiting:
            named = {(to, row[key]) for key, to in parents.items() if row[key] is not None}
            if named <= written:
                written |= {(to, row[to]) for to in parents.values()}
                yield row
            else:
                later.append(row)
        if len(later) == len(waiting):
            raise BackupError("rows name each other in a circle")
        waiting = later


def _portions(rows: Iterator[Row]) -> Iterator[list[Row]]:
    some: list[Row] = []
    for row in rows:
        some.append(row)
        if len(some) == BATCH:
            yield some
            some = []
    if some:
        yield some


def _count_on(connection: Connection, tables: Mapping[str, object]) -> None:
    """Let PostgreSQL give numbers from the highest on; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for name in tables:
        for key in inspect(connection).get_columns(name):
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": f'"{name}"', "column": key["name"]},
            )
            if sequence:
                highest = f'SELECT coalesce(max("{key["name"]}"), 0) + 1 FROM "{name}"'  # noqa: S608 - names of the schema
                connection.execute(
                    text(f"SELECT setval(:sequence, ({highest}), false)"), {"sequence": sequence}
                )


def _park_mails(connection: Connection) -> None:
    waits = OutboxRow.done_at.is_(None), OutboxRow.parked_at.is_(None), OutboxRow.kind == MAIL
    parked = {"parked_at": clock.now(), "last_error": STOPPED}
    connection.execute(update(OutboxRow).where(*waits).values(**parked))


def _restore_files(manifest: Manifest, files: Path, folder: Path) -> None:
    """Put the files beside those that are there, then in their place."""
    beside = files.with_name(f"{files.name}.restored")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700, parents=True)
    for name, facts in manifest.files.items():
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stored_file(folder, facts.sha256), path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    shutil.rmtree(files, ignore_errors=True)
    beside.rename(files)
