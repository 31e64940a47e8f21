"""Steps, reasons and groups of insight in words."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from matchmaker.accounts.enums import FirmSize
from matchmaker.accounts.words import size_label
from matchmaker.catalogue.enums import ProviderType
from matchmaker.engagements.enums import CloseReason
from matchmaker.engagements.words import REASON_LABELS
from matchmaker.errors import Words
from matchmaker.insight.enums import Dimension, FunnelStep, UnseenReason
from matchmaker.matching.enums import UnfitReason

STEP_LABELS: Mapping[FunnelStep, Words] = {
    FunnelStep.MATCHED: _("匹配"),
    FunnelStep.VIEWED: _("被看到"),
    FunnelStep.CONTACTED: _("联系"),
    FunnelStep.RESPONDED: _("回应"),
    FunnelStep.MET: _("会面"),
    FunnelStep.AWARDED: _("达成"),
    FunnelStep.LIVE: _("上线"),
    FunnelStep.ACCEPTED: _("验收"),
    FunnelStep.CASE: _("案例"),
    FunnelStep.SHOWCASE: _("领航者"),
}
STEP_RULES: Mapping[FunnelStep, Words] = {
    FunnelStep.MATCHED: _("供应商的方案进入过这条需求的前 20 名"),
    FunnelStep.VIEWED: _("有它的名单给需求方自己的人看过"),
    FunnelStep.CONTACTED: _("双方中任何一方发起了对接"),
    FunnelStep.RESPONDED: _("被问的一方同意谈，或者供应商提交了应答"),
    FunnelStep.MET: _("开过一次会"),
    FunnelStep.AWARDED: _("选定，并且供应商接受"),
    FunnelStep.LIVE: _("双方确认项目已上线"),
    FunnelStep.ACCEPTED: _("双方确认项目已验收"),
    FunnelStep.CASE: _("写成的案例已发布"),
    FunnelStep.SHOWCASE: _("做成的领航者页面已发布"),
}
DIMENSION_LABELS: Mapping[Dimension, Words] = {
    Dimension.QUARTER: _("需求发布的季度"),
    Dimension.SECTOR: _("行业"),
    Dimension.REGION: _("需求所在省份"),
    Dimension.DEMAND_SIZE: _("需求方规模"),
    Dimension.PROVIDER_SIZE: _("供应商规模"),
}
UNSEEN_LABELS: Mapping[UnseenReason, Words] = {
    UnseenReason.NO_DEMANDS: _("还没有公开的需求"),
    UnseenReason.NEW: _("发布不到 7 天，已进入前 20 名"),
    UnseenReason.NOT_OPENED: _("进入了前 20 名，但那份名单没有人打开"),
    UnseenReason.BEYOND: _("达到门槛，但总排在 20 名以后"),
    UnseenReason.MUST: _("达到门槛，但有必须的要求不满足"),
    UnseenReason.NO_SCENE: _("没有到门槛，也没有需求提到它的场景"),
    UnseenReason.FLOOR: _("没有到门槛"),
}
UNFIT_LABELS: Mapping[UnfitReason, Words] = {
    UnfitReason.SCENE: _("场景不对"),
    UnfitReason.CAPABILITY: _("缺少需要的能力"),
    UnfitReason.METRIC: _("指标达不到"),
    UnfitReason.REGION: _("地区不合适"),
    UnfitReason.BUDGET: _("预算或工期不合适"),
    UnfitReason.COMPLIANCE: _("标准或安全不符合"),
    UnfitReason.EVIDENCE: _("案例和佐证不足"),
    UnfitReason.OTHER: _("其他原因"),
}
TYPE_LABELS: Mapping[ProviderType, Words] = {
    ProviderType.OPERATOR: _("运营商"),
    ProviderType.VENDOR: _("设备商"),
    ProviderType.INTEGRATOR: _("集成商"),
    ProviderType.PLATFORM: _("平台与软件商"),
    ProviderType.TERMINAL: _("终端厂商"),
    ProviderType.MODULE: _("模组厂商"),
    ProviderType.SECURITY: _("安全厂商"),
    ProviderType.RESEARCH: _("科研院所"),
}
AGE_LABELS: Mapping[str, Words] = {
    "new": _("来了不到 30 天"),
    "young": _("来了 31–180 天"),
    "grown": _("来了 181–365 天"),
    "old": _("来了一年以上"),
}
GROUP_LABELS: Mapping[str, Words] = {
    "type": _("按供应商类型"),
    "size": _("按供应商规模"),
    "area": _("按地区"),
    "age": _("按新旧"),
}
UNSTATED: Words = _("未说明")


def loss_label(reason: CloseReason | UnfitReason | None) -> str:
    """Name a coded reason."""
    if reason is None:
        return gettext("没有写明")
    if isinstance(reason, UnfitReason):
        return str(UNFIT_LABELS[reason])
    return str(REASON_LABELS[reason])


def quarter_label(first: date) -> str:
    """Name a quarter by its first day: 2026年第3季度."""
    return gettext("%(year)s年第%(n)s季度", year=first.year, n=(first.month + 2) // 3)


def size_words(key: str) -> str:
    """Name a size by its code."""
    return size_label(FirmSize(key)) if key else str(UNSTATED)


def share_label(group: str, key: str) -> str:
    """Name a group of providers by its code; areas are named by themselves."""
    if not key:
        return str(UNSTATED)
    if group == "type":
        return str(TYPE_LABELS[ProviderType(key)])
    if group == "size":
        return size_words(key)
    return str(AGE_LABELS[key]) if group == "age" else key
