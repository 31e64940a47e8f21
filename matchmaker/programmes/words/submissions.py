"""Submissions in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words
from matchmaker.programmes.enums.submissions import SubmissionReason

REASONS: Final[Mapping[SubmissionReason, Words]] = {
    SubmissionReason.INCOMPLETE: _("材料不齐"),
    SubmissionReason.UNCLEAR: _("写得不清楚"),
    SubmissionReason.UNPROVEN: _("缺少证明材料"),
    SubmissionReason.CONTRADICTORY: _("前后数据不一致"),
    SubmissionReason.DUPLICATE: _("与另一份申报重复"),
    SubmissionReason.WRONG_CALL: _("不属于这个征集的范围"),
    SubmissionReason.NOT_RECOMMENDED: _("推荐单位不予推荐"),
}
# What people may choose; the last follows from who says no.
CHOSEN: Final[Mapping[SubmissionReason, Words]] = {
    reason: words
    for reason, words in REASONS.items()
    if reason is not SubmissionReason.NOT_RECOMMENDED
}
# Parts of lists, by the values of `queries.submissions`.
QUEUE_LABELS: Final[Mapping[str, Words]] = {
    "waiting": _("等待受理"),
    "returned": _("退回补充"),
    "reviewed": _("已受理"),
    "refused": _("不予受理"),
    "withdrawn": _("已撤回"),
    "all": _("全部"),
}
TURN_LABELS: Final[Mapping[str, Words]] = {
    "waiting": _("等待推荐"),
    "said": _("已处理"),
}
ALIKE_LABELS: Final[Mapping[str, Words]] = {
    "organisation": _("同一单位"),
    "title": _("同名"),
    "words": _("文字相近"),
}
