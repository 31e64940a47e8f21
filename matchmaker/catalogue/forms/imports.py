"""Files of offerings: what was uploaded as rows, and rows as a file to download."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Final

from flask import Response, request, send_file
from flask_babel import lazy_gettext as _
from xlsxwriter import Workbook

from matchmaker.catalogue.forms.sheets import (
    COLUMNS,
    IS,
    IS_NOT,
    NEEDED,
    clean_number,
    in_every_language,
)
from matchmaker.catalogue.operations.imports import NUMBER, ROW, ROWS_MOST, SheetRow
from matchmaker.errors import DomainError
from matchmaker.intake.files import rows_of_sheet
from matchmaker.taxonomy.forms import Subjects
from matchmaker.taxonomy.queries import (
    capabilities_in_order,
    regions_for_choice,
    sectors_with_scenes,
)
from matchmaker.web.language import in_each_language, localised
from matchmaker.web.sheets import NARROW, OPTIONS, WIDE, XLSX

FAULTS: Final = _("错误")
EXAMPLE, HINT = _("示例"), _("说明")  # a number that begins so is no offering
HEADS_WITHIN: Final = 10  # rows from the top in which the headings stand
LONGEST_NUMBER: Final = 60
LONGEST_CELL: Final = 20_000
_SENT_LONGEST: Final = 32_767  # characters a cell of .xlsx holds
_LONG = frozenset({"title", "summary", "scenes", "capabilities", "promises"})
_LISTED: Final = 1_000  # rows the drop-downs reach


def uploaded_rows() -> tuple[str, list[str], list[SheetRow]]:
    """Give the name, the columns and the rows of the file that was sent.

    Raises DomainError (field `file`) for one that cannot be read, and for headings nobody knows.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DomainError(_("请先选择文件。"), field="file")
    most = ROWS_MOST + HEADS_WITHIN + 1
    table = rows_of_sheet(sent.read(), most=most, field="file")
    if len(table) == most:
        raise DomainError(
            _("一个文件最多 %(most)s 个方案，请分成几个文件。", most=f"{ROWS_MOST:,}"), field="file"
        )
    at, columns = _heads(table)
    passed_over = tuple(in_every_language(EXAMPLE) | in_every_language(HINT))
    rows = [
        row
        for place, cells in enumerate(table[at + 1 :], at + 2)
        if (row := _row(place, columns, cells, passed_over)) is not None
    ]
    return sent.filename, [name for name in columns if name in COLUMNS], rows


