"""What notices say: one sentence a kind, with `%(fact)s` for each fact it names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.errors import Words
from matchmaker.notices.enums import MailChoice, NoticeGroup, NoticeKind
from matchmaker.web.filters import day, exact_moment

NOTICE_WORDS: Final[Mapping[NoticeKind, Words]] = {
    NoticeKind.SECOND_FACTOR_RESET: _(
        "运营人员重置了您的两步验证，所有浏览器已退出登录。"
        "如果不是您要求的，请马上更改密码并联系我们。"
    ),
    NoticeKind.TOKEN_MADE: _(
        "您的账号制作了 API 令牌“%(name)s”，有效至 %(until)s。如果不是您做的，请撤销它并更改密码。"
    ),
    NoticeKind.TOKEN_ENDING: _(
        "API 令牌“%(name)s”%(until)s 到期。还要用的话，请制作新的令牌并换到程序里。"
    ),
    NoticeKind.STAFF_ROLE_CHANGED: _(
        "管理员更改了您在平台的职责，现在是：%(role)s。所有浏览器已退出登录，请重新登录。"
    ),
    NoticeKind.FILE_INFECTED: _(
        "您上传的文件“%(name)s”含有病毒，已经删除。请检查您的电脑，换一个文件再上传。"
    ),
    NoticeKind.ENGAGEMENT_INVITED: _("%(other)s 邀请您单位就“%(title)s”对接，请答复。"),
    NoticeKind.ENGAGEMENT_OFFERED: _("%(other)s 想就您的需求“%(title)s”与您对接，请答复。"),
    NoticeKind.ENGAGEMENT_ACCEPTED: _("%(other)s 接受了“%(title)s”的对接，双方现在可以互相联系。"),
    NoticeKind.ENGAGEMENT_CLOSED: _("%(other)s 结束了“%(title)s”的对接，原因在对接页上。"),
    NoticeKind.ENGAGEMENT_REOPENED: _("%(other)s 恢复了“%(title)s”的对接。"),
    NoticeKind.RESPONSE_SUBMITTED: _("%(other)s 提交了对“%(title)s”的应答。"),
    NoticeKind.PARTNER_ASKED: _("%(other)s 邀请您单位一起应答“%(title)s”，请答复。"),
    NoticeKind.PARTNER_ANSWERED: _("%(other)s 答复了一起应答“%(title)s”的邀请。"),
    NoticeKind.AWARDED: _("%(other)s 选定您单位承担“%(title)s”，请在 %(day)s 前确认。"),
    NoticeKind.AWARD_ACCEPTED: _("%(other)s 接受了“%(title)s”的选定，双方达成。"),
    NoticeKind.AWARD_DECLINED: _("%(other)s 没有接受“%(title)s”的选定，您可以改选另一家。"),
    NoticeKind.AWARD_TAKEN_BACK: _("%(other)s 撤回了“%(title)s”的选定，对接继续。"),
    NoticeKind.NOT_CHOSEN: _("“%(title)s”没有选中您单位，原因在对接页上。"),
    NoticeKind.QUESTION_ASKED: _("有供应商就您的需求“%(title)s”提问，答复后大家都能看到。"),
    NoticeKind.QUESTION_ANSWERED: _("需求方答复了一个关于“%(title)s”的提问。"),
    NoticeKind.QUESTION_DECLINED: _("需求方没有答复您关于“%(title)s”的提问，说明如下。"),
    NoticeKind.QUESTION_MERGED: _(
        "需求方把您关于“%(title)s”的提问并入了另一个同样的提问，一起答复。"
    ),
    NoticeKind.PROVIDER_ASKED: _("%(other)s 就“%(title)s”请您单位确认能否满足要求，请答复。"),
    NoticeKind.PROVIDER_CONFIRMED: _("%(other)s 答复了您关于“%(title)s”的提问。"),
    NoticeKind.MESSAGE_WRITTEN: _("%(other)s在“%(title)s”的对接里给您留言了。"),
    NoticeKind.CONTACT_ASKED: _("%(who)s请您做“%(title)s”的联系人，您同意后对方才看得到。"),
    NoticeKind.MEETING_PROPOSED: _("%(other)s就“%(title)s”约会议“%(topic)s”，请选一个时间。"),
    NoticeKind.MEETING_ACCEPTED: _("%(other)s选定了会议“%(topic)s”的时间：%(when)s（北京时间）。"),
    NoticeKind.MEETING_DECLINED: _("%(other)s这次不约会议“%(topic)s”了。"),
    NoticeKind.MEETING_CANCELLED: _("%(other)s取消了会议“%(topic)s”。"),
    NoticeKind.MEETING_NOTED: _("%(other)s记下了会议“%(topic)s”的结果。"),
    NoticeKind.STAGE_TOLD: _("%(other)s告知了“%(title)s”的项目进展，请确认。"),
    NoticeKind.STAGE_CONFIRMED: _("%(other)s确认了“%(title)s”的项目进展。"),
    NoticeKind.STAGE_REFUSED: _("%(other)s退回了“%(title)s”的项目进展，请看原因。"),
    NoticeKind.EFFECT_MEASURED: _("%(other)s填写了“%(title)s”的实际成效，请确认。"),
    NoticeKind.RATED: _("%(other)s评价了“%(title)s”的合作。您也评价后就能看到。"),
    NoticeKind.CASE_ASKED: _("%(other)s想把“%(title)s”写成公开案例，请答复是否同意。"),
    NoticeKind.CASE_AGREED: _("%(other)s同意把“%(title)s”写成公开案例。"),
    NoticeKind.CASE_REFUSED: _("%(other)s不同意公开“%(title)s”的案例。"),
    NoticeKind.NOMINATED: _("%(other)s把“%(title)s”推荐为领航者候选。"),
    NoticeKind.STEP_DUE: _("等您处理：%(step)s。“%(title)s”，对方是%(other)s。"),
    NoticeKind.DEMAND_APPROVED: _("您的需求“%(title)s”已通过审核，现在开放了。"),
    NoticeKind.DEMAND_RETURNED: _("您的需求“%(title)s”被退回，请按意见修改后再提交。"),
    NoticeKind.DEMAND_SUSPENDED: _("您的需求“%(title)s”被暂停，别人暂时看不到它。"),
    NoticeKind.DEMAND_RESTORED: _("您的需求“%(title)s”已恢复公开。"),
    NoticeKind.DEMAND_EXPIRING: _(
        "您的需求“%(title)s”在 %(day)s 截止应答。还需要的话，一键就能续期 60 天。"
    ),
    NoticeKind.DEMAND_EXPIRED: _(
        "您的需求“%(title)s”到期后没有续期，已经关闭。半年内可以重新开放。"
    ),
    NoticeKind.DEMAND_CHANGED: _("您参与的需求“%(title)s”有改动：%(what)s。"),
    NoticeKind.REPORT_REOPENED: _(
        "您对“%(title)s”的举报（%(receipt)s）正在重新处理，有结果会告诉您。"
    ),
    NoticeKind.REPORT_ANSWERED: _("您对“%(title)s”的举报（%(receipt)s）有了结果：%(state)s。"),
    NoticeKind.DEMAND_CLOSED: _("您参与的需求“%(title)s”已关闭：%(why)s。"),
    NoticeKind.VERIFICATION_APPROVED: _(
        "“%(organisation)s”已通过认证，有效期到 %(until)s，现在可以发布了。"
    ),
    NoticeKind.VERIFICATION_RETURNED: _(
        "“%(organisation)s”的认证申请需要修改，请按说明改好后再提交，已通过的部分会保留。"
    ),
    NoticeKind.VERIFICATION_REFUSED: _("“%(organisation)s”的认证申请没有通过，请查看原因。"),
    NoticeKind.VERIFICATION_REOPENED: _(
        "“%(organisation)s”的认证申请正在重新审核，不用再提交。请查看说明。"
    ),
    NoticeKind.VERIFICATION_REVOKED: _(
        "“%(organisation)s”的认证已被撤销，重新认证前不能发布新内容。请查看原因。"
    ),
    NoticeKind.VERIFICATION_ENDING: _(
        "“%(organisation)s”的认证 %(until)s 到期，请在到期前续期，以免不能发布新内容。"
    ),
    NoticeKind.QUALIFICATION_ENDING: _(
        "“%(organisation)s”的资质“%(name)s”%(until)s 到期，续期后请更新档案；到期后不再计入。"
    ),
    NoticeKind.TIER_SET: _("“%(organisation)s”的供应商等级定为“%(tier)s”（%(call)s）。"),
    NoticeKind.TIER_ENDED: _("“%(organisation)s”的供应商等级“%(tier)s”已结束。"),
    NoticeKind.ORGANISATION_SUSPENDED: _(
        "“%(organisation)s”已被暂停，它的内容不再公开。请查看原因和申诉方式。"
    ),
    NoticeKind.ORGANISATION_RESTORED: _("“%(organisation)s”已恢复，它的内容重新公开。"),
    NoticeKind.CLAIM_APPROVED: _("您认领的“%(provider)s”已通过，档案、方案和案例已归到您的单位。"),
    NoticeKind.CLAIM_RETURNED: _("您认领“%(provider)s”的申请需要补充材料，请按说明改好后再提交。"),
    NoticeKind.CLAIM_REFUSED: _("您认领“%(provider)s”的申请没有通过，请查看原因。"),
    NoticeKind.CLAIM_REOPENED: _(
        "您认领“%(provider)s”的申请正在重新审核，不用再提交。请查看说明。"
    ),
    NoticeKind.OFFERING_APPROVED: _("您的方案“%(title)s”已通过审核，现在公开并参与匹配。"),
    NoticeKind.OFFERING_RETURNED: _(
        "您的方案“%(title)s”被退回修改，现在是草稿。请看原因，改好后再提交。"
    ),
    NoticeKind.CASE_APPROVED: _("您的案例“%(title)s”已通过审核，现在公开，可以作为方案的佐证。"),
    NoticeKind.CASE_RETURNED: _(
        "您的案例“%(title)s”被退回修改，现在是草稿。请看原因，改好后再提交。"
    ),
    NoticeKind.STANDARD_REPLACED_STATED: _(
        "标准 %(standard)s 已被 %(by)s 代替。您的方案“%(title)s”写着符合它，请看要不要更新。"
    ),
    NoticeKind.STANDARD_REPLACED_ASKED: _(
        "标准 %(standard)s 已被 %(by)s 代替。您的需求“%(title)s”要求了它，请看要不要更新。"
    ),
    NoticeKind.RESULT_SELECTED: _(
        "“%(title)s”入选“%(call)s”，编号 %(number)s，有效期至 %(until)s。证书可以下载。"
    ),
    NoticeKind.RESULT_NOT_SELECTED: _("“%(title)s”没有入选“%(call)s”。请看说明和申诉方式。"),
    NoticeKind.RESULT_ON_HOLD: _("“%(title)s”在“%(call)s”中暂缓决定。请看说明和申诉方式。"),
    NoticeKind.OBJECTION_UPHELD: _("对“%(title)s”的异议成立，它不再列入“%(call)s”的名单。"),
    NoticeKind.OBJECTION_ANSWERED: _("您对“%(call)s”公示的异议（%(receipt)s）已有答复。"),
    NoticeKind.ENTRY_WARNED: _("“%(call)s”的入选项目 %(number)s 收到警告，请按说明改正。"),
    NoticeKind.ENTRY_RECTIFYING: _(
        "“%(call)s”的入选项目 %(number)s 要在 %(until)s 以前整改，否则会移出名单。"
    ),
    NoticeKind.ENTRY_RESTORED: _("“%(call)s”的入选项目 %(number)s 已恢复正常。"),
    NoticeKind.ENTRY_REMOVED: _("“%(call)s”的入选项目 %(number)s 已移出名单。可以申诉。"),
    NoticeKind.ENTRY_ENDING: _("“%(call)s”的入选项目 %(number)s %(until)s 到期，可以申请续期。"),
    NoticeKind.RENEWAL_GRANTED: _("“%(call)s”的入选项目 %(number)s 已续期至 %(until)s。"),
    NoticeKind.RENEWAL_DECLINED: _("“%(call)s”的入选项目 %(number)s 没有续期，请看说明。"),
    NoticeKind.APPEAL_UPHELD: _("您就“%(title)s”的申诉成立，会重新决定。"),
    NoticeKind.APPEAL_DISMISSED: _("您就“%(title)s”的申诉没有成立，请看说明。"),
    NoticeKind.REVIEWER_INVITED: _("邀请您评审“%(title)s”的申报，请答复是否参加。"),
    NoticeKind.REVIEWS_ASSIGNED: _("“%(title)s”有 %(n)s 份申报请您评审。"),
    NoticeKind.REVIEW_REOPENED: _(
        "“%(title)s”的申报 %(number)s 请您再评一次，北京时间 %(until)s 前可以修改。"
    ),
    NoticeKind.REVIEW_DISCUSSED: _("“%(title)s”的申报 %(number)s 有新的讨论。"),
    NoticeKind.REVIEWS_DUE: _("“%(title)s”还有 %(n)s 份申报等您评审，北京时间 %(until)s 截止。"),
    NoticeKind.REVIEWS_LACKING: _(
        "“%(title)s”的申报 %(number)s 少一位评审专家，没有合适的人可以补上，请安排。"
    ),
    NoticeKind.SUBMISSION_RECEIVED: _(
        "已收到“%(organisation)s”对“%(call)s”的申报“%(title)s”，编号 %(number)s。截止前可以修改。"
    ),
    NoticeKind.SUBMISSION_RETURNED: _(
        "申报“%(title)s”（%(number)s）需要补充，请在期限内改好后再次提交。"
    ),
    NoticeKind.SUBMISSION_TO_RECOMMEND: _(
        "“%(call)s”有一份申报等您单位推荐：%(organisation)s的“%(title)s”（%(number)s）。"
    ),
    NoticeKind.SUBMISSION_RECOMMENDED: _("申报“%(title)s”（%(number)s）已获推荐。"),
    NoticeKind.SUBMISSION_ACCEPTED: _("申报“%(title)s”（%(number)s）已受理，进入评审。"),
    NoticeKind.SUBMISSION_REFUSED: _("申报“%(title)s”（%(number)s）没有被受理，请查看原因。"),
    NoticeKind.SUBMISSION_PARTNER_ASKED: _(
        "%(organisation)s请您单位联合申报“%(call)s”，请答复是否同意。"
    ),
    NoticeKind.SUBMISSION_PARTNER_ANSWERED: _("联合申报“%(call)s”的单位答复了，请到申报页查看。"),
    NoticeKind.WEBHOOK_OFF: _("向 %(address)s 推送消息连续失败，已停用。修好后请重新启用。"),
}
GROUP_LABELS: Final[Mapping[NoticeGroup, Words]] = {
    NoticeGroup.SECURITY: _("账号与安全"),
    NoticeGroup.ORGANISATION: _("单位与成员"),
    NoticeGroup.REVIEW: _("审核结果"),
    NoticeGroup.ENGAGEMENT: _("对接"),
    NoticeGroup.MESSAGES: _("消息"),
    NoticeGroup.PROGRAMME: _("征集和评审"),
    NoticeGroup.REMINDERS: _("到期和待办"),
    NoticeGroup.STAFF: _("运营工作"),
}
GROUP_HINTS: Final[Mapping[NoticeGroup, Words]] = {
    NoticeGroup.SECURITY: _("登录、密码和文件安全。为了您的账号，这一类总是马上发邮件。"),
    NoticeGroup.ORGANISATION: _("单位认证、认领和成员的变化。"),
    NoticeGroup.REVIEW: _("您的需求、方案和案例审核通过或被退回。"),
    NoticeGroup.ENGAGEMENT: _("有人邀请、应答、选定，或对接有了进展。"),
    NoticeGroup.MESSAGES: _("别人给您的消息和提问。"),
    NoticeGroup.PROGRAMME: _("申报、评审、公示和结果。"),
    NoticeGroup.REMINDERS: _("快到期的需求、认证，等您处理的事。"),
    NoticeGroup.STAFF: _("等运营人员处理的事。"),
}
CHOICE_LABELS: Final[Mapping[MailChoice, Words]] = {
    MailChoice.AT_ONCE: _("马上"),
    MailChoice.DAILY: _("每天一封"),
    MailChoice.NEVER: _("不发邮件"),
}

_TIMES: Final = frozenset({"day", "until", "when"})
_HOUR: Final = ":"


class _Facts(dict[str, str]):
    """Facts of a notice written before its words named a new one."""

    def __missing__(self, name: str) -> str:
        return ""


def said(kind: str, facts: Mapping[str, str]) -> str:
    """Give the sentence of a notice in the reader's language; "" for a kind no longer in use."""
    try:
        words = str(NOTICE_WORDS[NoticeKind(kind)])
    except ValueError:
        return ""
    return words % _Facts({name: _fact(name, text) for name, text in facts.items()})


def _fact(name: str, text: str) -> str:
    """Write a fact; days and instants are kept as 2026-11-20 or 2026-11-20 12:00, China's time."""
    try:
        at = datetime.fromisoformat(text) if name in _TIMES else None
    except ValueError:  # written in words when the notice was made
        return text
    if at is None:
        return text
    return exact_moment(at.replace(tzinfo=clock.CHINA)) if _HOUR in text else day(at)
