"""A showcase as a PDF file on A4 sheets: what its page says, letters embedded.

See docs/decisions/0013-certificates.md for the means.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import pylopdf_fonts_zh_cn
from flask import current_app
from flask_babel import get_locale
from flask_babel import gettext as _
from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from matchmaker import clock
from matchmaker.attachments.operations.storage import path_of, small_key
from matchmaker.catalogue.enums import FileKind
from matchmaker.catalogue.models import Offering
from matchmaker.catalogue.words import EFFECTS
from matchmaker.programmes.enums.showcases import NamedBy
from matchmaker.programmes.models.showcases import Showcase, ShowcaseFigure, ShowcaseFile
from matchmaker.programmes.scoring.units import measured
from matchmaker.programmes.words import SUBJECT_LABELS
from matchmaker.programmes.words.showcases import PROOF_LABELS
from matchmaker.web.filters import day, money_wan
from matchmaker.web.language import in_language, localised

FONT: Final = "letters"
INK: Final = (26, 26, 26)
QUIET: Final = (90, 98, 106)
ACCENT: Final = (15, 91, 120)
MARGIN: Final = 20  # millimetres between the paper's edge and the words
NAMES: Final = 34  # millimetres for the names of facts
PICTURES_MOST, PICTURE = 4, 90  # how many, how many millimetres wide
LEADING: Final = 1.55  # of the size of the letters


class _Sheets(FPDF):
    """Sheets with the address of the page and a number at the foot of each."""

    address = ""

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font(FONT, size=8)
        self.set_text_color(*QUIET)
        self.cell(w=self.epw - 20, text=f"{self.address} · {day(clock.today())}")
        self.cell(w=20, text=f"{self.page_no()} / {{nb}}", align="R")


def showcase_pdf(showcase: Showcase, offerings: Iterable[Offering], address: str) -> bytes:
    """Make the file; `offerings` are those everybody may open, `address` is that of the page."""
    sheets = _sheets(localised(showcase, "title"), address)
    _words(sheets, localised(showcase, "title"), size=20)
    _words(sheets, " · ".join(filter(None, _heading(showcase))), size=11, colour=QUIET)
    if showcase.source_url:
        source = " ".join(filter(None, (showcase.source_name, showcase.source_url)))
        _words(sheets, _("来源：%(source)s", source=source), size=9, colour=QUIET)
    if showcase.named_by is NamedBy.SOURCE:
        words = _("本站根据公开报道整理，没有经过这个单位确认。收录不等于国家认定。")
        _words(sheets, words, size=9, colour=QUIET)
    if showcase.figures:
        _title(sheets, _("成效"))
        for row in showcase.figures:
            _effect(sheets, row)
    _told(sheets, showcase, {"problem": _("问题"), "solution": _("做法"), "network": _("网络")})
    for file in _pictures(showcase):
        _picture(sheets, file)
    _title(sheets, _("谁做的"))
    for name, words in _makers(showcase, offerings):
        _fact(sheets, name, words)
    _told(sheets, showcase, {"replication": _("怎样复制"), "lessons": _("经验教训")})
    _title(sheets, _("分类与投入"))
    for name, words in _facts(showcase):
        _fact(sheets, name, words)
    return bytes(sheets.output())


def _sheets(title: str, address: str) -> _Sheets:
    sheets = _Sheets(format="A4")
    sheets.address = address
    sheets.set_margin(MARGIN)
    sheets.set_auto_page_break(auto=True, margin=MARGIN)
    sheets.add_font(FONT, fname=pylopdf_fonts_zh_cn.serif_path())
    sheets.set_title(title)
    sheets.set_author(localised(current_app.jinja_env.globals["site"]))
    sheets.set_lang(str(get_locale()).replace("_", "-"))
    sheets.set_creation_date(clock.now())
    sheets.add_page()
    return sheets


def _words(
    sheets: FPDF,
    words: str,
    *,
    size: float = 11,
    colour: tuple[int, int, int] = INK,
    left: float = 0,
    space: float = 1.5,
) -> None:
    sheets.set_text_color(*colour)
    sheets.set_font(FONT, size=size)
    sheets.set_x(MARGIN + left)
    sheets.multi_cell(
        w=sheets.epw - left, h=sheets.font_size * LEADING, text=words, align="L",
        wrapmode=WrapMode(in_language("CHAR", "WORD")), new_x=XPos.LMARGIN, new_y=YPos.NEXT,
    )  # fmt: skip
    sheets.ln(space)


def _title(sheets: FPDF, words: str) -> None:
    if sheets.will_page_break(24):  # a title stays with what follows it
        sheets.add_page()
    sheets.ln(4)
    _words(sheets, words, size=14, colour=ACCENT)


def _effect(sheets: FPDF, row: ShowcaseFigure) -> None:
    values = (measured(value, row.unit) for value in (row.before, row.after) if value is not None)
    _words(
        sheets, f"{in_language(row.what_zh, row.what_en)}  {' → '.join(values)}", size=12, space=0
    )
    proof = (EFFECTS[row.kind], PROOF_LABELS[row.proof], row.proof_words, day(row.measured_on))
    _words(sheets, " · ".join(str(words) for words in proof if words), size=9, colour=QUIET)


def _told(sheets: FPDF, showcase: Showcase, names: dict[str, str]) -> None:
    for name, title in names.items():
        lines = [line for line in localised(showcase, name).splitlines() if line.strip()]
        if lines:
            _title(sheets, title)
        for line in lines:
            _words(sheets, line)


def _fact(sheets: FPDF, name: str, words: str) -> None:
    """Write a name and beside it what it is; the name goes on its own line where it is long."""
    sheets.set_font(FONT, size=10.5)
    if sheets.will_page_break(14):
        sheets.add_page()
    top = sheets.get_y()
    sheets.set_text_color(*QUIET)
    sheets.set_xy(MARGIN, top)
    sheets.multi_cell(
        w=NAMES, h=sheets.font_size * LEADING, text=name, align="L",
        wrapmode=WrapMode(in_language("CHAR", "WORD")), new_x=XPos.LMARGIN, new_y=YPos.NEXT,
    )  # fmt: skip
    below = sheets.get_y()
    sheets.set_y(top)
    _words(sheets, words, size=10.5, left=NAMES + 4, space=0)
    sheets.set_y(max(below, sheets.get_y()) + 1.5)


def _pictures(showcase: Showcase) -> list[ShowcaseFile]:
    """Give the first pictures everybody may have and whose bytes are there."""
    shown = (file for file in showcase.files if file.kind is FileKind.PICTURE)
    clean = [file for file in shown if file.attachment.is_clean]
    return [file for file in clean if path_of(file.attachment.key).exists()][:PICTURES_MOST]


def _picture(sheets: FPDF, file: ShowcaseFile) -> None:
    small = path_of(small_key(file.attachment.key))
    sheets.ln(3)
    sheets.image(small if small.exists() else path_of(file.attachment.key), w=PICTURE)
    sheets.ln(1)
    _words(sheets, file.words, size=9, colour=QUIET)


def _heading(showcase: Showcase) -> Iterator[str]:
    yield str(SUBJECT_LABELS[showcase.subject_type])
    yield localised(showcase, "owner")
    yield localised(showcase, "site")
    yield localised(showcase.region) if showcase.region else ""
    yield str(showcase.live_year or "")


def _makers(showcase: Showcase, offerings: Iterable[Offering]) -> Iterator[tuple[str, str]]:
    used: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for offering in offerings:
        used.setdefault(offering.organisation_id, []).append(offering.title)
        names[offering.organisation_id] = offering.organisation.name
    for part in showcase.parts:
        said = (localised(part, "role"), *used.pop(part.organisation_id, ()))
        organisation = part.organisation
        name = in_language(organisation.name, organisation.name_en)
        yield name, _("；").join(filter(None, said)) or "—"
    for number, titles in used.items():
        yield names[number], _("；").join(titles)


def _facts(showcase: Showcase) -> Iterator[tuple[str, str]]:
    if showcase.sector:
        yield _("行业"), localised(showcase.sector)
    for name, rows in ((_("场景"), showcase.scenes), (_("网络与能力"), showcase.capabilities)):
        if rows:
            yield name, _("、").join(map(localised, rows))
    if showcase.standards:
        yield _("标准"), _("；").join(f"{row.code} {row.title}" for row in showcase.standards)
    if showcase.cost_min_wan is not None or showcase.cost_max_wan is not None:
        yield _("投入"), money_wan(showcase.cost_min_wan, showcase.cost_max_wan)
