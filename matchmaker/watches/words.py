"""Kinds and frequencies of watches in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.watches.enums import Frequency, WatchKind

KIND_LABELS: Mapping[WatchKind, Words] = {
    WatchKind.SEARCH: _("搜索"),
    WatchKind.OFFERING: _("一个方案"),
    WatchKind.DEMAND: _("一条需求"),
    WatchKind.OWN_DEMANDS: _("适合我的需求的新方案"),
    WatchKind.OWN_OFFERINGS: _("适合我的方案的新需求"),
}
FREQUENCY_LABELS: Mapping[Frequency, Words] = {
    Frequency.IMMEDIATE: _("有新内容就告诉我（最多每 15 分钟一封）"),
    Frequency.DAILY: _("每天一封（早上 8 点）"),
    Frequency.WEEKLY: _("每周一封（周一早上 8 点）"),
}
SHORT_LABELS: Mapping[Frequency, Words] = {
    Frequency.IMMEDIATE: _("即时"),
    Frequency.DAILY: _("每天"),
    Frequency.WEEKLY: _("每周"),
}
