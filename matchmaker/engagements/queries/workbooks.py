"""The sheet that compares responses, as a spreadsheet."""

from flask import Response as FlaskResponse
from flask_babel import gettext as _

from matchmaker.demands.models import Demand
from matchmaker.demands.queries import requirement_words
from matchmaker.engagements.queries.evaluation import Candidate, Overview
from matchmaker.engagements.queries.responses import asked_lines
from matchmaker.engagements.words.responses import LINE_ANSWER_LABELS
from matchmaker.taxonomy.words import unit_label
from matchmaker.web.filters import figure, money_wan
from matchmaker.web.sheets import Row, list_file


def sheet_file(demand: Demand, overview: Overview, address: str) -> FlaskResponse:
    """Send requirements × responses, then price, plan and scores, as an .xlsx file."""
    shown = [row for row in overview.candidates if row.response is not None]
    rows: list[Row] = [
        [
            requirement_words(row),
            _("必须") if row.is_must else _("希望"),
            *(_cell(candidate, row.id) for candidate in shown),
        ]
        for row in asked_lines(demand)
    ]
    rows += [
        [_("价格"), "", *(_price(one) for one in shown)],
        [_("工期"), "", *(_weeks(one) for one in shown)],
        [_("实施方案"), "", *(one.response.plan if one.response else "" for one in shown)],
        [_("评分中位数"), "", *(one.all.middle if one.all else "" for one in shown)],
        [_("入围"), "", *(_("是") if one.engagement.is_shortlisted else "" for one in shown)],
    ]
    head = [_("要求"), _("必须或希望"), *(one.engagement.provider.name for one in shown)]
    return list_file(
        f"responses-{demand.id}",
        _("应答对比"),
        head,
        rows,
        wide=[0, *range(2, len(head))],
        total=len(shown),
        conditions=[(_("需求"), demand.title)],
        address=address,
    )


def _cell(candidate: Candidate, requirement_id: int) -> str:
    for row in candidate.rows:
        if row.requirement.id != requirement_id:
            continue
        line = row.line
        if row.change is not None or line is None or line.answer is None:
            return _("没有作答")
        unit = unit_label(row.requirement.metric) if row.requirement.metric else ""
        said = f"{figure(line.figure)} {unit}" if line.figure is not None else ""
        return " · ".join(filter(None, [str(LINE_ANSWER_LABELS[line.answer]), said, line.evidence]))
    return ""


def _price(candidate: Candidate) -> str:
    response = candidate.response
    if response is None:
        return ""
    low, high = response.price_min_wan, response.price_max_wan
    said = money_wan(low, high) if (low, high) != (None, None) else ""
    return " · ".join(filter(None, [said, response.price_words]))


def _weeks(candidate: Candidate) -> str:
    weeks = candidate.response.weeks if candidate.response else None
    return _("%(n)s 周", n=weeks) if weeks else ""