def offerings_book(
    name: str,
    rows: Iterable[Mapping[str, str]],
    *,
    faults: Sequence[Mapping[str, str]] | None = None,
    is_template: bool = False,
) -> Response:
    """Send rows in the form the import reads; with `faults` a last column says what is wrong."""
    target = BytesIO()
    with Workbook(target, {**OPTIONS, "constant_memory": False}) as book:
        sheet = book.add_worksheet(str(_("方案")))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"italic": True, "font_color": "#666666", "text_wrap": True})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        heads = [str(column.label) for column in COLUMNS.values()]
        sheet.write_row(0, 0, [*heads, *([str(FAULTS)] if faults is not None else [])], bold)
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, WIDE if column in _LONG else NARROW, text)
        if faults is not None:
            sheet.set_column(len(heads), len(heads), WIDE * 2, text)
        line = 1
        if is_template:
            line = _explain(sheet, quiet)
        for number, cells in enumerate(rows):
            for place, column in enumerate(COLUMNS):
                sheet.write_string(line, place, cells.get(column, "")[:_SENT_LONGEST], text)
            if faults is not None:
                words = fault_words(faults[number])[:_SENT_LONGEST]
                sheet.write_string(line, len(heads), words, text)
            line += 1
        _words_sheet(book, sheet, bold)
    target.seek(0)
    return send_file(target, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def fault_words(faults: Mapping[str, str]) -> str:
    """Say what is wrong with a row, column by column."""
    return "；".join(f"{column_label(column)}：{message}" for column, message in faults.items())


def column_label(column: str) -> str:
    """Name a column as its heading does; the row as a whole is 整行."""
    if column == ROW or column not in COLUMNS:
        return str(_("整行"))
    return str(COLUMNS[column].label)


def _explain(sheet: object, quiet: object) -> int:
    """Write what to write and an example; both rows are passed over on import. Gives the next."""
    sectors = sectors_with_scenes()
    sector = next((row for row in sectors if row.scenes), None)
    examples = {name: str(column.example) for name, column in COLUMNS.items()}
    examples[NUMBER] = f"{EXAMPLE} {examples[NUMBER]}"
    if sector is not None:
        examples |= {"sector": localised(sector), "scenes": localised(sector.scenes[0])}
    capabilities = capabilities_in_order()
    if capabilities:
        examples["capabilities"] = localised(capabilities[0])
    regions = regions_for_choice()
    if regions:
        examples["region"] = regions[0].name_zh
    hints = {name: str(column.hint) for name, column in COLUMNS.items()}
    hints[NUMBER] = f"{HINT}：{hints[NUMBER]}"
    for line, cells in ((1, hints), (2, examples)):
        for place, column in enumerate(COLUMNS):
            sheet.write_string(line, place, cells[column], quiet)  # type: ignore[attr-defined]
    return 3


def _words_sheet(book: Workbook, sheet: object, bold: object) -> None:
    """List every word that may be used, and let cells be chosen from it where one is enough."""
    sectors = sectors_with_scenes()
    lists = {
        "sector": [localised(row) for row in sectors],
        "scenes": [localised(scene) for row in sectors for scene in row.scenes],
        "capabilities": [localised(row) for row in capabilities_in_order()],
        "region": [row.name_zh for row in regions_for_choice()],
        "promises": [subject.name for subject in Subjects().all],
        "is_nationwide": [str(IS), str(IS_NOT)],
    }
    words = book.add_worksheet(str(_("可用的词")))
    names = list(COLUMNS)
    for place, (column, values) in enumerate(lists.items()):
        words.write_string(0, place, str(COLUMNS[column].label), bold)
        words.set_column(place, place, WIDE)
        for line, value in enumerate(values, 1):
            words.write_string(line, place, value)
        chosen = {"is_nationwide": ("is_nationwide", "serves_abroad")}.get(column, (column,))
        if column in {"sector", "region", "is_nationwide"} and values:
            letter = chr(ord("A") + place)
            source = f"='{words.get_name()}'!${letter}$2:${letter}${len(values) + 1}"
            for one in chosen:
                at = names.index(one)
                sheet.data_validation(  # type: ignore[attr-defined]
                    1, at, _LISTED, at, {"validate": "list", "source": source, "ignore_blank": True}
                )


def _heads(table: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Find the row of headings and what column each is; "" for none, "faults" for that one."""
    known = _labels()
    for at, cells in enumerate(table[:HEADS_WITHIN]):
        found = [known.get(_heading(cell), "") for cell in cells]
        if all(needed in found for needed in NEEDED):
            _check_heads(cells, found)
            return at, found
    raise DomainError(_("没有找到标题行。请用模板的列名，至少要有“编号”和“标题”。"), field="file")


def _check_heads(cells: Sequence[str], found: Sequence[str]) -> None:
    for cell, column in zip(cells, found, strict=True):
        if cell.strip() and not column:
            raise DomainError(
                _("不认识的列“%(name)s”。请用模板的列名。", name=cell.strip()[:20]), field="file"
            )
        if column and found.count(column) > 1:
            raise DomainError(
                _("列“%(name)s”出现了两次，请删去一列。", name=cell.strip()[:20]), field="file"
            )


def _labels() -> dict[str, str]:
    def said() -> dict[str, str]:
        columns = {_heading(str(column.label)): name for name, column in COLUMNS.items()}
        return columns | {_heading(str(FAULTS)): "faults"}

    return dict(ChainMap(*in_each_language(said)))


def _heading(text: str) -> str:
    return clean_number(text).casefold().replace(" ", "").rstrip("*")


def _row(
    place: int, columns: Sequence[str], cells: Sequence[str], passed_over: tuple[str, ...]
) -> SheetRow | None:
    said = {
        column: text[:LONGEST_CELL]
        for column, text in zip(columns, cells, strict=False)
        if column in COLUMNS
    }
    if not any(text.strip() for text in said.values()):
        return None
    number = clean_number(said.get(NUMBER, ""))
    if number.casefold().startswith(passed_over):
        return None
    return SheetRow(place, number if len(number) <= LONGEST_NUMBER else "", said)
