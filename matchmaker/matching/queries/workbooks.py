"""A ranking as a spreadsheet: the same numbers as the page, the lines, and what was left out."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from matchmaker import clock
from matchmaker.matching.queries.cards import ShownMatch
from matchmaker.matching.queries.rankings import ShownRanking
from matchmaker.web.sheets import OPTIONS, Row, write_rows

LISTED = 100


def ranking_workbook(ranking: ShownRanking, text: str) -> bytes:
    """Write a ranking as an .xlsx file: ranking, lines, musts not met, and how to read it."""
    target = BytesIO()
    with Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _ranking_sheet(book.add_worksheet(_("排名")), bold, ranking.matches)
        _lines_sheet(book.add_worksheet(_("逐条要求")), bold, ranking)
        _excluded_sheet(book.add_worksheet(_("硬性要求不满足")), bold, ranking.excluded)
        _about_sheet(book.add_worksheet(_("说明")), bold, ranking, text)
    return target.getvalue()


def _ranking_sheet(sheet: Worksheet, bold: Format, matches: Sequence[ShownMatch]) -> None:
    signals = [str(signal.label) for signal in matches[0].signals] if matches else []
    facts = [_("名次"), _("方案"), _("供应商"), _("认领"), _("地区"), _("适配度")]
    head = [*facts, *signals, _("佐证案例")]
    rows: Iterable[Row] = (
        [
            match.rank,
            match.offering.title,
            match.provider.name,
            _("已认领") if match.provider.is_claimed else _("未认领"),
            match.provider.region_name,
            match.score,
            *(signal.points for signal in match.signals),
            _("；").join(case.title for case in match.evidence),
        ]
        for match in matches
    )
    write_rows(sheet, bold, head, rows, wide=(1, 2))


def _lines_sheet(sheet: Worksheet, bold: Format, ranking: ShownRanking) -> None:
    lines = [
        _("%(words)s（%(note)s）", words=row.label, note=_("必须") if row.is_must else _("希望"))
        for row in ranking.requirements
    ]
    rows: Iterable[Row] = (
        [
            match.rank,
            match.offering.title,
            *(_answer(match, row.key) for row in ranking.requirements),
        ]
        for match in ranking.matches
    )
    write_rows(sheet, bold, [_("名次"), _("方案"), *lines], rows, wide=(1,))


def _excluded_sheet(sheet: Worksheet, bold: Format, matches: Sequence[ShownMatch]) -> None:
    head = [_("方案"), _("供应商"), _("否则得分"), _("不满足的硬性要求")]
    rows: Iterable[Row] = (
        [match.offering.title, match.provider.name, match.score, _("；").join(match.missed)]
        for match in matches
    )
    write_rows(sheet, bold, head, rows, wide=(0, 1, 3))


def _about_sheet(sheet: Worksheet, bold: Format, ranking: ShownRanking, text: str) -> None:
    rows: list[Row] = [
        [_("模型"), ranking.model_name],
        [_("门槛"), ranking.floor],
        [_("比较的方案"), ranking.total_considered],
        [_("达到门槛"), ranking.reaching],
        [_("日期"), clock.today().isoformat()],
        [_("怎么读"), _("适配度是各信号得分之和，满分 100。")],
        [_("需求"), text],
    ]
    write_rows(sheet, bold, [_("项目"), _("内容")], rows, wide=(1,))


def _answer(match: ShownMatch, key: str) -> str:
    for row in match.requirements:
        if row.key == key:
            said = [str(row.answer_label), row.promised, str(row.evidence_label), row.source]
            return " · ".join(part for part in said if part)
    return ""
