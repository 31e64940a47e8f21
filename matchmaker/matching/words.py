"""What became of an offering among the best of a demand, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.matching.enums import ChangeKind, ChangeReason

CHANGE_LABELS: Mapping[ChangeKind, Words] = {
    ChangeKind.NEW: _("新上榜"),
    ChangeKind.UP: _("上升"),
    ChangeKind.DOWN: _("下降"),
    ChangeKind.GONE: _("退出榜单"),
}
REASON_LABELS: Mapping[ChangeReason, Words] = {
    ChangeReason.OFFERING_NEW: _("方案新发布"),
    ChangeReason.OFFERING_CHANGED: _("方案有改动"),
    ChangeReason.OFFERING_WITHDRAWN: _("方案不再公开"),
    ChangeReason.DEMAND_NEW: _("需求新发布"),
    ChangeReason.DEMAND_CHANGED: _("需求有改动"),
    ChangeReason.DEMAND_WITHDRAWN: _("需求已不再开放"),
    ChangeReason.MODEL_CHANGED: _("换了匹配模型"),
    ChangeReason.TAXONOMY_CHANGED: _("场景或能力的用词有改动"),
    ChangeReason.OTHERS_MOVED: _("其他方案有变化，或时间推移"),
}
