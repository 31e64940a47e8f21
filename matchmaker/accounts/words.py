"""Sizes of firms and roles of members in words."""

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_timedelta
from flask import Flask
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.accounts.enums import (
    AccountState,
    FirmSize,
    IdentityCheck,
    MemberRole,
    OrganisationState,
    PartKind,
    PartState,
    SizeIndustry,
    StaffRole,
    StandingReason,
    TokenScope,
    VerificationReason,
    VerificationState,
)
from matchmaker.errors import Words

_SIZES: Mapping[FirmSize, Words] = {
    FirmSize.LARGE: _("大型企业"),
    FirmSize.MEDIUM: _("中型企业"),
    FirmSize.SMALL: _("小型企业"),
    FirmSize.MICRO: _("微型企业"),
}
SIZE_INDUSTRIES: Mapping[SizeIndustry, Words] = {
    SizeIndustry.FARMING: _("农、林、牧、渔业"),
    SizeIndustry.MANUFACTURING: _("工业"),
    SizeIndustry.CONSTRUCTION: _("建筑业"),
    SizeIndustry.WHOLESALE: _("批发业"),
    SizeIndustry.RETAIL: _("零售业"),
    SizeIndustry.TRANSPORT: _("交通运输业"),
    SizeIndustry.STORAGE: _("仓储业"),
    SizeIndustry.POST: _("邮政业"),
    SizeIndustry.LODGING: _("住宿业"),
    SizeIndustry.CATERING: _("餐饮业"),
    SizeIndustry.INFORMATION: _("信息传输业"),
    SizeIndustry.SOFTWARE: _("软件和信息技术服务业"),
    SizeIndustry.PROPERTY: _("房地产开发经营"),
    SizeIndustry.PROPERTY_SERVICE: _("物业管理"),
    SizeIndustry.LEASING: _("租赁和商务服务业"),
    SizeIndustry.OTHER: _("其他未列明行业"),
}
ORGANISATION_STATES: Mapping[OrganisationState, Words] = {
    OrganisationState.UNCLAIMED: _("未认领"),
    OrganisationState.ACTIVE: _("正常"),
    OrganisationState.SUSPENDED: _("已暂停"),
}
VERIFICATION_STATES: Mapping[VerificationState, Words] = {
    VerificationState.DRAFT: _("草稿"),
    VerificationState.SUBMITTED: _("审核中"),
    VerificationState.RETURNED: _("退回修改"),
    VerificationState.APPROVED: _("已通过"),
    VerificationState.REFUSED: _("未通过"),
    VerificationState.WITHDRAWN: _("已撤回"),
}
PARTS: Mapping[PartKind, Words] = {
    PartKind.IDENTITY: _("单位名称和代码"),
    PartKind.LICENCE: _("营业执照"),
    PartKind.AUTHORISATION: _("授权书"),
    PartKind.CONTACT: _("联系人"),
}
PART_STATES: Mapping[PartState, Words] = {
    PartState.OPEN: _("待审核"),
    PartState.PASSED: _("已通过"),
    PartState.TO_MEND: _("需要修改"),
}
VERIFICATION_REASONS: Mapping[VerificationReason, Words] = {
    VerificationReason.NAME_DIFFERS: _("名称与营业执照不一致"),
    VerificationReason.CODE_DIFFERS: _("统一社会信用代码与营业执照不一致"),
    VerificationReason.LICENCE_UNREADABLE: _("营业执照看不清或不完整"),
    VerificationReason.LICENCE_WRONG: _("上传的不是营业执照"),
    VerificationReason.LICENCE_EXPIRED: _("营业执照已过期"),
    VerificationReason.AUTHORISATION_UNREADABLE: _("授权书看不清或不完整"),
    VerificationReason.AUTHORISATION_UNSIGNED: _("授权书没有签字或盖章"),
    VerificationReason.AUTHORISATION_EXPIRED: _("授权书已过有效期"),
    VerificationReason.PERSON_DIFFERS: _("授权书上的人与申请人不一致"),
    VerificationReason.CONTACT_UNREACHABLE: _("联系电话打不通"),
    VerificationReason.CONTACT_INCOMPLETE: _("联系人信息不完整"),
    VerificationReason.DISSOLVED: _("单位已注销或被吊销"),
    VerificationReason.FORGED: _("材料涉嫌伪造"),
    VerificationReason.NOT_ENTITLED: _("申请人无权代表该单位"),
    VerificationReason.DUPLICATE: _("该单位已有别的登记"),
}
STANDING_REASONS: Mapping[StandingReason, Words] = {
    StandingReason.FALSE_FACTS: _("发布虚假信息"),
    StandingReason.FALSE_DOCUMENTS: _("认证材料不实"),
    StandingReason.COMPLAINTS: _("多次被投诉，经查属实"),
    StandingReason.ILLEGAL_CONTENT: _("发布违法违规内容"),
    StandingReason.DISSOLVED: _("单位已注销或被吊销"),
    StandingReason.PERSON_LEFT: _("经办人已离职或授权已终止"),
    StandingReason.RULES_BROKEN: _("违反平台规则"),
}

