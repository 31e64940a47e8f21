"""Writing open data: every public kind as CSV, JSON Lines and Excel, beside the last, then swapped.

The same facts give the same bytes. Where nothing changed the files that are there stay.
"""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from flask import current_app
from xlsxwriter import Workbook

from matchmaker import clock
from matchmaker.api.queries.exports import DICTIONARY, TABLES, Table, Value
from matchmaker.db import db, reading
from matchmaker.web.sheets import OPTIONS

FOLDER: Final = "open-data"
CURRENT: Final = "current"  # names the folder that is given away
MANIFEST: Final = "manifest.json"
FORMS: Final = ("csv", "jsonl", "xlsx")
SEPARATOR: Final = "; "
# A spreadsheet program would take a text that begins so for a formula (CWE-1236).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
CELL_LETTERS: Final = 32_767  # what a cell of Excel holds
SHEET_MADE: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - Excel knows no zones; the same each time


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file: the table in it, its form, rows, bytes and SHA-256."""

    table: str
    form: str
    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is given away now, and when it was made."""

    made_at: str
    files: Sequence[DataFile]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)

    def file(self, table: str, form: str) -> DataFile | None:
        """Find a file."""
        return next((one for one in self.files if (one.table, one.form) == (table, form)), None)


def make_open_data() -> Manifest:
    """Write all files anew and switch to them, unless they say what the present ones say."""
    base = Path(current_app.instance_path) / FOLDER
    base.mkdir(parents=True, exist_ok=True)
    name = clock.now().strftime("%Y%m%dT%H%M%SZ")
    made = base / f".{name}-{os.getpid()}"
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    try:
        with reading():
            db.session.rollback()
            files = [file for table in (*TABLES, DICTIONARY) for file in _write(made, table)]
            db.session.rollback()  # a reading transaction must not be written to afterwards
        before = open_data()
        if before is not None and list(before.files) == files:
            return before
        manifest = Manifest(clock.now().isoformat(timespec="seconds"), files)
        said = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        (made / MANIFEST).write_text(said, encoding="utf-8")
        _switch(base, made, name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return manifest


def open_data() -> Manifest | None:
    """Give what is given away now; None before it was ever made."""
    folder = open_data_folder()
    if folder is None:
        return None
    said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Manifest(said["made_at"], [DataFile(**file) for file in said["files"]])


def open_data_folder() -> Path | None:
    """Give the folder whose files are given away now."""
    base = Path(current_app.instance_path) / FOLDER
    try:
        name = (base / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    return base / name if (base / name / MANIFEST).is_file() else None


def _switch(base: Path, made: Path, name: str) -> None:
    """Put a finished folder in place; the one before stays for who is fetching from it."""
    present = open_data_folder()
    place = base / name
    shutil.rmtree(place, ignore_errors=True)
    made.rename(place)
    pointer = base / f".{CURRENT}"
    pointer.write_text(name, encoding="ascii")
    pointer.replace(base / CURRENT)
    for old in base.iterdir():
        if old.is_dir() and old not in {place, present}:
            shutil.rmtree(old, ignore_errors=True)


class _Writer(Protocol):
    def write(self, row: Sequence[Value]) -> None: ...


def _write(folder: Path, table: Table) -> Iterator[DataFile]:
    paths = {form: folder / f"{table.name}.{form}" for form in FORMS}
    count = 0
    with ExitStack() as open_files:
        writers: list[_Writer] = [
            _Csv(open_files, paths["csv"], table),
            _JsonLines(open_files, paths["jsonl"], table),
            _Excel(open_files, paths["xlsx"], table),
        ]
        for row in table.read():
            count += 1
            for writer in writers:
                writer.write(row)
    for form, path in paths.items():
        with path.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        yield DataFile(table.name, form, path.name, count, path.stat().st_size, digest)


class _Csv:
    """RFC 4180 with a byte order mark, for Excel; nothing begins like a formula."""

    def __init__(self, open_files: ExitStack, path: Path, table: Table) -> None:
        handle: TextIO = open_files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
        self._writer = csv.writer(handle)
        self._writer.writerow([column.name for column in table.columns])

    def write(self, row: Sequence[Value]) -> None:
        self._writer.writerow([self._cell(value) for value in row])

    @staticmethod
    def _cell(value: Value) -> Any:
        said = _cell(value)
        return f"'{said}" if isinstance(said, str) and said.startswith(FORMULA) else said


class _JsonLines:
    """One object a line; what is not known is null, lists are lists."""

    def __init__(self, open_files: ExitStack, path: Path, table: Table) -> None:
        self._handle: TextIO = open_files.enter_context(
            path.open("w", encoding="utf-8", newline="\n")
        )
        self._names = [column.name for column in table.columns]

    def write(self, row: Sequence[Value]) -> None:
        said = dict(zip(self._names, row, strict=True))
        self._handle.write(f"{json.dumps(said, ensure_ascii=False)}\n")


class _Excel:
    """One sheet of values and one that says what its columns mean; no formulas, no links."""

    def __init__(self, open_files: ExitStack, path: Path, table: Table) -> None:
        book = open_files.enter_context(Workbook(str(path), OPTIONS))
        book.set_properties({"created": SHEET_MADE})
        bold = book.add_format({"bold": True})
        about = book.add_worksheet("dictionary")
        about.write_row(0, 0, ["field", "type", "unit", "meaning_zh", "meaning_en"], bold)
        for number, column in enumerate(table.columns, 1):
            said = [column.name, column.kind.value, column.unit, column.zh, column.en]
            about.write_row(number, 0, said)
        self._sheet = book.add_worksheet("data")
        self._sheet.freeze_panes(1, 0)
        self._sheet.write_row(0, 0, [column.name for column in table.columns], bold)
        self._sheet.activate()
        self._at = 0

    def write(self, row: Sequence[Value]) -> None:
        self._at += 1
        for place, value in enumerate(row):
            said = _cell(value)
            if isinstance(said, bool):
                self._sheet.write_boolean(self._at, place, said)
            elif isinstance(said, int | float):
                self._sheet.write_number(self._at, place, said)
            elif said:
                self._sheet.write_string(self._at, place, said[:CELL_LETTERS])


def _cell(value: Value) -> str | int | float | None:
    return SEPARATOR.join(value) if isinstance(value, list) else value
