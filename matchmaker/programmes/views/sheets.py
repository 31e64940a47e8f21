"""Lists of submissions as spreadsheets."""

from collections.abc import Sequence

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from matchmaker import clock
from matchmaker.db import db
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.answers import answer_words
from matchmaker.programmes.queries.duplicates import twins_of
from matchmaker.programmes.queries.submissions import with_answers
from matchmaker.programmes.words import SUBMISSION_LABELS
from matchmaker.web.language import localised
from matchmaker.web.sheets import MOST_ROWS, Row, list_file


def own_file(found: Select[Submission], title: str) -> Response:
    """Send the first 2,000 submissions of a list that is not about one call."""
    head = [_("编号"), _("项目名称"), _("征集"), _("单位"), _("状态"), _("提交时间（北京时间）")]
    rows = (
        [
            row.number or "",
            row.title,
            localised(row.call, "title"),
            row.organisation.name,
            str(SUBMISSION_LABELS[row.state]),
            _time(row),
        ]
        for row in db.session.scalars(found.limit(MOST_ROWS)).unique()
    )
    return _file("submissions", title, head, rows, found, [])


def call_file(call: Call, found: Select[Submission], label: str) -> Response:
    """Send the first 2,000 submissions of a part of a call's list, with all they answer."""
    listed = db.session.scalars(with_answers(found).limit(MOST_ROWS)).unique().all()
    twins = twins_of(listed)
    head = [
        _("编号"),
        _("单位"),
        _("统一社会信用代码"),
        _("项目名称"),
        _("行业"),
        _("省份"),
        _("状态"),
        _("提交时间（北京时间）"),
        _("联合申报单位"),
        _("推荐单位"),
        _("推荐意见"),
        _("可能重复"),
        *(localised(question, "label") for question in call.questions),
    ]
    rows = [_line(call, row, [one.number for one in twins.get(row.id, ())]) for row in listed]
    conditions = [(_("征集"), localised(call, "title")), (_("范围"), label)]
    return _file(f"call-{call.id}", _("申报"), head, rows, found, conditions)


def _line(call: Call, row: Submission, twins: Sequence[str]) -> Row:
    answers = {answer.question_id: answer for answer in row.answers}
    return [
        row.number or "",
        row.organisation.name,
        row.organisation.uscc or "",
        row.title,
        localised(row.sector) if row.sector else "",
        localised(row.region) if row.region else "",
        str(SUBMISSION_LABELS[row.state]),
        _time(row),
        _("；").join(partner.name for partner in row.partners),
        row.body.name if row.body else "",
        row.recommendation,
        _("；").join(twins),
        *(answer_words(question, answers.get(question.id)) for question in call.questions),
    ]


def _time(row: Submission) -> str:
    return clock.stamp(row.submitted_at)


def _file(
    name: str,
    sheet: str,
    head: Sequence[str],
    rows: object,
    found: Select[Submission],
    conditions: list[tuple[str, str]],
) -> Response:
    total = db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery()))
    return list_file(
        name,
        sheet,
        head,
        rows,  # type: ignore[arg-type]  # rows of either list
        wide=(1, 3),
        total=total or 0,
        conditions=conditions,
        address=request.url,
    )
