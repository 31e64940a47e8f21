"""What a column of a sheet is, and a sheet: one description for template, reading and export."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from matchmaker.catalogue.enums import ImportKind
from matchmaker.catalogue.forms.sheets.words import SheetWords
from matchmaker.catalogue.operations.imports import NUMBER
from matchmaker.errors import Words
from matchmaker.web.forms import clean_line, clean_prose


@dataclass(frozen=True, slots=True)
class Said:
    """The row a cell stands in: all its cells by column, and what is there so far."""

    cells: Mapping[str, str]
    present: Any


Read: TypeAlias = Callable[[SheetWords, str, Said], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, what to write in it, examples; how it is read and written.

    `read` gives the value for the content's field of the column's name and raises ValueError with
    words for the person; `write` gives back a text that reads as the same. `choices` name the
    words that may be used; with `is_one` the cell is chosen from them.
    """

    label: Words
    hint: Words
    example: Words | Callable[[SheetWords], str] = ""
    more: tuple[Words, ...] = ()  # further examples
    read: Read | None = None
    write: Callable[[Any], str] = lambda _content: ""
    choices: Callable[[SheetWords], list[str]] | None = None
    is_one: bool = False
    is_long: bool = False

    def shown(self, words: SheetWords) -> str:
        """Give the example; that of a column of the taxonomy is what the taxonomy has first."""
        return self.example(words) if callable(self.example) else str(self.example)


def line(name: str) -> dict[str, Any]:
    """Give how a column of one line is read and written."""
    return {
        "read": lambda _words, text, _row: clean_line(text),
        "write": lambda content: getattr(content, name),
    }


def prose(name: str) -> dict[str, Any]:
    """Give how a column of a text of several lines is read and written."""
    return {
        "read": lambda _words, text, _row: clean_prose(text),
        "write": lambda content: getattr(content, name),
        "is_long": True,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of things as a sheet; `rules` are told beside its columns."""

    kind: ImportKind
    title: Words
    columns: Mapping[str, Column]
    rules: tuple[Words, ...] = ()

    def cells(self, number: str, content: Any) -> dict[str, str]:
        """Write a thing as a row that reads back as the same."""
        written = {name: column.write(content) for name, column in self.columns.items()}
        return {**written, NUMBER: number}
