"""Kinds of things, and the values they are narrowed by, in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words

KIND_LABELS: Final[Mapping[str, Words]] = {
    "offering": _("方案"),
    "provider": _("供应商"),
    "demand": _("需求"),
    "case": _("案例"),
    "showcase": _("领航者"),
    "scene": _("场景"),
    "sector": _("行业"),
    "capability": _("能力"),
    "standard": _("标准"),
}
STATES: Final[Mapping[str, Words]] = {"open": _("本站需求"), "notice": _("各地公告")}
CLOSES: Final[Mapping[str, Words]] = {
    "7": _("7 天内"),
    "30": _("30 天内"),
    "ended": _("已过期"),
}
PUBLISHED: Final[Mapping[str, Words]] = {
    "7": _("最近 7 天"),
    "30": _("最近 30 天"),
    "365": _("最近一年"),
}
SORTS: Final[Mapping[str, Words]] = {
    "relevance": _("相关度"),
    "newest": _("最新"),
    "closing": _("即将截止"),
}
