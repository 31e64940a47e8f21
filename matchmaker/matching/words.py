"""What became of an offering among the best of a demand, and concepts, in words."""

from collections.abc import Mapping
from functools import cache

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.matching.enums import ChangeKind, ChangeReason
from matchmaker.web.language import in_language
from seeds.files.concepts import read_concepts

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


def concept_words(name: str) -> str:
    """Give the name of a concept in the reader's language; a name nobody knows as it is."""
    return in_language(name, _english_concepts().get(name, ""))


@cache
def _english_concepts() -> Mapping[str, str]:
    return {row.name_zh: row.name_en for row in read_concepts()}
