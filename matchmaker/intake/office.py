"""Text of Word documents and of spreadsheets; tables keep a line a row and a tab between cells."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from matchmaker.intake import limits

_PARAGRAPH: Final = qn("w:p")
_TABLE: Final = qn("w:tbl")
_ROW: Final = qn("w:tr")
_CELL: Final = qn("w:tc")
_TEXT: Final = qn("w:t")
_BREAKS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}
# A text box is written twice, the second time for old readers.
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST: Final = 60


def word_text(data: bytes) -> str:
    """The body of a .docx in reading order: paragraphs and tables, without headers and notes."""
    return "\n".join(_blocks(Document(BytesIO(data)).element.body, 0))


def _blocks(parent: Any, depth: int) -> Iterator[str]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield "".join(_runs(child, 0))
        elif child.tag == _TABLE:
            for row in child.iterchildren(_ROW):
                cells = (
                    " ".join(filter(None, _blocks(cell, depth + 1)))
                    for cell in row.iterchildren(_CELL)
                )
                yield "\t".join(cells)
        elif depth < _DEEPEST and isinstance(child.tag, str):
            yield from _blocks(child, depth + 1)  # content controls and the like


def _runs(parent: Any, depth: int) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag != _FALLBACK and depth < _DEEPEST:
            yield from _runs(child, depth + 1)


def sheet_text(data: bytes) -> str:
    """The visible sheets of an .xlsx, a line a row, computed values instead of formulas."""
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        lines: list[str] = []
        for sheet in book.worksheets[: limits.SHEETS]:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # a file may lie about its size
                lines.extend(_lines(sheet))
        return "\n".join(lines)
    finally:
        book.close()


def first_sheet_rows(data: bytes, most: int) -> list[list[str]]:
    """The rows of the first visible sheet of an .xlsx as text, `most` at most, blank ones too.

    Computed values stand for formulas; of merged cells the first has the value.
    """
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            return []
        sheet.reset_dimensions()  # a file may lie about its size
        rows = islice(sheet.iter_rows(max_col=limits.COLUMNS), most)
        return [[_typed(cell) if _is_said(cell) else "" for cell in row] for row in rows]
    finally:
        book.close()


def _typed(cell: Any) -> str:
    """A cell as text, lines and all."""
    if isinstance(cell.value, str):
        return str(cell.value)
    return _shown(cell.value, cell.number_format or "")


def _lines(sheet: Any) -> Iterator[str]:
    for row in islice(sheet.iter_rows(max_col=limits.COLUMNS), limits.ROWS):
        cells = [_shown(cell.value, cell.number_format or "") for cell in row if _is_said(cell)]
        if cells:
            yield "\t".join(cells)


def _is_said(cell: Any) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _shown(value: object, number_format: str) -> str:
    """A cell as people see it: 0.999 under 0.0% is 99.9%, a date is year-month-day."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        if "%" in number_format:
            return f"{value * 100:.10g}%"
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return " ".join(str(value).split())
