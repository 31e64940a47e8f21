"""A report as a PDF file on A4 sheets, letters embedded.

See docs/decisions/0013-certificates.md for the means.
"""

from typing import Final

import pylopdf_fonts_zh_cn
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos
from fpdf.fonts import FontFace

from matchmaker import clock
from matchmaker.insight.forms.report import Bar, Report, Section
from matchmaker.insight.forms.tables import Table
from matchmaker.web.filters import figure, moment
from matchmaker.web.language import in_language, localised

FONT: Final = "letters"
INK: Final = (26, 26, 26)
QUIET: Final = (90, 98, 106)
ACCENT: Final = (15, 91, 120)
PALE: Final = (232, 238, 242)
MARGIN: Final = 18  # millimetres
LEADING: Final = 1.5  # of the size of the letters
NAMES, BAR_HIGH, BAR_LONG = 34.0, 5.0, 108.0  # millimetres
WIDE: Final = 8  # columns from which letters are small
FIRST: Final = 3  # times as wide as the others


class _Sheets(FPDF):
    """Sheets with what they are and a number at the foot of each."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font(FONT, size=8)
        self.set_text_color(*QUIET)
        self.cell(w=self.epw - 20, text=self.foot)
        self.cell(w=20, text=f"{self.page_no()} / {{nb}}", align="R")


def report_pdf(report: Report) -> bytes:
    """Make the file: every figure of the report, nothing else."""
    sheets = _Sheets(format="A4")
    as_of = _("数据截至 %(moment)s（北京时间）", moment=moment(report.as_of))
    sheets.foot = f"{localised(current_app.jinja_env.globals['site'])} · {as_of}"
    sheets.set_margin(MARGIN)
    sheets.set_auto_page_break(auto=True, margin=MARGIN)
    sheets.add_font(FONT, fname=pylopdf_fonts_zh_cn.serif_path())
    sheets.set_title(report.title)
    sheets.set_lang(str(get_locale()).replace("_", "-"))
    sheets.set_creation_date(clock.now())
    sheets.add_page()
    _words(sheets, report.title, size=20)
    for label, words in report.conditions:
        _words(sheets, f"{label}: {words}", size=10, colour=QUIET)
    _words(sheets, as_of, size=10, colour=QUIET)
    for section in report.sections:
        _section(sheets, section)
    return bytes(sheets.output())


def _section(sheets: FPDF, section: Section) -> None:
    if sheets.will_page_break(40):  # a title stays with what follows it
        sheets.add_page()
    sheets.ln(4)
    _words(sheets, section.title, size=14, colour=ACCENT)
    for note in section.notes:
        _words(sheets, note, size=10)
    for bar in section.bars:
        _bar(sheets, bar)
    for table in section.tables:
        _table(sheets, table)


def _words(
    sheets: FPDF, words: str, *, size: float = 10, colour: tuple[int, int, int] = INK
) -> None:
    sheets.set_text_color(*colour)
    sheets.set_font(FONT, size=size)
    sheets.multi_cell(
        w=sheets.epw, h=sheets.font_size * LEADING, text=words, align="L",
        wrapmode=WrapMode(in_language("CHAR", "WORD")), new_x=XPos.LMARGIN, new_y=YPos.NEXT,
    )  # fmt: skip
    sheets.ln(1)


def _bar(sheets: FPDF, bar: Bar) -> None:
    if sheets.will_page_break(BAR_HIGH + 2):
        sheets.add_page()
    top = sheets.get_y()
    sheets.set_font(FONT, size=9)
    sheets.set_text_color(*INK)
    sheets.set_xy(MARGIN, top)
    sheets.cell(w=NAMES, h=BAR_HIGH, text=bar.name)
    long = BAR_LONG * bar.length
    if long > 0:
        sheets.set_fill_color(*ACCENT)
        sheets.rect(MARGIN + NAMES, top + 0.6, long, BAR_HIGH - 1.2, style="F")
    sheets.set_xy(MARGIN + NAMES + long + 1.5, top)
    sheets.cell(w=20, h=BAR_HIGH, text=bar.words)
    sheets.set_y(top + BAR_HIGH + 1)


def _table(sheets: FPDF, table: Table) -> None:
    columns = len(table.head)
    if not table.rows:
        return
    if sheets.will_page_break(26):
        sheets.add_page()
    sheets.ln(2)
    _words(sheets, table.title, size=10, colour=QUIET)
    sheets.set_text_color(*INK)
    sheets.set_font(FONT, size=6.5 if columns >= WIDE else 9)
    sheets.set_draw_color(*PALE)
    first = FIRST if columns > 2 else 1  # noqa: PLR2004 - a table of two columns is halved
    with sheets.table(
        col_widths=(first, *(1 for _column in range(columns - 1))),
        headings_style=FontFace(fill_color=PALE),
        line_height=sheets.font_size * LEADING,
        text_align=("LEFT", *("RIGHT" if _is_figure(table, at) else "LEFT"
                              for at in range(1, columns))),
        wrapmode=WrapMode(in_language("CHAR", "WORD")),
    ) as rows:  # fmt: skip
        rows.row(list(table.head))
        for row in table.rows:
            rows.row([_cell(cell) for cell in row])
    sheets.ln(2)


def _is_figure(table: Table, at: int) -> bool:
    return any(_is_number(row[at]) for row in table.rows)


def _is_number(cell: str | float | None) -> bool:
    return cell.endswith("%") if isinstance(cell, str) else True


def _cell(cell: str | float | None) -> str:
    return cell if isinstance(cell, str) else figure(cell)
