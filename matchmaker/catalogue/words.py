"""Types of providers, proofs and effects in words: the same on pages, in filters and in files."""

from collections.abc import Mapping
from typing import Final

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import Effect, EvidenceKind, ProgrammeType, ProviderType
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
STANDINGS: Final[Mapping[str, Words]] = {"yes": _("已认领"), "no": _("未认领")}


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


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals.update(
        evidence_label=evidence_label,
        programme_type_label=programme_type_label,
        provider_type_label=provider_type_label,
        effect_label=effect_label,
    )
