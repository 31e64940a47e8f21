"""What a backup holds: its folder, the manifest with counts and checksums, the kinds of columns."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import JSON, Date, Numeric, types
from sqlalchemy.types import TypeEngine

from matchmaker.db import UTCDateTime

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TABLES: Final = "tables"
FILES: Final = "files"
CHUNK_BYTES: Final = 1 << 20

PLAIN, INSTANT, DAY, DECIMAL, STRUCTURE = "plain", "instant", "day", "decimal", "json"


class BackupError(Exception):
    """A backup cannot be made or used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """Rows of a table, and the SHA-256 of its file."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and SHA-256 of a file people handed in."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    format: int
    version: str
    revision: str
    database: str
    made_at: str
    tables: Mapping[str, TableFacts]
    files: Mapping[str, FileFacts]

    def write(self, folder: Path) -> None:
        """Write the manifest; it comes last, so a backup without one is not whole."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup. Raises BackupError where there is none that can be used."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
        manifest = Manifest(
            **{
                **said,
                "tables": {name: TableFacts(**facts) for name, facts in said["tables"].items()},
                "files": {name: FileFacts(**facts) for name, facts in said["files"].items()},
            }
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError(f"{folder} holds no whole backup: {error}") from error
    if manifest.format != FORMAT:
        raise BackupError(
            f"{folder} is a backup of format {manifest.format}, made by version"
            f" {manifest.version}; this program reads format {FORMAT}"
        )
    return manifest


def table_file(folder: Path, name: str) -> Path:
    """Give the file of a table."""
    return folder / TABLES / f"{name}.jsonl.gz"


def stored_file(folder: Path, checksum: str) -> Path:
    """Give the place of a file's content."""
    return folder / FILES / checksum[:2] / checksum


def checksum_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def kind_of(column_type: TypeEngine[Any]) -> str:
    """Say how the values of a column are written: the same for every database."""
    kinds: tuple[tuple[type[Any], str], ...] = (
        (UTCDateTime, INSTANT),
        (Date, DAY),
        (Numeric, DECIMAL),
        (JSON, STRUCTURE),
    )
    if isinstance(column_type, types.Float):  # a Numeric as well
        return PLAIN
    return next((kind for base, kind in kinds if isinstance(column_type, base)), PLAIN)


def type_of(kind: str) -> TypeEngine[Any]:
    """Give the column type that takes values of a kind."""
    found: dict[str, TypeEngine[Any]] = {
        INSTANT: UTCDateTime(),
        DAY: Date(),
        DECIMAL: Numeric(),
        STRUCTURE: JSON(none_as_null=True),
    }
    return found.get(kind, types.NullType())


def written(value: Any) -> Any:
    """Give a value as JSON has it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def read(value: Any, kind: str) -> Any:
    """Give a value of a kind back as Python has it."""
    if value is None:
        return None
    readers: dict[str, Callable[[str], Any]] = {
        INSTANT: datetime.fromisoformat,
        DAY: date.fromisoformat,
        DECIMAL: Decimal,
    }
    return readers[kind](value) if kind in readers else value
