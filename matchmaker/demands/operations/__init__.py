"""Everything that changes a demand and its lines."""

from matchmaker.demands.operations.lines import (
    LINES_MOST,
    LineContent,
    line_problems,
)
from matchmaker.demands.operations.posting import (
    PASTED_KEPT,
    TEXT_MAX,
    TITLE_MAX,
    DemandContent,
    NoticeContent,
    adopt_pasted,
    check_content,
    check_need_text,
    draft_demand,
    edit_demand,
    imagined_demand,
    paste_need,
    publish_demand,
    purge_pasted,
    record_notice,
    refine_pasted,
    withdraw_demand,
)

__all__ = [
    "LINES_MOST",
    "PASTED_KEPT",
    "TEXT_MAX",
    "TITLE_MAX",
    "DemandContent",
    "LineContent",
    "NoticeContent",
    "adopt_pasted",
    "check_content",
    "check_need_text",
    "draft_demand",
    "edit_demand",
    "imagined_demand",
    "line_problems",
    "paste_need",
    "publish_demand",
    "purge_pasted",
    "record_notice",
    "refine_pasted",
    "withdraw_demand",
]
