"""Lists of what comes of a call as spreadsheets: the same rows and order as the pages."""

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.catalogue.words import PROGRAMME_TYPES
from matchmaker.programmes.models.results import Entry, Objection
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.results import Line, Ranking
from matchmaker.programmes.words import SUBMISSION_LABELS
from matchmaker.programmes.words.results import (
    OBJECTION_LABELS,
    OBJECTION_REASONS,
    STANDING_LABELS,
    VERDICT_LABELS,
)
from matchmaker.web.filters import day
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, Rows, first_rows, table_file


def pool_file(found: Select[Entry], conditions: Iterable[tuple[str, str]]) -> Response:
    """Send the pool of providers."""
    columns: Columns[Entry] = {
        _("编号"): lambda row: row.number,
        _("供应商"): lambda row: row.organisation.name,
        _("类别"): _kind,
        **_standing(),
        _("征集"): lambda row: localised(row.call, "title"),
    }
    rows = first_rows(found)
    return table_file("pool", _("服务商名录"), columns, rows, wide=(1, 9), conditions=conditions)


def results_file(found: Select[Entry]) -> Response:
    """Send the results of a call."""
    columns: Columns[Entry] = {
        _("编号"): lambda row: row.number,
        _("项目"): lambda row: row.submission.title,
        _("单位"): lambda row: row.organisation.name,
        **_standing(),
    }
    return table_file("results", _("结果名单"), columns, first_rows(found), wide=(1, 2))


def notice_file(found: Select[Submission]) -> Response:
    """Send what is on public notice."""
    columns: Columns[Submission] = {
        _("申报编号"): lambda row: row.number,
        _("项目"): lambda row: row.title,
        _("申报单位"): lambda row: row.organisation.name,
        _("行业"): lambda row: localised(row.sector) if row.sector else "",
        _("地区"): lambda row: localised(row.region) if row.region else "",
        _("等级"): lambda row: row.verdict_level,
    }
    return table_file("notice", _("公示名单"), columns, first_rows(found), wide=(1, 2))


def objections_file(found: Select[Objection]) -> Response:
    """Send the objections of a call, without who made them."""
    columns: Columns[Objection] = {
        _("项目"): lambda row: row.submission.title,
        _("理由"): lambda row: str(OBJECTION_REASONS[row.reason]),
        _("说明"): lambda row: row.words,
        _("状态"): lambda row: str(OBJECTION_LABELS[row.state]),
        _("收到"): lambda row: clock.stamp(row.created_at),
        _("答复"): lambda row: row.answer,
    }
    return table_file("objections", _("对公示的异议"), columns, first_rows(found), wide=(0, 2, 5))


def ranking_file(ranking: Ranking) -> Response:
    """Send the ranking of a call, for staff."""
    columns: Columns[Line] = {
        _("名次"): lambda line: line.place.place,
        _("申报编号"): lambda line: line.submission.number,
        _("项目"): lambda line: line.submission.title,
        _("申报单位"): lambda line: line.submission.organisation.name,
        _("总分"): lambda line: round(line.total.value, 2) if line.total else None,
        _("分差"): lambda line: round(line.total.spread, 2) if line.total else None,
        _("评审"): lambda line: line.total.count if line.total else 0,
        _("一票否决"): lambda line: _("是") if line.place.scored.is_vetoed else "",
        _("状态"): lambda line: str(SUBMISSION_LABELS[line.submission.state]),
        _("决定"): _verdict,
    }
    rows = Rows(ranking.lines, len(ranking.lines))
    return table_file("ranking", _("排名"), columns, rows, wide=(2, 3))


def _standing() -> Columns[Entry]:
    return {
        _("等级"): lambda row: row.level,
        _("行业"): lambda row: localised(row.submission.sector) if row.submission.sector else "",
        _("地区"): lambda row: localised(row.submission.region) if row.submission.region else "",
        _("有效期自"): lambda row: day(row.valid_from),
        _("有效期至"): lambda row: day(row.valid_until),
        _("状态"): lambda row: str(STANDING_LABELS[row.standing(clock.today())]),
    }


def _kind(entry: Entry) -> str:
    kind = entry.call.programme_type
    return str(PROGRAMME_TYPES[kind]) if kind else ""


def _verdict(line: Line) -> str:
    verdict = line.submission.verdict
    return str(VERDICT_LABELS[verdict]) if verdict else ""
