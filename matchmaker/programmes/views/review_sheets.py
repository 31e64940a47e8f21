"""A reviewer's list as a spreadsheet: it names nobody the page does not name."""

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select
from sqlalchemy.orm import joinedload, selectinload

from matchmaker import clock
from matchmaker.programmes.models import Call
from matchmaker.programmes.models.reviews import Review
from matchmaker.programmes.models.submissions import Submission
from matchmaker.programmes.queries.review_pages import ReviewLine, lines_of, own_total
from matchmaker.programmes.words.reviews import REVIEW_LABELS
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, Rows, first_rows, table_file


def own_reviews_file(found: Select[Review]) -> Response:
    """Send what a person was given to review, in the order of the page."""
    call = joinedload(Review.submission).joinedload(Submission.call)
    scored = (selectinload(Review.scores), call.selectinload(Call.criteria))
    rows = first_rows(found.options(*scored))
    columns: Columns[ReviewLine] = {
        _("编号"): lambda line: line.review.submission.number or "",
        _("题目"): lambda line: line.title,
        _("申报单位"): _entrant,
        _("行业"): lambda line: (
            localised(line.review.submission.sector) if line.review.submission.sector else ""
        ),
        _("征集"): lambda line: localised(line.review.submission.call, "title"),
        _("状态"): lambda line: str(REVIEW_LABELS[line.review.state]),
        _("我的总分"): lambda line: own_total(line.review),
        _("截止（北京时间）"): lambda line: clock.stamp(line.deadline),
    }
    lines = Rows(lines_of(rows.items), rows.total)
    return table_file("my-reviews", _("我的评审"), columns, lines, wide=(1, 2, 4))


def _entrant(line: ReviewLine) -> str:
    submission = line.review.submission
    if line.sight.names:
        return submission.organisation.name
    return _("匿名评审，不显示") if submission.call.is_blind else ""
