"""Choosing a provider: the award, its acceptance, what the others are told, and steps back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from matchmaker import clock
from matchmaker.accounts.models import Account
from matchmaker.audit import operations as audit
from matchmaker.db import db
from matchmaker.demands.enums import CloseReason as ClosedBecause
from matchmaker.demands.enums import DemandState
from matchmaker.demands.models import Demand
from matchmaker.demands.operations import close_demand
from matchmaker.engagements.enums import LIVE, CloseReason, EngagementState, Side
from matchmaker.engagements.models import Engagement
from matchmaker.engagements.operations.holding import hold
from matchmaker.engagements.operations.moves import WORDS_MAX, checked_reason, move
from matchmaker.engagements.operations.notifying import tell
from matchmaker.engagements.policies.evaluation import (
    may_answer_award,
    may_award,
    may_take_back,
    may_weigh,
)
from matchmaker.engagements.queries.evaluation import chosen_of
from matchmaker.engagements.queries.rows import engagements_of_demand
from matchmaker.errors import ConflictError, DomainError
from matchmaker.notices.enums import NoticeKind
from matchmaker.web.forms import checked_words

ANSWER_DAYS = 7
ANSWER_DAYS_MOST = 60


class Reason(NamedTuple):
    """Why one provider is not chosen: coded, and in words."""

    reason: CloseReason | None
    words: str = ""


def award(
    engagement: Engagement,
    words: str,
    reasons: Mapping[int, Reason],
    *,
    answer_days: int = ANSWER_DAYS,
    tells_now: bool = False,
    actor: Account,
) -> None:
    """Choose a provider, who has until `answer_days` days from now to accept.

    `reasons` (by engagement) say to each other one why it is not chosen: at once with
    `tells_now`, else when the award is accepted; until then they can be chosen still.
    Raises DomainError where somebody would not learn why, ConflictError where somebody else is
    chosen already.
    """
    if not may_award(actor, engagement):
        raise ConflictError(_("这条对接现在不能选定，请刷新页面查看。"))
    if not 1 <= answer_days <= ANSWER_DAYS_MOST:
        raise DomainError(_("请给对方 1 到 60 天确认。"), field="answer_days")
    said = checked_words(words, WORDS_MAX)
    hold(engagement.demand)
    if chosen_of(engagement.demand) is not None:
        raise ConflictError(_("这条需求已经选定了供应商；要改选，请先撤回原来的选定。"))
    others = live_others(engagement)
    checked = _checked(others, reasons)
    try:
        with db.session.begin_nested(), audit.change("engagement.awarded", engagement, actor=actor):
            if engagement.state is EngagementState.OFFERED:
                move(engagement, EngagementState.TALKING)
            move(engagement, EngagementState.AWARDED)
            engagement.awarded_at = clock.now()
            engagement.award_words = said
            engagement.refusal_words = ""
            engagement.answer_by = clock.today() + timedelta(days=answer_days)
    except IntegrityError as error:
        raise ConflictError(_("刚刚已有同事选定了另一家，请刷新页面查看。")) from error
    for other in others:
        other.kept_reason, other.kept_words = checked[other.id]
    tell(
        engagement,
        Side.PROVIDER,
        NoticeKind.AWARDED,
        words=said,
        facts={"day": str(engagement.answer_by)},
    )
    if tells_now:
        _close(others, actor)


def accept_award(engagement: Engagement, *, actor: Account) -> None:
    """Say yes to being chosen: both sides agreed, the others learn why they were not.

    Raises ConflictError after the last day to answer.
    """
    if not may_answer_award(actor, engagement):
        raise ConflictError(_("这个选定已被撤回或答复过了，请刷新页面查看。"))
    if engagement.answer_by is not None and clock.today() > engagement.answer_by:
        raise ConflictError(_("答复期限已过，请联系需求方重新选定。"))
    with audit.change("engagement.agreed", engagement, actor=actor):
        move(engagement, EngagementState.AGREED)
        engagement.agreed_at = clock.now()
    tell(engagement, Side.ENTERPRISE, NoticeKind.AWARD_ACCEPTED)
    _close(live_others(engagement), actor)
    _close_demand(engagement.demand, ClosedBecause.AWARDED, actor)


def decline_award(engagement: Engagement, words: str, *, actor: Account) -> None:
    """Say no to being chosen, in words; both still talk, and the others can be chosen."""
    if not may_answer_award(actor, engagement):
        raise ConflictError(_("这个选定已被撤回或答复过了，请刷新页面查看。"))
    said = checked_words(words, WORDS_MAX)
    if not said:
        raise DomainError(_("请写明原因，对方会看到。"), field="words")
    with audit.change("engagement.award_declined", engagement, actor=actor):
        _undo(engagement)
        engagement.refusal_words = said
    tell(engagement, Side.ENTERPRISE, NoticeKind.AWARD_DECLINED, words=said)


def take_back_award(engagement: Engagement, *, actor: Account) -> None:
    """Take an award back before it is accepted; both still talk, and the others can be chosen."""
    if not may_take_back(actor, engagement):
        raise ConflictError(_("这个选定已被接受或撤回了，请刷新页面查看。"))
    with audit.change("engagement.award_taken_back", engagement, actor=actor):
        _undo(engagement)
    tell(engagement, Side.PROVIDER, NoticeKind.AWARD_TAKEN_BACK)


def choose_nobody(demand: Demand, reasons: Mapping[int, Reason], *, actor: Account) -> None:
    """End with everybody because none is suitable, each with a reason.

    Raises DomainError where somebody would not learn why, ConflictError while one is chosen.
    """
    if not may_weigh(actor, demand):
        raise ConflictError(_("这条需求已经关闭，请刷新页面查看。"))
    if chosen_of(demand) is not None:
        raise ConflictError(_("这条需求已经选定了供应商；要改选，请先撤回原来的选定。"))
    everybody = [row for row in engagements_of_demand(demand) if row.state in LIVE]
    checked = _checked(everybody, reasons)
    for row in everybody:
        row.kept_reason, row.kept_words = checked[row.id]
    _close(everybody, actor)
    _close_demand(demand, ClosedBecause.NONE_SUITABLE, actor)


def live_others(engagement: Engagement) -> list[Engagement]:
    """List who else engages on the demand and has not come to an end."""
    return [
        row
        for row in engagements_of_demand(engagement.demand)
        if row.id != engagement.id and row.state in LIVE
    ]


def _checked(
    others: Iterable[Engagement], reasons: Mapping[int, Reason]
) -> dict[int, tuple[CloseReason, str]]:
    found = {}
    for row in others:
        given = reasons.get(row.id, Reason(None))
        try:
            found[row.id] = checked_reason(given.reason, given.words)
        except DomainError as error:
            said = _("%(name)s：%(problem)s", name=row.provider.name, problem=str(error.message))
            raise DomainError(said, field="others") from error
    return found


def _undo(engagement: Engagement) -> None:
    move(engagement, EngagementState.TALKING)
    engagement.award_words = ""
    for other in live_others(engagement):
        other.kept_reason, other.kept_words = None, ""


def _close_demand(demand: Demand, reason: ClosedBecause, actor: Account) -> None:
    if demand.state is DemandState.CLOSED:  # the calendar was faster; now there is a real reason
        with audit.change("demand.decided", demand, actor=actor):
            demand.close_reason = reason
        return
    close_demand(demand, reason, actor=actor)


def _close(others: Iterable[Engagement], actor: Account) -> None:
    """Tell everybody why they are not chosen; who came after the award had no chance."""
    for row in others:
        target = (
            EngagementState.ENDED
            if row.state is EngagementState.INVITED
            else EngagementState.NOT_CHOSEN
        )
        with audit.change("engagement.not_chosen", row, actor=actor):
            reason, words = row.kept_reason or CloseReason.BETTER, row.kept_words
            move(row, target, reason=reason, words=words)
            row.kept_reason, row.kept_words = None, ""
        tell(row, Side.PROVIDER, NoticeKind.NOT_CHOSEN, words=words)
