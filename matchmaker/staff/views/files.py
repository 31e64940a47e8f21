"""The lists of staff as spreadsheets: the same rows and order as the pages.

Addresses of people are left out: a page shows twenty at a time to whoever looks somebody up, a
file would carry them all away.
"""

from functools import partial

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Select

from matchmaker import clock
from matchmaker.accounts.models import Account, Organisation, Verification
from matchmaker.accounts.words import (
    ACCOUNT_STATES,
    ORGANISATION_STATES,
    VERIFICATION_STATES,
)
from matchmaker.audit.models import AuditEvent
from matchmaker.catalogue.models import Case, Claim, Offering
from matchmaker.catalogue.words import CLAIM_STATES
from matchmaker.demands.models import Demand
from matchmaker.demands.words import VISIBILITY_MARKS, state_words
from matchmaker.discovery.queries.reports import reporters_of
from matchmaker.engagements.models.outcomes import Outcome
from matchmaker.jobs.models import OutboxRow
from matchmaker.moderation.models import Report
from matchmaker.moderation.words import REPORT_REASONS, REPORT_STATES
from matchmaker.staff.forms.trail import TrailForm
from matchmaker.staff.queries.trail import trail_of
from matchmaker.web.filters import day, facts_line
from matchmaker.web.sheets import Columns, first_rows, table_file


def verifications_file(found: Select[Verification]) -> Response:
    columns: Columns[Verification] = {
        _("单位"): lambda row: row.legal_name,
        _("统一社会信用代码"): lambda row: row.uscc,
        _("提交时间"): lambda row: clock.stamp(row.submitted_at),
        _("状态"): lambda row: str(VERIFICATION_STATES[row.state]),
    }
    return table_file("verifications", _("认证申请"), columns, first_rows(found))


def claims_file(found: Select[Claim]) -> Response:
    columns: Columns[Claim] = {
        _("档案"): lambda row: row.provider.name,
        _("申请单位"): lambda row: row.organisation.name,
        _("提交时间"): lambda row: clock.stamp(row.submitted_at),
        _("状态"): lambda row: str(CLAIM_STATES[row.state]),
    }
    return table_file("claims", _("认领申请"), columns, first_rows(found), wide=(0, 1))


def organisations_file(found: Select[Organisation]) -> Response:
    columns: Columns[Organisation] = {
        _("名称"): lambda row: row.name,
        _("统一社会信用代码"): lambda row: row.uscc,
        _("状态"): lambda row: str(ORGANISATION_STATES[row.state]),
        _("认证到"): lambda row: day(row.verified_until),
    }
    return table_file("organisations", _("单位"), columns, first_rows(found))


def people_file(found: Select[Account]) -> Response:
    columns: Columns[Account] = {
        _("姓名"): lambda row: row.name,
        _("单位"): lambda row: _("；").join(one.organisation.name for one in row.memberships),
        _("状态"): lambda row: str(ACCOUNT_STATES[row.state]),
        _("两步验证"): lambda row: _("已开启") if row.has_second_factor else _("未开启"),
        _("注册时间"): lambda row: clock.stamp(row.created_at),
    }
    return table_file("people", _("人员"), columns, first_rows(found), wide=(1,))


def demands_file(found: Select[Demand]) -> Response:
    columns: Columns[Demand] = {
        _("需求"): lambda row: row.title,
        _("单位"): lambda row: row.organisation.name if row.organisation else "",
        _("公开范围"): lambda row: str(VISIBILITY_MARKS.get(row.visibility, "")),
        _("状态"): lambda row: state_words(row.state, row.close_reason, is_expired=row.is_expired),
        _("提交时间"): lambda row: clock.stamp(row.submitted_at),
    }
    return table_file("demands-to-review", _("审核需求"), columns, first_rows(found), wide=(0, 1))


def offerings_file(found: Select[Offering]) -> Response:
    columns: Columns[Offering] = {
        _("方案"): lambda row: row.title,
        _("供应商"): lambda row: row.organisation.name,
        _("提交时间"): lambda row: clock.stamp(row.submitted_at),
        _("最后修改"): lambda row: clock.stamp(row.updated_at),
    }
    return table_file("offerings-to-review", _("方案"), columns, first_rows(found), wide=(0, 1))


