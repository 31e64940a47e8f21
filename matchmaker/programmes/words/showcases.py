"""Showcases and the self-check in words."""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as _

from matchmaker.catalogue.words import EFFECTS
from matchmaker.errors import Words
from matchmaker.programmes.enums.showcases import Extent, NamedBy, Proof, ShowcaseState

SHOWCASE_LABELS: Mapping[ShowcaseState, Words] = {
    ShowcaseState.DRAFT: _("草稿"),
    ShowcaseState.IN_REVIEW: _("待复核"),
    ShowcaseState.PUBLISHED: _("已发布"),
    ShowcaseState.WITHDRAWN: _("已撤回"),
}
NAMED_BY_LABELS: Mapping[NamedBy, Words] = {
    NamedBy.NOBODY: _("不署名，显示为“某…”"),
    NamedBy.SOURCE: _("公开报道已写明单位"),
    NamedBy.DOCUMENT: _("单位书面同意署名"),
    NamedBy.CLIENT: _("单位在本站同意公开这个项目"),
}
PROOF_LABELS: Mapping[Proof, Words] = {
    Proof.STATED: _("单位自述"),
    Proof.PUBLISHED: _("公开报道"),
    Proof.DOCUMENT: _("检测或验收文件，运营人员已看过"),
    Proof.CONFIRMED: _("供需双方在本站确认"),
}
EXTENT_LABELS: Mapping[Extent, Words] = {
    Extent.YES: _("已做到"),
    Extent.PARTLY: _("做了一部分"),
    Extent.NO: _("还没有"),
}


def install(app: Flask) -> None:
    """Give templates the words."""
    app.jinja_env.globals.update(
        showcase_labels=SHOWCASE_LABELS,
        named_by_labels=NAMED_BY_LABELS,
        proof_labels=PROOF_LABELS,
        extent_labels=EXTENT_LABELS,
        effect_kind_labels=EFFECTS,
    )
