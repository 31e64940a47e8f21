"""Reading a data file row by row, so that anything wrong names its file and line."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Never, TypeVar

import yaml

Row = TypeVar("Row")

SEEDS = Path(__file__).resolve().parent.parent
_LINE = "__line__"


class SeedError(Exception):
    """A data file holds something its reader does not accept.

    `file` is relative to the folder read; `line` counts from 1; 0 means the file as a whole.
    """

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: named values, and where they stand."""

    file: str
    line: int
    values: Mapping[str, Any]

    def fail(self, problem: str) -> Never:
        raise SeedError(self.file, self.line, problem)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """Text that must be there; a YAML number is read as it is written."""
        value = self.optional_text(name)
        if value is None:
            self.fail(f"{name} is missing")
        return value

    def optional_text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None or isinstance(value, list | dict | bool):
            if isinstance(value, list | dict | bool):
                self.fail(f"{name} is not text: {value!r}")
            return None
        return str(value).strip() or None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of words; a TSV cell separates them by `;`. Missing means none."""
        value = self.values.get(name)
        if value is None:
            return ()
        words = value.split(";") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self.fail(f"{name} is not a list of words: {value!r}")
        kept = tuple(word.strip() for word in words if word.strip())
        if len(set(kept)) != len(kept):
            self.fail(f"{name} says a word twice: {value!r}")
        return kept

    def number(self, name: str) -> float:
        if not self.has(name):
            self.fail(f"{name} is missing")
        value = self.values[name]
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            self.fail(f"{name} is not a number: {value!r}")
        try:
            return float(value)
        except ValueError:
            self.fail(f"{name} is not a number: {value!r}")

    def optional_number(self, name: str) -> float | None:
        return self.number(name) if self.has(name) else None

    def whole(self, name: str) -> int:
        value = self.number(name)
        if not value.is_integer():
            self.fail(f"{name} is not a whole number: {self.values[name]!r}")
        return int(value)

    def flag(self, name: str) -> bool:
        """True or false; missing means false; TSV writes `true` and `false`."""
        value = self.values.get(name, False)
        if isinstance(value, str) and value in {"true", "false"}:
            return value == "true"
        if not isinstance(value, bool):
            self.fail(f"{name} is neither true nor false: {value!r}")
        return value

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            self.fail(f"unknown {name}: {value!r}")
        return value

    def known(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Words of a list, each of which must be among `allowed`."""
        known = allowed if isinstance(allowed, set | frozenset | Mapping) else frozenset(allowed)
        words = self.texts(name)
        unknown = [word for word in words if word not in known]
        if unknown:
            self.fail(f"unknown {name}: {'; '.join(unknown)}")
        return words

    def records(self, name: str) -> tuple["Record", ...]:
        """Nested rows of a YAML or JSON list; missing means none."""
        rows = self.values.get(name) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail(f"{name} is not a list of rows")
        return tuple(Record(self.file, row.get(_LINE, self.line), row) for row in rows)

    def record(self, name: str) -> "Record":
        row = self.values.get(name)
        if not isinstance(row, dict):
            self.fail(f"{name} is missing or not a row")
        return Record(self.file, row.get(_LINE, self.line), row)

    def names(self) -> tuple[str, ...]:
        return tuple(name for name in self.values if name != _LINE)


def read_tsv(root: Path, file: str) -> tuple[Record, ...]:
    """Rows of a tab-separated file with a header; lines before it that start with `#` are notes."""
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(_text(root, file).splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise SeedError(file, 0, "no header")
    (_, header), *rows = lines
    for number, cells in rows:
        if len(cells) != len(header):
            raise SeedError(file, number, f"{len(cells)} cells under {len(header)} columns")
    return tuple(
        Record(file, number, dict(zip(header, map(str.strip, cells), strict=True)))
        for number, cells in rows
    )


def read_jsonl(root: Path, file: str) -> tuple[Record, ...]:
    """Rows of a file that holds one JSON object a line."""
    return tuple(
        _json_record(file, number, line)
        for number, line in enumerate(_text(root, file).splitlines(), start=1)
        if line.strip()
    )


def read_yaml(root: Path, file: str) -> Record:
    """The mapping a YAML file holds; every mapping inside knows its own line."""
    try:
        values = _parsed_yaml(_text(root, file))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise SeedError(file, line, f"not YAML: {error.problem}") from error
    if not isinstance(values, dict):
        raise SeedError(file, 0, "not a mapping")
    return Record(file, 1, values)


def unique(pairs: Iterable[tuple[Record, Row]], key: Callable[[Row], str]) -> tuple[Row, ...]:
    """The read rows, refusing two with the same key."""
    seen: dict[str, int] = {}
    rows = []
    for record, row in pairs:
        name = key(row)
        if name in seen:
            record.fail(f"{name!r} already stands in line {seen[name]}")
        seen[name] = record.line
        rows.append(row)
    return tuple(rows)


def _text(root: Path, file: str) -> str:
    try:
        return (root / file).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SeedError(file, 0, "the file is missing") from error
    except UnicodeDecodeError as error:
        raise SeedError(file, 0, "not UTF-8") from error


@lru_cache(maxsize=8)
def _parsed_yaml(text: str) -> object:
    # Most readers check their words against the same two or three files; parsing is the slow part.
    return yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a SafeLoader


def _json_record(file: str, number: int, line: str) -> Record:
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise SeedError(file, number, f"not JSON: {error.msg}") from error
    if not isinstance(values, dict):
        raise SeedError(file, number, "not a JSON object")
    return Record(file, number, values)


def _line_loader() -> type[yaml.SafeLoader]:
    # libyaml parses ten times faster; both loaders build only plain values.
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader = type("LineLoader", (base,), {})

    def mapping_with_line(
        loader: yaml.SafeLoader, node: yaml.MappingNode
    ) -> Iterator[dict[str, Any]]:
        row: dict[str, Any] = {_LINE: node.start_mark.line + 1}
        yield row
        row.update((str(name), value) for name, value in loader.construct_mapping(node).items())

    loader.add_constructor("tag:yaml.org,2002:map", mapping_with_line)  # type: ignore[attr-defined]
    return loader


_LineLoader = _line_loader()
