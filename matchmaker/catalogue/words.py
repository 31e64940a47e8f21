"""What a promise rests on, in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.catalogue.enums import EvidenceKind

_EVIDENCE: Mapping[EvidenceKind, str] = {
    EvidenceKind.STATEMENT: _("单位自述"),
    EvidenceKind.CASE: _("案例"),
    EvidenceKind.TEST_REPORT: _("检测报告"),
    EvidenceKind.CERTIFICATE: _("证书"),
}


def evidence_label(kind: EvidenceKind) -> str:
    """Name a kind of evidence: 检测报告."""
    return str(_EVIDENCE[kind])


def install(app: Flask) -> None:
    """Make the words known to templates."""
    app.jinja_env.globals["evidence_label"] = evidence_label
