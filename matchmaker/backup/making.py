"""Making a backup: every table in one moment of the database, and the files people handed in."""

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, Table, select

from matchmaker import clock
from matchmaker.backup.manifest import (
    FORMAT,
    TABLES,
    BackupError,
    FileFacts,
    Manifest,
    TableFacts,
    checksum_of,
    kind_of,
    stored_file,
    table_file,
    written,
)
from matchmaker.db import Base, reading

Progress = Callable[[str, int], None]
BATCH: Final = 1_000


def make_backup(engine: Engine, files: Path, folder: Path, progress: Progress) -> Manifest:
    """Write a backup into a folder that does not exist yet, and give its manifest.

    All tables are of one moment, while the site goes on. `progress` hears the name of each table
    and its rows. Raises BackupError where the folder exists, OSError where it cannot be written;
    then nothing is left of it.
    """
    if folder.exists():
        raise BackupError(f"{folder} exists: name a new folder for each backup")
    beside = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / TABLES).mkdir(mode=0o700, parents=True)
    try:
        manifest = _written(engine, files, beside, progress)
        manifest.write(beside)
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return manifest


def _written(engine: Engine, files: Path, folder: Path, progress: Progress) -> Manifest:
    tables = {}
    with reading(), _one_moment(engine) as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        for table in Base.metadata.sorted_tables:
            tables[table.name] = _write_table(connection, table, table_file(folder, table.name))
            progress(table.name, tables[table.name].rows)
    return Manifest(
        format=FORMAT,
        version=version("matchmaker"),
        revision=revision or "",
        database=engine.dialect.name,
        made_at=clock.now().isoformat(),
        tables=tables,
        files=dict(_write_files(files, folder)),
    )


def _one_moment(engine: Engine) -> Connection:
    """Give a connection whose questions are all answered for the same moment."""
    if engine.dialect.name == "sqlite":
        return engine.connect()  # a transaction that reads keeps its snapshot
    level = "REPEATABLE READ"
    return engine.connect().execution_options(isolation_level=level, postgresql_readonly=True)


def _write_table(connection: Connection, table: Table, path: Path) -> TableFacts:
    kinds = {column.name: kind_of(column.type) for column in table.columns}
    rows = 0
    question = select(table).order_by(*table.primary_key).execution_options(yield_per=BATCH)
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file:
        file.write(json.dumps(kinds) + "\n")
        for row in connection.execute(question):
            file.write(json.dumps([written(value) for value in row], ensure_ascii=False) + "\n")
            rows += 1
    return TableFacts(rows, checksum_of(path))


def _write_files(files: Path, folder: Path) -> Iterator[tuple[str, FileFacts]]:
    """Copy each content once under its checksum; the manifest says which names it goes by."""
    for path in sorted(files.rglob("*")) if files.is_dir() else ():
        if not path.is_file() or path.is_symlink():
            continue
        checksum = checksum_of(path)
        kept = stored_file(folder, checksum)
        if not kept.exists():
            kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        yield path.relative_to(files).as_posix(), FileFacts(path.stat().st_size, checksum)
