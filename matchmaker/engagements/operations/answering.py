"""Accepting, declining, taking back, ending, and going back a step."""

from flask_babel import lazy_gettext as _

from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.demands.operations import accept_guest
from matchmaker.engagements import policies
from matchmaker.engagements.enums import CloseReason, EngagementState
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.moves import checked_reason, move
from matchmaker.engagements.operations.notifying import tell_other
from matchmaker.errors import ConflictError
from matchmaker.notices.enums import NoticeKind

_REFUSED = _("这条对接现在的状态不允许这样做，请刷新页面查看。")


def accept(engagement: Engagement, *, actor: Account) -> None:
    """Say yes to being asked: both sides now see contacts and can write to each other."""
    _check(may=policies.may_answer(actor, engagement))
    with audit.change("engagement.accepted", engagement, actor=actor):
        move(engagement, EngagementState.TALKING)
    accept_guest(engagement.demand, engagement.provider)
    tell_other(engagement, actor, NoticeKind.ENGAGEMENT_ACCEPTED)


def decline(
    engagement: Engagement, reason: CloseReason | None, words: str, *, actor: Account
) -> None:
    """Say no to being asked, with a reason the other side sees."""
    _check(may=policies.may_answer(actor, engagement))
    coded, said = checked_reason(reason, words)
    with audit.change("engagement.declined", engagement, actor=actor):
        move(engagement, EngagementState.DECLINED, reason=coded, words=said)
    tell_other(engagement, actor, NoticeKind.ENGAGEMENT_CLOSED, words=said)


def withdraw(
    engagement: Engagement, reason: CloseReason | None, words: str, *, actor: Account
) -> None:
    """Take back what one asked, or leave as the provider, with a reason the other side sees."""
    _check(may=policies.may_withdraw(actor, engagement))
    coded, said = checked_reason(reason, words)
    with audit.change("engagement.withdrawn", engagement, actor=actor):
        move(engagement, EngagementState.WITHDRAWN, reason=coded, words=said)
    tell_other(engagement, actor, NoticeKind.ENGAGEMENT_CLOSED, words=said)


def end(engagement: Engagement, reason: CloseReason | None, words: str, *, actor: Account) -> None:
    """End what both agreed to talk about, with a reason the other side sees."""
    _check(may=policies.may_end(actor, engagement))
    leave_off(engagement, reason, words, actor=actor)


def leave_off(
    engagement: Engagement, reason: CloseReason | None, words: str, *, actor: Account
) -> None:
    """End an engagement for whoever was found to be allowed to, and tell the other side."""
    coded, said = checked_reason(reason, words)
    with audit.change("engagement.ended", engagement, actor=actor):
        move(engagement, EngagementState.ENDED, reason=coded, words=said)
    tell_other(engagement, actor, NoticeKind.ENGAGEMENT_CLOSED, words=said)


def reopen(engagement: Engagement, *, actor: Account) -> None:
    """Take back a decision that closed an engagement: it stands where it stood before."""
    _check(may=policies.may_reopen(actor, engagement))
    with audit.change("engagement.reopened", engagement, actor=actor):
        move(engagement, _before(engagement))
    tell_other(engagement, actor, NoticeKind.ENGAGEMENT_REOPENED)


def _before(engagement: Engagement) -> EngagementState:
    """Say where an engagement stood before it was closed."""
    if engagement.state is EngagementState.WITHDRAWN:
        is_invitation = not engagement.opened_by_provider and engagement.accepted_at is None
        return EngagementState.INVITED if is_invitation else EngagementState.OFFERED
    is_unanswered = engagement.accepted_at is None
    if engagement.state is EngagementState.NOT_CHOSEN and is_unanswered:
        return EngagementState.OFFERED
    return EngagementState.TALKING


def _check(*, may: bool) -> None:
    if not may:
        raise ConflictError(_REFUSED)