def cases_file(found: Select[Case]) -> Response:
    columns: Columns[Case] = {
        _("案例"): lambda row: row.title,
        _("供应商"): lambda row: row.organisation.name if row.organisation else "",
        _("提交时间"): lambda row: clock.stamp(row.submitted_at),
    }
    return table_file("cases-to-review", _("案例"), columns, first_rows(found), wide=(0, 1))


def reports_file(found: Select[Report]) -> Response:
    rows = first_rows(found)
    reporters = reporters_of(rows.items)
    columns: Columns[Report] = {
        _("编号"): lambda row: row.receipt,
        _("对象"): lambda row: row.subject_title,
        _("问题"): lambda row: str(REPORT_REASONS[row.reason]),
        _("举报人"): lambda row: reporters[row.reporter_id].name,
        _("时间"): lambda row: clock.stamp(row.created_at),
        _("结果"): lambda row: str(REPORT_STATES[row.state]),
        _("答复"): lambda row: row.answer,
    }
    return table_file("reports", _("举报"), columns, rows, wide=(1, 6))


def own_reports_file(found: Select[Report]) -> Response:
    columns: Columns[Report] = {
        _("编号"): lambda row: row.receipt,
        _("对象"): lambda row: row.subject_title,
        _("问题"): lambda row: str(REPORT_REASONS[row.reason]),
        _("结果"): lambda row: str(REPORT_STATES[row.state]),
        _("答复"): lambda row: row.answer,
    }
    return table_file("my-reports", _("我的举报"), columns, first_rows(found), wide=(1, 4))


def nominations_file(found: Select[Outcome]) -> Response:
    columns: Columns[Outcome] = {
        _("需求"): lambda row: row.engagement.demand.title,
        _("需求方"): lambda row: (
            row.engagement.demand.organisation.name if row.engagement.demand.organisation else ""
        ),
        _("供应商"): lambda row: row.engagement.provider.name,
        _("推荐人"): lambda row: row.nominated_by.name if row.nominated_by else "",
        _("推荐日期"): lambda row: day(row.nominated_at),
    }
    return table_file("nominations", _("候选"), columns, first_rows(found), wide=(0, 1, 2))


def jobs_file(found: Select[OutboxRow]) -> Response:
    columns: Columns[OutboxRow] = {
        _("任务"): lambda row: row.kind,
        _("对象"): lambda row: row.key,
        _("次数"): lambda row: row.attempts,
        _("排队时间"): lambda row: clock.stamp(row.created_at),
        _("停下时间"): lambda row: clock.stamp(row.parked_at),
        _("原因"): lambda row: row.last_error,
    }
    return table_file("jobs", _("后台任务"), columns, first_rows(found), wide=(5,))


def trail_file(found: Select[AuditEvent], form: TrailForm, actor: Account) -> Response:
    """Write the trail with what the page shows this reader, and no more."""
    rows = first_rows(found)
    trail = trail_of(rows.items, actor)

    def who(event: AuditEvent) -> str:
        if event.id in trail.nameless:
            return _("不显示")
        return trail.actors[event.actor_id].name if event.actor_id in trail.actors else ""

    def values(side: str, event: AuditEvent) -> str:
        return "" if event.id in trail.sealed else facts_line(getattr(event, side))

    columns: Columns[AuditEvent] = {
        _("编号"): lambda event: event.id,
        _("时间"): lambda event: clock.stamp(event.at),
        _("谁"): who,
        _("账号"): lambda event: None if event.id in trail.nameless else event.actor_id,
        _("操作"): lambda event: event.action,
        _("对象"): lambda event: f"{event.subject_kind}:{event.subject_id}",
        _("改动前"): partial(values, "before"),
        _("改动后"): partial(values, "after"),
        _("说明"): lambda event: _("您不处理它，内容不显示。") if event.id in trail.sealed else "",
    }
    said = [(str(box.label.text), box.data) for box in form if box.data]
    conditions = [(label, str(value)) for label, value in said]
    return table_file(
        "audit-trail", _("操作记录"), columns, rows, wide=(6, 7), conditions=conditions
    )
