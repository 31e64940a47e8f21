"""Reviewers and reviews, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.programmes.enums.reviews import (
    AbstainReason,
    ReviewerState,
    ReviewState,
    SightStage,
)

REVIEWER_LABELS: Mapping[ReviewerState, Words] = {
    ReviewerState.INVITED: _("已邀请，待答复"),
    ReviewerState.AGREED: _("已同意"),
    ReviewerState.DECLINED: _("已谢绝"),
    ReviewerState.REMOVED: _("已移出"),
}
REVIEW_LABELS: Mapping[ReviewState, Words] = {
    ReviewState.OPEN: _("待评"),
    ReviewState.HANDED_IN: _("已交"),
    ReviewState.ABSTAINED: _("已弃评"),
    ReviewState.CONFLICTED: _("已回避"),
}
ABSTAIN_LABELS: Mapping[AbstainReason, Words] = {
    AbstainReason.EXPERTISE: _("不是我熟悉的领域"),
    AbstainReason.TIME: _("时间不够"),
    AbstainReason.UNREADABLE: _("材料无法评判"),
    AbstainReason.OTHER: _("其他原因"),
}
SIGHT_LABELS: Mapping[SightStage, Words] = {
    SightStage.BEFORE: _("评审开始以前"),
    SightStage.SCORING: _("评审期间"),
    SightStage.TALKING: _("评审截止到公示以前"),
    SightStage.CLOSED: _("公示开始以后"),
}
LABELS = {
    "reviewer_labels": REVIEWER_LABELS,
    "review_labels": REVIEW_LABELS,
    "abstain_labels": ABSTAIN_LABELS,
    "sight_labels": SIGHT_LABELS,
}