IDENTITY_CHECKS: Mapping[IdentityCheck, Words] = {
    IdentityCheck.IN_PERSON: _("当面核对了身份证件"),
    IdentityCheck.CALLED_BACK: _("回拨了单位登记的电话，由单位确认"),
    IdentityCheck.VIDEO: _("视频核对了本人和身份证件"),
    IdentityCheck.LETTER: _("收到单位盖章的证明"),
}
ACCOUNT_STATES: Mapping[AccountState, Words] = {
    AccountState.PENDING: _("邮箱待确认"),
    AccountState.ACTIVE: _("正常"),
    AccountState.DISABLED: _("已停用"),
}
STAFF_ROLES: Mapping[StaffRole, Words] = {
    StaffRole.CURATOR: _("内容编辑"),
    StaffRole.MODERATOR: _("审核员"),
    StaffRole.REVIEWER: _("评审员"),
    StaffRole.AUDITOR: _("审计员"),
    StaffRole.ADMINISTRATOR: _("管理员"),
}
STAFF_DUTIES: Mapping[StaffRole, Words] = {
    StaffRole.CURATOR: _("维护场景目录和标准，办征集，评定供应商等级，整理领航者案例"),
    StaffRole.MODERATOR: _("审核认证、认领、方案、需求和案例，处理举报"),
    StaffRole.REVIEWER: _("评审申报材料，核对佐证，给匹配结果评分"),
    StaffRole.AUDITOR: _("查询和导出操作记录，不能改动任何内容"),
    StaffRole.ADMINISTRATOR: _("安排职责，管理匹配模型和后台任务"),
}
MEMBER_ROLES: Mapping[MemberRole, Words] = {
    MemberRole.OWNER: _("所有者：管理单位和成员，也能发布"),
    MemberRole.EDITOR: _("编辑者：代表单位发布和对接"),
    MemberRole.VIEWER: _("查看者：只能查看单位的内容"),
}


_SCOPES: Mapping[TokenScope, Words] = {
    TokenScope.READ: _("读取您能看到的内容"),
    TokenScope.DEMANDS: _("发布和修改需求"),
    TokenScope.OFFERINGS: _("发布和修改供给、案例和供应商档案"),
    TokenScope.WEBHOOKS: _("管理网络回调"),
}


def token_scope_label(scope: TokenScope) -> str:
    """Say what a token may be used for."""
    return str(_SCOPES[scope])


def size_label(size: FirmSize) -> str:
    """Name a size class: 中型企业."""
    return str(_SIZES[size])


def waited(since: datetime) -> str:
    """Say how long something has waited: 3天, 2小时."""
    return str(format_timedelta(clock.now() - since, threshold=1, locale=get_locale()))


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        token_scope_label=token_scope_label,
        size_label=size_label,
        organisation_state=lambda state: str(ORGANISATION_STATES[state]),
        verification_state=lambda state: str(VERIFICATION_STATES[state]),
        part_words=lambda kind: str(PARTS[PartKind(kind)]),
        part_state=lambda state: str(PART_STATES[state]),
        verification_reasons=VERIFICATION_REASONS,
        standing_reasons=STANDING_REASONS,
        account_state=lambda state: str(ACCOUNT_STATES[state]),
        staff_role=lambda role: str(STAFF_ROLES[role]) if role else "",
        waited=waited,
    )
