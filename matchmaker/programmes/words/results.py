"""Verdicts, entries, objections and appeals, in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.programmes.enums.results import (
    AppealState,
    EntryAct,
    EntryReason,
    ObjectionReason,
    ObjectionState,
    RenewalState,
    Standing,
    VerdictReason,
)
from matchmaker.programmes.enums.submissions import Verdict

VERDICT_LABELS: Mapping[Verdict, Words] = {
    Verdict.SELECTED: _("入选"),
    Verdict.ON_HOLD: _("暂缓"),
    Verdict.NOT_SELECTED: _("不入选"),
}
VERDICT_REASONS: Mapping[VerdictReason, Words] = {
    VerdictReason.BELOW_LINE: _("名额已满，排名在后"),
    VerdictReason.WEAK_EFFECT: _("成效不足"),
    VerdictReason.WEAK_EVIDENCE: _("佐证材料不足"),
    VerdictReason.NOT_FITTING: _("与征集方向不符"),
    VerdictReason.DUPLICATE: _("与其他申报重复"),
    VerdictReason.VETO: _("一票否决的标准得 0 分"),
    VerdictReason.TO_VERIFY: _("有事项要核实"),
    VerdictReason.OBJECTION: _("公示期间异议成立"),
    VerdictReason.OTHER: _("其他原因"),
}
STANDING_LABELS: Mapping[Standing, Words] = {
    Standing.VALID: _("有效"),
    Standing.WARNED: _("警告"),
    Standing.RECTIFYING: _("整改中"),
    Standing.EXPIRED: _("已到期"),
    Standing.REMOVED: _("已移出"),
}
ENTRY_REASONS: Mapping[EntryReason, Words] = {
    EntryReason.QUALITY: _("项目或服务质量问题"),
    EntryReason.COMPLAINTS: _("多次投诉属实"),
    EntryReason.NO_COOPERATION: _("不配合检查或评估"),
    EntryReason.SAFETY: _("安全问题"),
    EntryReason.FALSE_CLAIMS: _("材料弄虚作假"),
    EntryReason.CEASED: _("单位注销或停止业务"),
    EntryReason.OWN_WISH: _("单位自己申请退出"),
    EntryReason.OTHER: _("其他原因"),
}
ACT_LABELS: Mapping[EntryAct, Words] = {
    EntryAct.LISTED: _("列入名单"),
    EntryAct.WARNED: _("警告"),
    EntryAct.RECTIFYING: _("要求整改"),
    EntryAct.RESTORED: _("恢复正常"),
    EntryAct.REMOVED: _("移出名单"),
    EntryAct.RENEWED: _("续期"),
    EntryAct.NOT_RENEWED: _("不予续期"),
}
OBJECTION_REASONS: Mapping[ObjectionReason, Words] = {
    ObjectionReason.NOT_ELIGIBLE: _("不符合申报条件"),
    ObjectionReason.FALSE_CLAIMS: _("材料与事实不符"),
    ObjectionReason.COPIED: _("抄袭或侵权"),
    ObjectionReason.UNFAIR: _("评审不公"),
    ObjectionReason.OTHER: _("其他"),
}
OBJECTION_LABELS: Mapping[ObjectionState, Words] = {
    ObjectionState.OPEN: _("等待答复"),
    ObjectionState.UPHELD: _("异议成立"),
    ObjectionState.DISMISSED: _("异议不成立"),
}
APPEAL_LABELS: Mapping[AppealState, Words] = {
    AppealState.OPEN: _("等待答复"),
    AppealState.UPHELD: _("申诉成立"),
    AppealState.DISMISSED: _("申诉不成立"),
}
RENEWAL_LABELS: Mapping[RenewalState, Words] = {
    RenewalState.OPEN: _("等待答复"),
    RenewalState.GRANTED: _("已续期"),
    RenewalState.DECLINED: _("不予续期"),
}


def install(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.globals.update(
        verdict_labels=VERDICT_LABELS,
        verdict_reasons=VERDICT_REASONS,
        standing_labels=STANDING_LABELS,
        entry_reasons=ENTRY_REASONS,
        act_labels=ACT_LABELS,
        objection_reasons=OBJECTION_REASONS,
        objection_labels=OBJECTION_LABELS,
        appeal_labels=APPEAL_LABELS,
        renewal_labels=RENEWAL_LABELS,
    )
