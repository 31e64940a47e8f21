"""States and reasons of engagements in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.words.responses import (
    LINE_ANSWER_LABELS,
    PARTNER_LABELS,
    QUESTION_LABELS,
    RESPONSE_LABELS,
)
from matchmaker.errors import Words

STATE_LABELS: Mapping[EngagementState, Words] = {
    EngagementState.INVITED: _("等供应商答复"),
    EngagementState.OFFERED: _("等企业答复"),
    EngagementState.TALKING: _("对接中"),
    EngagementState.AWARDED: _("已选定，等供应商确认"),
    EngagementState.AGREED: _("已达成"),
    EngagementState.DECLINED: _("已谢绝"),
    EngagementState.NOT_CHOSEN: _("未选中"),
    EngagementState.WITHDRAWN: _("已撤回"),
    EngagementState.ENDED: _("已结束"),
}
REASON_LABELS: Mapping[CloseReason, Words] = {
    CloseReason.REQUIREMENTS: _("要求不满足"),
    CloseReason.EVIDENCE: _("佐证或案例不足"),
    CloseReason.PLAN: _("实施方案不够具体"),
    CloseReason.PRICE: _("价格或预算不合适"),
    CloseReason.TIME: _("时间不合适"),
    CloseReason.REGION: _("地区不合适"),
    CloseReason.BETTER: _("另有更合适的供应商"),
    CloseReason.CHANGED: _("需求有变化"),
    CloseReason.CANCELLED: _("项目取消"),
    CloseReason.CAPACITY: _("近期人手排不开"),
    CloseReason.FIELD: _("不是我们做的业务"),
    CloseReason.TERMS: _("商务条件不合适"),
    CloseReason.CONFLICT: _("有利益冲突"),
    CloseReason.TOO_EARLY: _("时机还不成熟"),
    CloseReason.BENEFIT: _("效益还不清楚"),
    CloseReason.SILENCE: _("对方没有回应"),
    CloseReason.INTERNAL: _("改用内部力量解决"),
    CloseReason.OTHER: _("其他（请写明）"),
}


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        engagement_states=STATE_LABELS,
        close_reason_labels=REASON_LABELS,
        response_labels=RESPONSE_LABELS,
        partner_labels=PARTNER_LABELS,
        question_labels=QUESTION_LABELS,
        line_answer_labels=LINE_ANSWER_LABELS,
    )
