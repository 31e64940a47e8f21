"""Types of providers, proofs and effects in words: the same on pages, in filters and in files."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import (
    CaseFault,
    CaseState,
    ClaimReason,
    ClaimState,
    ClientConsent,
    Effect,
    EvidenceKind,
    OfferingFault,
    OfferingState,
    PriceModel,
    ProgrammeType,
    ProviderType,
)
from matchmaker.errors import Words

_EVIDENCE: Mapping[EvidenceKind, Words] = {
    EvidenceKind.STATEMENT: _("单位自述"),
    EvidenceKind.CASE: _("案例"),
    EvidenceKind.TEST_REPORT: _("检测报告"),
    EvidenceKind.CERTIFICATE: _("证书"),
}
PROVIDER_TYPES: Final[Mapping[str, Words]] = {
    ProviderType.OPERATOR.value: _("运营商"),
    ProviderType.VENDOR.value: _("设备商"),
    ProviderType.INTEGRATOR.value: _("集成商"),
    ProviderType.PLATFORM.value: _("平台与软件商"),
    ProviderType.TERMINAL.value: _("终端厂商"),
    ProviderType.MODULE.value: _("模组厂商"),
    ProviderType.SECURITY.value: _("安全厂商"),
    ProviderType.RESEARCH.value: _("科研院所"),
}
PROGRAMME_TYPES: Final[Mapping[str, Words]] = {
    ProgrammeType.INTEGRATED.value: _("集成类"),
    ProgrammeType.SPECIALISED.value: _("行业特色类"),
}
EFFECTS: Final[Mapping[str, Words]] = {
    Effect.COST.value: _("降成本"),
    Effect.EFFICIENCY.value: _("提效率"),
    Effect.STAFF.value: _("少人、换岗"),
    Effect.QUALITY.value: _("提质量"),
    Effect.ENERGY.value: _("节能节水"),
    Effect.NETWORK.value: _("网络指标"),
    Effect.SCALE.value: _("规模应用"),
    Effect.FIRST.value: _("首创"),
}
# What an offering rests on, as a filter: a provider's own word is no proof.
PROOFS: Final[Mapping[str, Words]] = {
    EvidenceKind.CASE.value: _("有案例"),
    EvidenceKind.TEST_REPORT.value: _("有检测报告"),
    EvidenceKind.CERTIFICATE.value: _("有证书"),
}
BUDGETS: Final[Mapping[str, Words]] = {
    "0-10": _("不足 10 万元"),
    "10-50": _("10–50 万元"),
    "50-100": _("50–100 万元"),
    "100-500": _("100–500 万元"),
    "500-1000": _("500–1000 万元"),
    "1000-": _("1000 万元以上"),
}
OFFERING_STATES: Final[Mapping[str, Words]] = {
    OfferingState.DRAFT.value: _("草稿"),
    OfferingState.SUBMITTED.value: _("待审核"),
    OfferingState.PUBLISHED.value: _("已发布"),
    OfferingState.WITHDRAWN.value: _("已撤回"),
    OfferingState.ARCHIVED.value: _("已归档"),
}
OFFERING_FAULTS: Final[Mapping[OfferingFault, Words]] = {
    OfferingFault.UNCLEAR: _("看不出卖什么、用在哪里"),
    OfferingFault.WRONG_SCENES: _("行业、场景或能力选得不对"),
    OfferingFault.UNPROVEN: _("承诺超出佐证"),
    OfferingFault.EXAGGERATED: _("有“首创”“第一”等无法核实的说法"),
    OfferingFault.CONTACTS: _("正文里有联系方式或广告"),
    OfferingFault.NOT_OWN: _("产品、文字或图片不是本单位的"),
    OfferingFault.DUPLICATE: _("与本单位已有的方案重复"),
    OfferingFault.OFF_TOPIC: _("与 5G 应用无关"),
}
PRICE_MODELS: Final[Mapping[str, Words]] = {
    PriceModel.ONE_OFF.value: _("一次性"),
    PriceModel.SUBSCRIPTION.value: _("订阅"),
    PriceModel.USAGE.value: _("按量"),
    PriceModel.SHARE.value: _("分成"),
    PriceModel.NEGOTIABLE.value: _("面议"),
}
CASE_STATES: Final[Mapping[str, Words]] = {
    CaseState.DRAFT.value: _("草稿"),
    CaseState.SUBMITTED.value: _("待审核"),
    CaseState.PUBLISHED.value: _("已发布"),
    CaseState.WITHDRAWN.value: _("已撤回"),
}
CASE_FAULTS: Final[Mapping[CaseFault, Words]] = {
    CaseFault.NO_CONSENT: _("没有客户同意的证明"),
    CaseFault.NOT_VERIFIABLE: _("成效无法核实"),
    CaseFault.DUPLICATE: _("与已有案例重复"),
    CaseFault.UNMEASURED: _("成效没有数值或测量时间"),
    CaseFault.UNCLEAR: _("问题或做法写得不清楚"),
    CaseFault.WRONG_ROLE: _("单位的角色与事实不符"),
    CaseFault.CONFIDENTIAL: _("含有客户不宜公开的信息"),
    CaseFault.OFF_TOPIC: _("与 5G 应用无关"),
}
CONSENTS: Final[Mapping[str, Words]] = {
    ClientConsent.NAMED.value: _("客户同意署名，有同意书"),
    ClientConsent.ANONYMOUS.value: _("不署名，公开时写作“某…”"),
}
# What a version says, in the order it is compared.
VERSION_FIELDS: Final[Mapping[str, Words]] = {
    "title": _("标题"),
    "title_en": _("英文标题"),
    "summary": _("方案介绍"),
    "summary_en": _("英文介绍"),
    "sector_id": _("行业"),
    "scenes": _("场景"),
    "capabilities": _("能力"),
    "promises": _("承诺与佐证"),
    "cases": _("佐证案例"),
    "files": _("图片和文档"),
    "region_code": _("主要服务地区"),
    "served_regions": _("其他服务地区"),
    "is_nationwide": _("服务全国"),
    "serves_abroad": _("服务境外"),
    "price_model": _("计价方式"),
    "price_min_wan": _("价格下限（万元）"),
    "price_max_wan": _("价格上限（万元）"),
    "lead_days_min": _("最快交付（天）"),
    "lead_days_max": _("最迟交付（天）"),
}
LIGHT_NOTE: Final = _("按方案写明的价格、交付时间、部署方式和场景判定，标准由平台定。")
LIGHT: Final[Mapping[str, Words]] = {"yes": _("小快轻准")}
STANDINGS: Final[Mapping[str, Words]] = {"yes": _("已认证"), "no": _("未认证")}

CLAIM_STATES: Final[Mapping[ClaimState, Words]] = {
    ClaimState.SUBMITTED: _("审核中"),
    ClaimState.RETURNED: _("退回修改"),
    ClaimState.APPROVED: _("已通过"),
    ClaimState.REFUSED: _("未通过"),
    ClaimState.WITHDRAWN: _("已撤回"),
}
CLAIM_REASONS: Final[Mapping[ClaimReason, Words]] = {
    ClaimReason.EVIDENCE_UNREADABLE: _("证明材料看不清或不完整"),
    ClaimReason.EVIDENCE_WEAK: _("证明材料不足以说明是同一单位"),
    ClaimReason.OTHER_ORGANISATION: _("档案属于另一个单位"),
    ClaimReason.NOT_ENTITLED: _("申请人无权代表该单位"),
    ClaimReason.FORGED: _("材料涉嫌伪造"),
    ClaimReason.GIVEN_TO_ANOTHER: _("档案已由另一个单位认领"),
}


def evidence_label(kind: EvidenceKind) -> str:
    """Name a kind of evidence: 检测报告."""
    return str(_EVIDENCE[kind])


def provider_type_label(kind: ProviderType) -> str:
    """Name a type of provider: 设备商."""
    return str(PROVIDER_TYPES[kind])


def programme_type_label(kind: ProgrammeType) -> str:
    """Name how a provider takes part in the programme: 集成类."""
    return str(PROGRAMME_TYPES[kind])


def effect_label(kind: Effect) -> str:
    """Name a kind of effect: 降成本."""
    return str(EFFECTS[kind])


def price_model_label(kind: PriceModel) -> str:
    """Name a way to pay: 订阅."""
    return str(PRICE_MODELS[kind])


def offering_state_label(state: OfferingState) -> str:
    """Name the state of an offering: 待审核."""
    return str(OFFERING_STATES[state])


def case_state_label(state: CaseState) -> str:
    """Name the state of a case."""
    return str(CASE_STATES[state])


def consent_label(consent: ClientConsent) -> str:
    """Name how the client of a case is shown."""
    return str(CONSENTS[consent])


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        evidence_label=evidence_label,
        programme_type_label=programme_type_label,
        provider_type_label=provider_type_label,
        effect_label=effect_label,
        price_model_label=price_model_label,
        offering_state_label=offering_state_label,
        case_state_label=case_state_label,
        consent_label=consent_label,
        claim_state=lambda state: str(CLAIM_STATES[state]),
        claim_reasons=CLAIM_REASONS,
    )
