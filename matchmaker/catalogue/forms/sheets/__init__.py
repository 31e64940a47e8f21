"""Rows of a spreadsheet as offerings or cases, and these as rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from matchmaker.catalogue.enums import ImportKind
from matchmaker.catalogue.forms.sheets.cases import CASES
from matchmaker.catalogue.forms.sheets.columns import Column, Said, Sheet
from matchmaker.catalogue.forms.sheets.offerings import OFFERINGS
from matchmaker.catalogue.forms.sheets.words import SheetWords, clean_number, in_every_language
from matchmaker.catalogue.operations.imports import NUMBER, RowError

SHEETS: Final[Mapping[ImportKind, Sheet]] = {
    ImportKind.OFFERINGS: OFFERINGS,
    ImportKind.CASES: CASES,
}
NEEDED: Final = (NUMBER, "title")

__all__ = [
    "NEEDED",
    "SHEETS",
    "Column",
    "Said",
    "Sheet",
    "SheetReader",
    "SheetWords",
    "clean_number",
    "in_every_language",
]


class SheetReader:
    """Reads the rows of a kind with the words of the taxonomy, read once."""

    def __init__(self, kind: ImportKind) -> None:
        self._columns = SHEETS[kind].columns
        self._words = SheetWords()

    def content(self, cells: Mapping[str, str], present: Any, *, is_new: bool) -> Any:
        """Give `present` as a row changes it; columns it lacks stay as they are. Raises RowError.

        Cells that say what is there in the words of an export leave it as it is to the letter.
        """
        faults: dict[str, str] = {}
        said: dict[str, Any] = {}
        row = Said(cells, present)
        for name, column in self._columns.items():
            text = cells.get(name)
            if text is None or column.read is None:
                continue
            if not is_new and text.strip() == column.write(present):
                continue
            try:
                said[name] = column.read(self._words, text, row)
            except ValueError as error:
                faults[name] = str(error)
        if faults:
            raise RowError(faults)
        return replace(present, **said)
