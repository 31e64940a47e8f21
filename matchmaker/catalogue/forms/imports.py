"""Files of offerings or cases: what was uploaded as rows, and rows as a file to download."""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from flask import Response, request, send_file
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matchmaker.catalogue.enums import ImportKind
from matchmaker.catalogue.forms.sheets import (
    NEEDED,
    SHEETS,
    Sheet,
    SheetWords,
    clean_number,
    in_every_language,
)
from matchmaker.catalogue.operations.imports import NUMBER, ROW, ROWS_MOST, WAYS, SheetRow
from matchmaker.errors import DomainError
from matchmaker.intake.files import rows_of_sheet
from matchmaker.web.language import in_each_language
from matchmaker.web.sheets import NARROW, OPTIONS, WIDE, XLSX

FAULTS: Final = _("错误")
EXAMPLE, HINT = _("示例"), _("说明")  # a number that begins so is no row
RULES: Final = (
    _("每行一个。编号相同就是同一个：没有变化的行不会改动任何东西。"),
    _("一格写几项时，每项一行（Alt+回车换行），或用“；”隔开。"),
    _("已有的内容：表里没有的列保持原样，留空的格会清空。"),
    _("编号以“说明”“示例”开头的行不导入。"),
)
HEADS_WITHIN: Final = 10  # rows from the top in which the headings stand
LONGEST_NUMBER: Final = 60
LONGEST_CELL: Final = 20_000
_SENT_LONGEST: Final = 32_767  # characters a cell of .xlsx holds
_LISTED: Final = 1_000  # rows the drop-downs reach


def uploaded_rows(kind: ImportKind) -> tuple[str, list[str], list[SheetRow]]:
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
            _("一个文件最多 %(most)s 行，请分成几个文件。", most=f"{ROWS_MOST:,}"), field="file"
        )
    at, columns = _heads(kind, table)
    known = [name if name in SHEETS[kind].columns else "" for name in columns]
    passed_over = tuple(in_every_language(EXAMPLE) | in_every_language(HINT))
    rows = [
        row
        for place, cells in enumerate(table[at + 1 :], at + 2)
        if (row := _row(place, known, cells, passed_over)) is not None
    ]
    return sent.filename, list(filter(None, known)), rows


def template_book(kind: ImportKind) -> Response:
    """Send an empty sheet with what to write, an example and all the words to choose from."""
    return _sent(kind, f"{kind}-template", [], is_template=True)


def things_book(kind: ImportKind, things: Iterable[tuple[str, Any]]) -> Response:
    """Send numbered things as the sheet the import reads."""
    sheet, content_of = SHEETS[kind], WAYS[kind].content_of
    return _sent(kind, kind.value, (sheet.cells(number, content_of(row)) for number, row in things))


def bad_rows_book(
    kind: ImportKind, rows: Iterable[Mapping[str, str]], faults: Sequence[Mapping[str, str]]
) -> Response:
    """Send rows as they were handed in; a last column says what is wrong with each."""
    return _sent(kind, f"{kind}-to-mend", rows, faults=faults)


def _sent(
    kind: ImportKind,
    name: str,
    rows: Iterable[Mapping[str, str]],
    *,
    faults: Sequence[Mapping[str, str]] | None = None,
    is_template: bool = False,
) -> Response:
    target, sheet, words = BytesIO(), SHEETS[kind], SheetWords()
    with Workbook(target, {**OPTIONS, "constant_memory": False}) as book:
        page = book.add_worksheet(str(sheet.title))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        heads = [str(column.label) for column in sheet.columns.values()]
        page.write_row(0, 0, [*heads, *([str(FAULTS)] if faults is not None else [])], bold)
        page.freeze_panes(1, 2)
        for place, column in enumerate(sheet.columns.values()):
            page.set_column(place, place, WIDE if column.is_long else NARROW, text)
        if faults is not None:
            page.set_column(len(heads), len(heads), WIDE * 2, text)
        line = 1
        if is_template:
            quiet = {"italic": True, "font_color": "#666666", "text_wrap": True, "valign": "top"}
            line = _explain(page, sheet, words, book.add_format(quiet))
        for number, cells in enumerate(rows, line):
            for place, key in enumerate(sheet.columns):
                page.write_string(number, place, cells.get(key, "")[:_SENT_LONGEST], text)
            if faults is not None:
                said = fault_words(kind, faults[number - line])[:_SENT_LONGEST]
                page.write_string(number, len(heads), said, text)
        _help_sheet(book, sheet, words, bold, text)
        _words_sheet(book, page, sheet, words, bold)
    target.seek(0)
    return send_file(target, XLSX, as_attachment=True, download_name=f"{name}.xlsx")


