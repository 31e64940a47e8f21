"""Lists of calls as spreadsheets."""

from datetime import datetime

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.programmes.enums import PhaseKind
from matchmaker.programmes.models import Call
from matchmaker.programmes.queries.calendar import stage_of
from matchmaker.programmes.scoring.phases import next_change
from matchmaker.programmes.words import (
    CALL_KIND_LABELS,
    CALL_STATE_LABELS,
    STAGE_LABELS,
    SUBJECT_LABELS,
)
from matchmaker.web.language import localised
from matchmaker.web.sheets import Columns, first_rows, table_file


def calls_file(found: Select[Call]) -> Response:
    """Send calls as everybody sees them, in the order of the page."""
    now = clock.now()
    columns: Columns[Call] = {
        _("征集"): lambda call: localised(call, "title"),
        _("种类"): _kind,
        _("进展"): lambda call: str(STAGE_LABELS[stage_of(call, now)]),
        _("申报开始（北京时间）"): lambda call: _written(_submission(call)[0]),
        _("申报截止（北京时间）"): lambda call: _written(_submission(call)[1]),
        _("行业"): lambda call: _("、").join(localised(one) for one in call.sectors),
    }
    return table_file("calls", _("征集"), columns, first_rows(found), wide=(0,))


def staff_calls_file(found: Select[Call]) -> Response:
    """Send calls with what those who run them see."""
    now = clock.now()
    columns: Columns[Call] = {
        _("征集"): lambda call: localised(call, "title"),
        _("申报编号前缀"): lambda call: call.prefix,
        _("种类"): _kind,
        _("状态"): lambda call: str(CALL_STATE_LABELS[call.state]),
        _("申报截止（北京时间）"): lambda call: _written(_submission(call)[1]),
        _("下一次变化（北京时间）"): lambda call: _written(next_change(call.phases, now)),
    }
    return table_file("calls", _("管理征集"), columns, first_rows(found), wide=(0,))


def _kind(call: Call) -> str:
    kind = str(CALL_KIND_LABELS[call.kind])
    return f"{kind}·{SUBJECT_LABELS[call.subject_type]}" if call.subject_type else kind


def _submission(call: Call) -> tuple[datetime | None, datetime | None]:
    step = next((one for one in call.phases if one.kind is PhaseKind.SUBMISSION), None)
    return (step.starts_at, step.ends_at) if step else (None, None)


def _written(moment: datetime | None) -> str:
    return clock.stamp(moment)
