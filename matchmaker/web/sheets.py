"""Lists as spreadsheets: what was typed stays text, whatever it begins with."""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Final, Generic, TypeAlias, TypeVar

from flask import Response, request, send_file
from flask_babel import gettext as _
from sqlalchemy import Select, func, select
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matchmaker import clock
from matchmaker.db import db

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS: Final = 2_000
WIDE, NARROW = 32, 12
# Nothing that was typed becomes a formula or a link.
OPTIONS: Final = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

T = TypeVar("T")
Cell: TypeAlias = str | float | int | None
Row: TypeAlias = Sequence[Cell]
Columns: TypeAlias = Mapping[str, Callable[[T], Cell]]


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """The first 2,000 rows of a list, and how many it has."""

    items: Sequence[T]
    total: int


def first_rows(found: Select[T]) -> Rows[T]:
    """Load the first 2,000 rows of a list, in its order."""
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    return Rows(db.session.scalars(found.limit(MOST_ROWS)).unique().all(), total or 0)


def table_file(
    name: str,
    title: str,
    columns: Columns[T],
    rows: Rows[T],
    *,
    wide: Collection[int] = (0,),
    conditions: Iterable[tuple[str, str]] = (),
) -> Response:
    """Send rows as an .xlsx file: `columns` say for each head what a row has in it."""
    return list_file(
        name,
        title,
        list(columns),
        ([cell(row) for cell in columns.values()] for row in rows.items),
        wide=wide,
        total=rows.total,
        conditions=conditions,
        address=request.url,
    )


def csv_file(name: str, columns: Columns[T], rows: Iterable[T]) -> Response:
    """Send rows as a .csv file, UTF-8 with the mark by which spreadsheets know it.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_harmless(cell(row)) for cell in columns.values()] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + text.getvalue(), mimetype="text/csv", headers=headers)


def _harmless(cell: Cell) -> Cell:
    is_formula = isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{cell}" if is_formula else cell


def write_rows(
    sheet: Worksheet,
    bold: Format,
    head: Sequence[str],
    rows: Iterable[Row],
    *,
    wide: Collection[int],
) -> None:
    """Write a head and rows; `wide` are the columns of long texts."""
    sheet.freeze_panes(1, 0)
    for column in range(len(head)):
        sheet.set_column(column, column, WIDE if column in wide else NARROW)
    sheet.write_row(0, 0, head, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            elif cell is not None:
                sheet.write_number(number, column, cell)


def list_file(  # noqa: PLR0913 - a list has a title, columns, rows, and what it was narrowed to
    name: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Row],
    *,
    wide: Collection[int],
    total: int,
    conditions: Iterable[tuple[str, str]],
    address: str,
) -> Response:
    """Send a list as an .xlsx file: its rows, and a sheet that says what they are."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        write_rows(book.add_worksheet(title), bold, head, rows, wide=wide)
        about: list[Row] = [
            [_("网址"), address],
            [_("日期"), clock.today().isoformat()],
            [_("共有"), total],
            [_("本表最多"), MOST_ROWS],
            *([label, words] for label, words in conditions),
        ]
        write_rows(book.add_worksheet(_("说明")), bold, [_("项目"), _("内容")], about, wide=(1,))
    target.seek(0)
    return send_file(target, XLSX, as_attachment=True, download_name=f"{name}.xlsx")