def fault_words(kind: ImportKind, faults: Mapping[str, str]) -> str:
    """Say what is wrong with a row, column by column."""
    return gettext("；").join(
        gettext("%(name)s：%(problem)s", name=column_label(kind, column), problem=words)
        for column, words in faults.items()
    )


def column_label(kind: ImportKind, column: str) -> str:
    """Name a column as its heading does; the row as a whole is 整行."""
    known = SHEETS[kind].columns
    if column == ROW or column not in known:
        return str(_("整行"))
    return str(known[column].label)


def _explain(page: Worksheet, sheet: Sheet, words: SheetWords, quiet: Format) -> int:
    """Write what to write and an example; both rows are passed over on import. Gives the next."""
    for place, (name, column) in enumerate(sheet.columns.items()):
        hint, example = str(column.hint), column.shown(words)
        if name == NUMBER:
            hint, example = f"{HINT}：{hint}", f"{EXAMPLE} {example}"
        page.write_string(1, place, hint, quiet)
        page.write_string(2, place, example, quiet)
    return 3


def _help_sheet(
    book: Workbook, sheet: Sheet, words: SheetWords, bold: Format, text: Format
) -> None:
    """Say how each column is written, with all its examples, and what holds for every row."""
    page = book.add_worksheet(str(_("怎么写")))
    for place, width in enumerate((NARROW * 2, WIDE * 2, WIDE * 2)):
        page.set_column(place, place, width, text)
    page.write_row(0, 0, [str(_("列")), str(_("怎么写")), str(_("例子"))], bold)
    for line, cells in enumerate(_help_lines(sheet, words), 1):
        for place, cell in enumerate(cells):
            page.write_string(line, place, cell, text)


def _help_lines(sheet: Sheet, words: SheetWords) -> Iterator[tuple[str, ...]]:
    for rule in (*RULES, *sheet.rules):
        yield str(_("整行")), str(rule)
    for column in sheet.columns.values():
        yield str(column.label), str(column.hint), column.shown(words)
        for example in column.more:
            yield "", "", str(example)


def _words_sheet(
    book: Workbook, page: Worksheet, sheet: Sheet, words: SheetWords, bold: Format
) -> None:
    """List every word that may be used, and let cells be chosen from it where one is enough."""
    listed = book.add_worksheet(str(_("可用的词")))
    chosen = {name: one for name, one in sheet.columns.items() if one.choices is not None}
    for place, (name, column) in enumerate(chosen.items()):
        assert column.choices is not None  # noqa: S101 - they were picked for having some
        values = column.choices(words)
        listed.write_string(0, place, str(column.label), bold)
        listed.set_column(place, place, WIDE)
        for line, value in enumerate(values, 1):
            listed.write_string(line, place, value)
        if column.is_one and values:
            letter, at = chr(ord("A") + place), list(sheet.columns).index(name)
            source = f"='{listed.get_name()}'!${letter}$2:${letter}${len(values) + 1}"
            rule = {"validate": "list", "source": source, "ignore_blank": True}
            page.data_validation(1, at, _LISTED, at, rule)


def _heads(kind: ImportKind, table: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Find the row of headings and what column each is; "" for none, "faults" for that one."""
    known = _labels(kind)
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


def _labels(kind: ImportKind) -> dict[str, str]:
    def said() -> dict[str, str]:
        columns = SHEETS[kind].columns.items()
        labels = {_heading(str(column.label)): name for name, column in columns}
        return labels | {_heading(str(FAULTS)): "faults"}

    return dict(ChainMap(*in_each_language(said)))


def _heading(text: str) -> str:
    return clean_number(text).casefold().replace(" ", "").rstrip("*")


def _row(
    place: int, columns: Sequence[str], cells: Sequence[str], passed_over: tuple[str, ...]
) -> SheetRow | None:
    said = {
        column: text[:LONGEST_CELL] for column, text in zip(columns, cells, strict=False) if column
    }
    if not any(text.strip() for text in said.values()):
        return None
    number = clean_number(said.get(NUMBER, ""))
    if number.casefold().startswith(passed_over):
        return None
    return SheetRow(place, number if len(number) <= LONGEST_NUMBER else "", said)
