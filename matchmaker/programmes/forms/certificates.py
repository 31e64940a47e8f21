"""A certificate as a PDF file: one A4 sheet that says what its page says, letters embedded.

See docs/decisions/0013-certificates.md.
"""

from typing import Final

import pylopdf_fonts_zh_cn
import segno
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import Align, WrapMode, XPos, YPos

from matchmaker import clock
from matchmaker.programmes.models.results import Entry
from matchmaker.web.filters import day
from matchmaker.web.language import in_language, localised

FONT: Final = "letters"
INK: Final = (26, 26, 26)
GOLD: Final = (138, 109, 31)
MARGIN: Final = 28  # millimetres between the paper's edge and the words
SQUARE: Final = 27  # millimetres of the picture a telephone reads


def certificate_file(entry: Entry, address: str) -> bytes:
    """Make the file; `address` is where anybody checks the number."""
    sheet = _sheet(entry)
    _frame(sheet)
    sheet.set_y(40)
    _line(sheet, _("入选证书"), size=36, colour=GOLD, space=12)
    _line(sheet, entry.organisation.name, size=26, space=9)
    title, call = entry.submission.title, localised(entry.call, "title")
    _line(sheet, _("“%(title)s”入选“%(call)s”。", title=title, call=call), size=16, space=7)
    if entry.level:
        _line(sheet, entry.level, size=22, colour=GOLD, space=0)
    _facts(sheet, entry, address)
    return bytes(sheet.output())


def _sheet(entry: Entry) -> FPDF:
    sheet = FPDF(orientation="landscape", format="A4")
    sheet.set_auto_page_break(auto=False)
    sheet.set_margin(MARGIN)
    sheet.add_font(FONT, fname=pylopdf_fonts_zh_cn.serif_path())
    sheet.set_title(_("证书 %(number)s", number=entry.number))
    sheet.set_author(localised(current_app.jinja_env.globals["site"]))
    sheet.set_lang(str(get_locale()).replace("_", "-"))
    sheet.set_creation_date(clock.now())
    sheet.add_page()
    return sheet


def _frame(sheet: FPDF) -> None:
    sheet.set_draw_color(*GOLD)
    for inset, width in ((12, 1.4), (14.5, 0.3)):
        sheet.set_line_width(width)
        sheet.rect(inset, inset, sheet.w - 2 * inset, sheet.h - 2 * inset)


def _line(
    sheet: FPDF, words: str, *, size: float, space: float, colour: tuple[int, int, int] = INK
) -> None:
    """Write centred words; what takes more than two lines of its size is written smaller."""
    sheet.set_text_color(*colour)
    sheet.set_font(FONT, size=size)
    fits = 2 * sheet.epw / max(sheet.get_string_width(words), 1)
    sheet.set_font(FONT, size=max(8, size * min(1, fits * 0.9)))
    sheet.multi_cell(
        w=sheet.epw, h=sheet.font_size * 1.5, text=words, align=Align.C,
        wrapmode=WrapMode(in_language("CHAR", "WORD")), new_x=XPos.LMARGIN, new_y=YPos.NEXT,
    )  # fmt: skip
    sheet.ln(space)


def _facts(sheet: FPDF, entry: Entry, address: str) -> None:
    top = sheet.h - MARGIN - SQUARE
    _square(sheet, address, sheet.w - MARGIN - SQUARE, top)
    lasts = _("%(start)s 至 %(end)s", start=day(entry.valid_from), end=day(entry.valid_until))
    facts = (
        (_("编号"), entry.number),
        (_("公布"), day(entry.listed_at)),
        (_("有效期"), lasts),
        (_("核验"), address),
    )
    sheet.set_text_color(*INK)
    sheet.set_font(FONT, size=11)
    wide = max(sheet.get_string_width(name) for name, _value in facts) + 6
    for number, (name, value) in enumerate(facts):
        sheet.set_xy(MARGIN, top + number * 7)
        sheet.cell(w=wide, text=name)
        sheet.cell(text=value)


def _square(sheet: FPDF, address: str, left: float, top: float) -> None:
    rows = tuple(segno.make(address, micro=False).matrix)
    side = SQUARE / len(rows)
    sheet.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                sheet.rect(left + across * side, top + down * side, side, side, style="F")
