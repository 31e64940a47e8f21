"""The one place where the state of an engagement changes."""

from flask_babel import lazy_gettext as _

from matchmaker import clock
from matchmaker.engagements.enums import (
    CLOSED,
    ENGAGEMENT_TRANSITIONS,
    CloseReason,
    EngagementState,
)
from matchmaker.engagements.models import Engagement
from matchmaker.errors import ConflictError, DomainError
from matchmaker.web.forms import checked_words

WORDS_MAX = 1_000


def move(
    engagement: Engagement,
    target: EngagementState,
    *,
    reason: CloseReason | None = None,
    words: str = "",
) -> None:
    """Change the state, with the dates and reasons that belong to it.

    Raises ConflictError where the state in hand does not allow it.
    """
    if target not in ENGAGEMENT_TRANSITIONS[engagement.state]:
        raise ConflictError(_("这条对接现在的状态不允许这样做，请刷新页面查看。"))
    engagement.state = target
    is_closed = target in CLOSED
    engagement.closed_at = clock.now() if is_closed else None
    engagement.close_reason = reason if is_closed else None
    engagement.close_words = words if is_closed else ""
    if target is EngagementState.TALKING:
        engagement.accepted_at = engagement.accepted_at or clock.now()
        engagement.awarded_at = engagement.answer_by = None


def checked_reason(reason: CloseReason | None, words: str) -> tuple[CloseReason, str]:
    """Give a reason and its words; the other side must learn why.

    Raises DomainError without a reason, and for "other" without words.
    """
    said = checked_words(words, WORDS_MAX)
    if reason is None:
        raise DomainError(_("请选择原因，对方会看到。"), field="reason")
    if reason is CloseReason.OTHER and not said:
        raise DomainError(_("请写明原因，对方会看到。"), field="words")
    return reason, said
