"""Values of demands in the reader's language: the same on pages, in forms and in files."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from matchmaker.demands.enums import (
    ChangedField,
    CloseReason,
    DemandState,
    GoalKind,
    Phase,
    Priority,
    QualityPoint,
    ReturnReason,
    Visibility,
)
from matchmaker.errors import Words

STATES: Final[Mapping[DemandState, Words]] = {
    DemandState.PASTED: _("粘贴的需求"),
    DemandState.DRAFT: _("草稿"),
    DemandState.IN_REVIEW: _("审核中"),
    DemandState.OPEN: _("开放中"),
    DemandState.CLOSED: _("已关闭"),
    DemandState.SUSPENDED: _("已暂停"),
    DemandState.NOTICE: _("转载公告"),
}
CLOSE_REASONS: Final[Mapping[CloseReason, Words]] = {
    CloseReason.AWARDED: _("已选定供应商"),
    CloseReason.NONE_SUITABLE: _("没有合适的方案"),
    CloseReason.CANCELLED: _("不再需要"),
    CloseReason.EXPIRED: _("到期未续"),
}
VISIBILITIES: Final[Mapping[Visibility, Words]] = {
    Visibility.PUBLIC: _("公开：所有人看得到，含单位名称"),
    Visibility.ANONYMOUS: _("匿名：所有人看得到，单位名称在双方同意对接后才告诉对方"),
    Visibility.INVITED: _("仅受邀：只有您邀请的供应商看得到，不进列表和搜索"),
}
VISIBILITY_MARKS: Final[Mapping[Visibility, Words]] = {
    Visibility.PUBLIC: _("公开"),
    Visibility.ANONYMOUS: _("匿名"),
    Visibility.INVITED: _("仅受邀"),
}
PRIORITIES: Final[Mapping[Priority, Words]] = {
    Priority.HIGH: _("高"),
    Priority.MEDIUM: _("中"),
    Priority.LOW: _("低"),
}
PHASES: Final[Mapping[Phase, Words]] = {
    Phase.PLANNING: _("规划论证"),
    Phase.PILOT: _("试点验证"),
    Phase.ROLLOUT: _("规模推广"),
    Phase.UPGRADE: _("升级改造"),
}
GOAL_KINDS: Final[Mapping[GoalKind, Words]] = {
    GoalKind.ECONOMIC: _("经济效益"),
    GoalKind.PRODUCTION: _("生产方式转型"),
    GoalKind.LABOUR: _("人力成本"),
    GoalKind.STRUCTURE: _("产业结构"),
    GoalKind.STRATEGY: _("战略"),
}
CHANGED_FIELDS: Final[Mapping[ChangedField, Words]] = {
    ChangedField.TITLE: _("标题"),
    ChangedField.TEXT: _("内容"),
    ChangedField.SECTOR: _("行业"),
    ChangedField.SCENES: _("场景"),
    ChangedField.PLACE: _("地区"),
    ChangedField.BUDGET: _("预算"),
    ChangedField.TIME: _("时间"),
    ChangedField.CLOSES_ON: _("应答截止"),
    ChangedField.REQUIREMENTS: _("要求"),
    ChangedField.GOALS: _("目标"),
    ChangedField.PRIORITY: _("优先级"),
    ChangedField.PHASE: _("阶段"),
    ChangedField.VISIBILITY: _("可见范围"),
}
RETURN_REASONS: Final[Mapping[ReturnReason, Words]] = {
    ReturnReason.UNCLEAR: _("看不清要解决什么问题"),
    ReturnReason.NOT_5G: _("与5G应用无关"),
    ReturnReason.ADVERTISING: _("是广告或推销"),
    ReturnReason.DUPLICATE: _("与另一条需求重复"),
    ReturnReason.PRICE_PROBING: _("只为打听价格，没有真实需求"),
    ReturnReason.CONTACT_DETAILS: _("正文里有联系方式"),
    ReturnReason.FALSE_FACTS: _("内容不实"),
    ReturnReason.IDENTIFIES: _("匿名需求透露了单位身份"),
}

MOVES: Final[Mapping[str, Words]] = {
    "drafted": _("起草"),
    "adopted": _("接着粘贴的需求起草"),
    "submitted": _("提交审核"),
    "taken_back": _("收回修改"),
    "returned": _("退回修改"),
    "published": _("审核通过，公开"),
    "renewed": _("续期"),
    "closed": _("关闭"),
    "reopened": _("重新开放"),
    "suspended": _("暂停"),
    "restored": _("恢复公开"),
}
# What the point is about; what to add and why it helps.
QUALITY: Final[Mapping[QualityPoint, tuple[Words, Words]]] = {
    QualityPoint.SUMMARY: (
        _("标题说清做什么"),
        _("标题写明对象和要做的事，例如“40台矿卡无人驾驶改造”：供应商只凭标题决定看不看。"),
    ),
    QualityPoint.PROBLEM: (
        _("要解决的问题"),
        _("写现在哪里难、慢、险或贵：供应商才能提出您没想到的办法。"),
    ),
    QualityPoint.USERS: (
        _("谁来用"),
        _("写谁会用、多少人、在什么岗位：用的人不同，方案就不同。"),
    ),
    QualityPoint.WHY_NOW: (
        _("为什么现在做"),
        _("写起因或目标，例如政策要求、投产时间、要减少的人手：供应商据此判断是真要做。"),
    ),
    QualityPoint.BUDGET: (
        _("预算"),
        _("写一个范围也行：报价会落在您能接受的区间，少来回。"),
    ),
    QualityPoint.MUSTS: (
        _("可核对的要求"),
        _("至少写一条要求，必须项不超过 6 条：必须项越多，能应答的越少。"),
    ),
}

# How many in a hundred of the reviewed demands lacked the point.
LACKING_PERCENT: Final[Mapping[QualityPoint, int]] = {
    QualityPoint.SUMMARY: 68,
    QualityPoint.PROBLEM: 71,
    QualityPoint.USERS: 74,
    QualityPoint.WHY_NOW: 65,
    QualityPoint.BUDGET: 32,
    QualityPoint.MUSTS: 77,
}


def state_words(state: DemandState, close_reason: CloseReason | None, *, is_expired: bool) -> str:
    """Say where a demand stands: open past its last day is expired; closed says why."""
    if is_expired:
        return gettext("已到期")
    if close_reason is not None:
        return gettext("已关闭：%(why)s", why=CLOSE_REASONS[close_reason])
    return str(STATES[state])


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals["demand_words"] = {
        "visibility": VISIBILITY_MARKS,
        "priority": PRIORITIES,
        "phase": PHASES,
        "goal": GOAL_KINDS,
        "changed": CHANGED_FIELDS,
        "reason": RETURN_REASONS,
        "close_reason": CLOSE_REASONS,
        "move": MOVES,
        "quality": QUALITY,
        "lacking": LACKING_PERCENT,
    }
    app.jinja_env.globals["demand_state"] = lambda demand: state_words(
        demand.state, demand.close_reason, is_expired=demand.is_expired
    )
