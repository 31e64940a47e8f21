"""The pages about one call that staff move between."""

from typing import Final

from flask_babel import lazy_gettext as _

from matchmaker.errors import Words

# Endpoints that take `call_id`, in the order in which a call is made and run.
CALL_TABS: Final[list[tuple[str, Words]]] = [
    ("programmes.staff_call", _("总览")),
    ("programmes.edit_call", _("内容")),
    ("programmes.call_rules", _("规则")),
    ("programmes.call_phases", _("时间")),
    ("programmes.call_questions", _("申报题目")),
    ("programmes.call_criteria", _("评审标准")),
    ("programmes.call_quotas", _("名额")),
    ("programmes.call_submissions", _("申报材料")),
    ("programmes.call_reviews", _("评审")),
    ("programmes.staff_results", _("结果")),
    ("programmes.call_disputes", _("异议和申诉")),
]
